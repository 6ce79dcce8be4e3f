import type { DeltaHedge } from "../../../../prover/sizing/delta-hedge.ts";
import { begin, type Play } from "../../play.ts";
import { dollars, signed } from "../../screen/figures.ts";
import { ink, sideBySide } from "../../screen/ink.ts";
import { chainPanel } from "../../screen/panels.ts";
import { deltasTo, type Judge } from "../../sizing.ts";
import { trade } from "../../trading.ts";
import { riskPanel } from "../risk-panel.ts";
import { suggestedHedge } from "../strategy.ts";
import { noteRisk } from "./note-risk.ts";

/** Gamma has moved the delta: the desk does what `ballast size` suggests. */
export async function playHedging(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop } = world;
  const judge = await begin(play, "resize", "the underlying moves, and delta with it");
  const before = noteRisk(play, judge, "resize", "as left");
  const stands = before.broken.length === 0 ? "is within the policy" : ink.bad(`breaks ${before.broken.join(", ")}`);
  const suggested = suggestedHedge(desk.store.live.book, judge);
  screen.show([`left as it is the book ${stands}`, hedgeWords(suggested, judge), ""]);
  if (suggested.trade === null) return;
  const { book } = desk.store.live;
  const deal = { deltas: deltasTo(book, [suggested.trade]), what: "delta hedge" };
  const { offerer, inclusion } = await screen.step("desk hedges as suggested, against the maker", (note) =>
    trade({ offerer: desk, taker: maker }, deal, judge, workshop, note),
  );
  const after = noteRisk(play, judge, "resize", "hedged");
  screen.show(["", ...sideBySide(riskPanel(desk, judge, after), chainPanel(offerer.bundle, inclusion.gasUsed))]);
}

/** The suggestion as `ballast size` words it. */
export function hedgeWords({ net, band, trade: hedge }: DeltaHedge, { nameOf }: Pick<Judge, "nameOf">): string {
  const place = `delta ${dollars(net)} of a band of ±${dollars(band)}`;
  if (hedge === null) return `${place}: inside, nothing to hedge`;
  const verdict = hedge.broken.length === 0 ? "passes" : ink.bad(`refused by ${hedge.broken.join(", ")}`);
  return `${place}; suggested: ${signed(hedge.lots)} lots of ${nameOf(hedge.instrument)}, delta then ${dollars(hedge.netAfter)}: ${verdict}`;
}
