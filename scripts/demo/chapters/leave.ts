import { collectClaims } from "../../../prover/chain/tokens.ts";
import { countClaims } from "../claims.ts";
import { symbolOf } from "../instruments.ts";
import { exit, trade } from "../party.ts";
import { begin, type Play } from "../play.ts";
import { claimsTable } from "../screen/claims-table.ts";
import { sideBySide } from "../screen/ink.ts";
import { deskPanel } from "../screen/panels.ts";
import { deltasTo, type Judge, scaledSizes } from "../sizing.ts";

/** Claims are counted with both books open; the desk closes, leaves without a proof, and claims are counted again. */
export async function playLeaving(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop } = world;
  const judge = await begin(play, "leave", "the desk closes its book and leaves");
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

/** Counts what accounts may claim against the tokens that the vault holds. Throws if one unit is missing. */
async function playCount({ world, screen, claims: shown }: Play, { market }: Judge, when: string): Promise<void> {
  const { desk, maker, venue, symbols } = world;
  const claims = await countClaims([desk, maker], venue, [
    "cash",
    ...symbols.slice(0, 4).map((symbol) => `${symbol} tokens`),
  ]);
  shown.push({ when, claims });
  screen.show(claimsTable(when, claims, (instrument) => symbolOf(market, instrument)));
  if (!claims.balanced) throw new Error(`claims do not equal the vault's tokens ${when}`);
}
