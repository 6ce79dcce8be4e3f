import { collectClaims } from "../../../prover/chain/tokens.ts";
import { changeOf } from "../cheat.ts";
import { begin, type Play } from "../play.ts";
import { dollars } from "../screen/figures.ts";
import { sideBySide } from "../screen/ink.ts";
import { chainPanel, deskPanel } from "../screen/panels.ts";
import { deltasTo, isAccepted, type Judge } from "../sizing.ts";
import { overreachingSizes, resizing } from "../strategy.ts";
import { type Deal, propose } from "../trading.ts";
import { bundleIn, playCheat } from "./cheats.ts";
import { playRefusal } from "./refused.ts";

/**
 * Volatility has moved: the desk resizes to its target and takes cash out in the same change. Around the honest proofs it tries to
 * cheat, straight at the contract; then it asks for more than the policy lets pass.
 */
export async function playResizing(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop } = world;
  const judge = await begin(play, "resize", "volatility has changed: the desk resizes and withdraws");
  const { book } = desk.store.live;
  const fits = isAccepted(book, judge, { mode: "full", sizes: [] });
  screen.show([`as it stands the book ${fits ? "is within" : "breaks"} the policy at this epoch's covariance`, ""]);
  const { sizes, share, amount } = resizing(book, judge);
  const deal: Deal = {
    ...{ deltas: deltasTo(book, sizes), what: "resizing trade and withdrawal" },
    ...(amount === 0n ? {} : { flows: { offerer: { asset: "cash", amount: -amount } } }),
  };
  const proven = await screen.step(
    `both prove: legs to ${share} % of equity, hedged anew, and ${dollars(amount)} out for the desk`,
    (note) => propose({ offerer: desk, taker: maker }, deal, judge, workshop, note),
  );
  const own = await changeOf(desk, proven.own.bundle);
  const { acceptance } = proven;
  const theirs = { ...(await changeOf(maker, bundleIn(acceptance.bundle))), authorization: acceptance.authorization };
  await playCheat(play, `forged: the same proofs for ${dollars(10n * amount)}`, [
    { ...own, flowAmount: 10n * amount },
    theirs,
  ]);
  const inclusion = await screen.step("desk sends the honest change, both sides at once", () => proven.settle());
  await playCheat(play, "replayed: the accepted proofs once more", [own, theirs]);
  await screen.step("desk takes the tokens from the vault", () => collectClaims(desk.clients, desk.account.gate));
  screen.show(["", ...sideBySide(deskPanel(desk, judge), chainPanel(proven.own.bundle, inclusion.gasUsed)), ""]);
  await playGreed(play, judge);
}

function playGreed(play: Play, judge: Judge): Promise<void> {
  const sizes = overreachingSizes(play.world.desk.store.live.book, judge);
  return playRefusal(play, { attempt: "desk asks for half as much again as the policy lets pass", sizes }, judge);
}
