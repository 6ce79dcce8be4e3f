import type { Flow } from "../../../../model/call.ts";
import { begin, type Play } from "../../play.ts";
import { dollars } from "../../screen/figures.ts";
import { sideBySide } from "../../screen/ink.ts";
import { chainPanel } from "../../screen/panels.ts";
import { deltasTo } from "../../sizing.ts";
import { trade } from "../../trading.ts";
import { riskPanel } from "../risk-panel.ts";
import { openingSizes } from "../strategy.ts";
import { noteRisk } from "./note-risk.ts";

const DESK_CASH = 200_000_000_000n;
const MAKER_CASH = 2_000_000_000_000n;

const cash = (amount: bigint): Flow => ({ asset: "cash", amount });

/** The desk sells the strangle to the maker and hedges its delta in the same trade; both deposits ride on it. */
export async function playSelling(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop } = world;
  const judge = await begin(play, "open", "a short strangle, hedged");
  const { book } = desk.store.live;
  const sizes = openingSizes({ ...book, cash: book.cash + DESK_CASH }, judge);
  screen.show([
    `the sheet has options: ${sizes.map(({ instrument }) => judge.nameOf(instrument)).join(", ")}`,
    `desk brings ${dollars(DESK_CASH)}, maker ${dollars(MAKER_CASH)}: deposits ride on the trade`,
    "",
  ]);
  const flows = { offerer: cash(DESK_CASH), taker: cash(MAKER_CASH) };
  const deal = { deltas: deltasTo(book, sizes), what: "deposit and strangle", flows };
  const { offerer, inclusion } = await screen.step(
    "desk sells put and call, delta taken to nothing: seven tenths of what passes",
    (note) => trade({ offerer: desk, taker: maker }, deal, judge, workshop, note),
  );
  const risk = noteRisk(play, judge, "open", "sold and hedged");
  screen.show(["", ...sideBySide(riskPanel(desk, judge, risk), chainPanel(offerer.bundle, inclusion.gasUsed))]);
}
