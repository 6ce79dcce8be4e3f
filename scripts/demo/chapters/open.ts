import type { Flow } from "../../../model/call.ts";
import { at } from "../../../model/integers.ts";
import { begin, type Play } from "../play.ts";
import { dollars } from "../screen/figures.ts";
import { sideBySide } from "../screen/ink.ts";
import { chainPanel, deskPanel } from "../screen/panels.ts";
import { deltasTo } from "../sizing.ts";
import { targetSizes } from "../strategy.ts";
import { trade } from "../trading.ts";

const DESK_CASH = 2_000_000_000_000n;
const MAKER_CASH = 10_000_000_000_000n;

const cash = (amount: bigint): Flow => ({ asset: "cash", amount });

/** The desk opens its hedged book against the maker; both deposits ride on the trade, so that each side proves once. */
export async function playOpening(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop, symbols } = world;
  const judge = await begin(play, "open", "deposits, and a hedged book");
  const { book } = desk.store.live;
  const { sizes, share } = targetSizes({ ...book, cash: book.cash + DESK_CASH }, judge);
  screen.show([`desk brings ${dollars(DESK_CASH)}, maker ${dollars(MAKER_CASH)}: deposits ride on the trade`, ""]);
  const title = `desk opens ${at(symbols, 0)} long hedged with ${at(symbols, 1)}, ${share} % of equity (nine tenths of what passes)`;
  const flows = { offerer: cash(DESK_CASH), taker: cash(MAKER_CASH) };
  const terms = { deltas: deltasTo(book, sizes), what: "deposit and opening trade", flows };
  const { offerer, inclusion } = await screen.step(title, (note) =>
    trade({ offerer: desk, taker: maker }, terms, judge, workshop, note),
  );
  screen.show(["", ...sideBySide(deskPanel(desk, judge), chainPanel(offerer.bundle, inclusion.gasUsed))]);
}
