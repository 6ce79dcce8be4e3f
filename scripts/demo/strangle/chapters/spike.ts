import { playRefusal } from "../../chapters/refused.ts";
import { begin, type Play } from "../../play.ts";
import { ink, sideBySide } from "../../screen/ink.ts";
import { chainPanel } from "../../screen/panels.ts";
import { deltasTo } from "../../sizing.ts";
import { trade } from "../../trading.ts";
import { riskPanel } from "../risk-panel.ts";
import { greedySizes, reducedSizes, suggestedHedge } from "../strategy.ts";
import { hedgeWords } from "./hedge.ts";
import { noteRisk } from "./note-risk.ts";

/** The spike: nothing may grow, not even the hedge, so the desk buys strangles back until the hedge it has is enough. */
export async function playSpike(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop } = world;
  const judge = await begin(play, "stress", "the spike: delta runs away, capacity is halved");
  const before = noteRisk(play, judge, "stress", "as left");
  const { book } = desk.store.live;
  const hedge = suggestedHedge(book, judge);
  const rules = before.broken.length === 0 ? "nothing" : before.broken.join(", ");
  screen.show([...riskPanel(desk, judge, before), `left as it is the book breaks ${ink.bad(rules)}`, ""]);
  await playRefusal(
    play,
    { attempt: "desk sells a tenth more at the dearer premium", sizes: greedySizes(book) },
    judge,
  );
  screen.show([hedgeWords(hedge, judge)]);
  if (hedge.trade !== null && hedge.trade.broken.length > 0)
    await playRefusal(play, { attempt: "desk asks for the hedge that delta calls for", sizes: [hedge.trade] }, judge);
  screen.show([""]);
  const deal = { deltas: deltasTo(book, reducedSizes(book, judge)), what: "reduction", mode: "reduce" } as const;
  const { offerer, inclusion } = await screen.step(
    "desk buys strangles back (mode 1) and keeps of the hedge what they need",
    (note) => trade({ offerer: desk, taker: maker }, deal, judge, workshop, note),
  );
  const after = noteRisk(play, judge, "stress", "reduced");
  screen.show(["", ...sideBySide(riskPanel(desk, judge, after), chainPanel(offerer.bundle, inclusion.gasUsed))]);
}
