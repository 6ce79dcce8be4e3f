import { trade } from "../party.ts";
import { begin, type Play } from "../play.ts";
import { sideBySide } from "../screen/ink.ts";
import { chainPanel, deskPanel } from "../screen/panels.ts";
import { deltasTo, isAccepted } from "../sizing.ts";
import { overreachingSizes, targetSizes } from "../strategy.ts";
import { playRefusal } from "./refused.ts";

/** Volatility has moved: the desk resizes to its target, and is refused when it asks for more. */
export async function playResizing(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop } = world;
  const judge = await begin(play, "resize", "volatility has changed: the desk resizes");
  const { book } = desk.store.live;
  const fits = isAccepted(book, judge, { mode: "full", sizes: [] });
  screen.show([`as it stands the book ${fits ? "is within" : "breaks"} the policy at this epoch's covariance`, ""]);
  const { sizes, share } = targetSizes(book, judge);
  const { offerer, inclusion } = await screen.step(
    `desk resizes both legs: ${share} % of equity, hedged anew`,
    (note) =>
      trade(
        { offerer: desk, taker: maker },
        { deltas: deltasTo(book, sizes), what: "resizing trade" },
        judge,
        workshop,
        note,
      ),
  );
  screen.show(["", ...sideBySide(deskPanel(desk, judge), chainPanel(offerer.bundle, inclusion.gasUsed)), ""]);
  const greedy = overreachingSizes(desk.store.live.book, judge);
  await playRefusal(
    play,
    { attempt: "desk asks for half as much again as the policy lets pass", sizes: greedy },
    judge,
  );
}
