import { at } from "../../../model/integers.ts";
import { deposit, type Note, type Party, trade } from "../party.ts";
import { begin, type Play } from "../play.ts";
import { dollars } from "../screen/figures.ts";
import { sideBySide } from "../screen/ink.ts";
import { chainPanel, deskPanel } from "../screen/panels.ts";
import { deltasTo } from "../sizing.ts";
import { targetSizes } from "../strategy.ts";

const DESK_CASH = 2_000_000_000_000n;
const MAKER_CASH = 10_000_000_000_000n;

/** Both deposit; the desk opens its hedged book against the maker. */
export async function playOpening(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop, symbols } = world;
  const judge = await begin(play, "open", "deposits, and a hedged book");
  const job = (party: Party, amount: bigint) => ({
    title: `${party.name} deposits ${dollars(amount)}`,
    work: (note: Note) => deposit(party, { asset: "cash", amount }, judge, workshop, note),
  });
  await screen.together(job(maker, MAKER_CASH), job(desk, DESK_CASH), async () => {});
  const { sizes, share } = targetSizes(desk.store.live.book, judge);
  const title = `desk opens ${at(symbols, 0)} long hedged with ${at(symbols, 1)}, ${share} % of equity (nine tenths of what passes)`;
  const terms = { deltas: deltasTo(desk.store.live.book, sizes), what: "opening trade" };
  const { offerer, inclusion } = await screen.step(title, (note) =>
    trade({ offerer: desk, taker: maker }, terms, judge, workshop, note),
  );
  screen.show(["", ...sideBySide(deskPanel(desk, judge), chainPanel(offerer.bundle, inclusion.gasUsed))]);
}
