import { collectClaims } from "../../../prover/chain/tokens.ts";
import { changeOf } from "../cheat.ts";
import { exit } from "../party.ts";
import { begin, type Play } from "../play.ts";
import { sideBySide } from "../screen/ink.ts";
import { deskPanel } from "../screen/panels.ts";
import { deltasTo, scaledSizes } from "../sizing.ts";
import { trade } from "../trading.ts";
import { firstBundle, playCheat } from "./cheats.ts";
import { playCount } from "./count.ts";

/** Claims are counted with both books open; the desk closes, leaves without a proof, and claims are counted again. */
export async function playLeaving(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop } = world;
  const judge = await begin(play, "after", "the desk closes its book and leaves");
  const opening = [await changeOf(desk, firstBundle(desk)), await changeOf(maker, firstBundle(maker))] as const;
  await playCheat(play, "stale: both proofs of the opening trade, days later", opening);
  screen.show([""]);
  await playCount(play, judge, "with both books open");
  const { book } = desk.store.live;
  const terms = { deltas: deltasTo(book, scaledSizes(book, 0n)), what: "closing trade", mode: "reduce" } as const;
  screen.show([""]);
  if (terms.deltas.length > 0)
    await screen.step("desk closes both legs against the maker (mode 1)", (note) =>
      trade({ offerer: desk, taker: maker }, terms, judge, workshop, note),
    );
  await screen.step("desk leaves by flat exit: no proof, no oracle, no admin", () => exit(desk, workshop));
  await screen.step("desk takes its tokens from the vault", () => collectClaims(desk.clients, desk.account.gate));
  screen.show(["", ...sideBySide(deskPanel(desk, judge), deskPanel(maker, judge)), ""]);
  await playCount(play, judge, "after the desk has left");
}
