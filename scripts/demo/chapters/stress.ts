import { begin, type Play } from "../play.ts";
import { sideBySide } from "../screen/ink.ts";
import { chainPanel, deskPanel } from "../screen/panels.ts";
import { deltasTo, type Judge, scaledSizes } from "../sizing.ts";
import { healthyPercent } from "../strategy.ts";
import { trade } from "../trading.ts";
import { playRefusal } from "./refused.ts";

/** A stressed day: nobody may grow, a hedge may not be dropped, and reducing is always open. */
export async function playStress(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk } = world;
  const judge = await begin(play, "stress", "a stressed day: only smaller books pass");
  const { book } = desk.store.live;
  await playRefusal(play, { attempt: "desk asks for a tenth more", sizes: scaledSizes(book, 110n) }, judge);
  const hedge = scaledSizes(book, 0n).filter((_, i) => i === 1);
  if (hedge.length > 0)
    await playRefusal(play, { attempt: "desk drops its hedge as a reduction", sizes: hedge, mode: "reduce" }, judge);
  screen.show([""]);
  await playReduction(play, judge);
}

/** Desk and maker reduce together, in mode 1, which no tier and no stale oracle forbids. */
async function playReduction({ world, screen }: Play, judge: Judge): Promise<void> {
  const { desk, maker, workshop } = world;
  const { book } = desk.store.live;
  const percent = healthyPercent(book, judge);
  const terms = { deltas: deltasTo(book, scaledSizes(book, percent)), what: "reduction", mode: "reduce" } as const;
  const { offerer, inclusion } = await screen.step(
    `desk and maker reduce (mode 1): both legs to ${percent} %`,
    (note) => trade({ offerer: desk, taker: maker }, terms, judge, workshop, note),
  );
  screen.show(["", ...sideBySide(deskPanel(desk, judge), chainPanel(offerer.bundle, inclusion.gasUsed))]);
}
