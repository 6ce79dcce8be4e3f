import { sizeOf } from "../../../../model/book.ts";
import { rowOf } from "../../../../model/sheet.ts";
import { collectClaims } from "../../../../prover/chain/tokens.ts";
import { playCount } from "../../chapters/count.ts";
import { exit, type Party, prove, submit } from "../../party.ts";
import { begin, type Play } from "../../play.ts";
import { dollars } from "../../screen/figures.ts";
import { sideBySide } from "../../screen/ink.ts";
import { deskPanel } from "../../screen/panels.ts";
import { deltasTo, type Judge, scaledSizes } from "../../sizing.ts";
import { trade } from "../../trading.ts";
import { CALL, PUT } from "../listing.ts";
import { withoutOptions } from "../strategy.ts";

/**
 * The options have expired: the desk settles them by itself, at the price that every holder settles at. The maker's settle along with
 * the trade that closes the hedge; then the desk leaves flat.
 */
export async function playExpiry(play: Play): Promise<void> {
  const { world, screen } = play;
  const { desk, maker, workshop } = world;
  const judge = await begin(play, "leave", "expiry, and the way out");
  const marks = [PUT, CALL].map((id) => `${judge.nameOf(id)} at ${dollars(rowOf(judge.sheet, id)?.mark ?? 0n)} a lot`);
  screen.show([`expired rows are settled: ${marks.join(", ")}`, ""]);
  await settle(play, desk, judge);
  const { book } = desk.store.live;
  const deal = { deltas: deltasTo(book, scaledSizes(book, 0n)), what: "closing trade" };
  if (deal.deltas.length > 0)
    await screen.step("desk closes its hedge against the maker, whose options settle in the same proof", (note) =>
      trade({ offerer: desk, taker: maker }, deal, judge, workshop, note),
    );
  await settle(play, maker, judge);
  await screen.step("desk leaves by flat exit: no proof, no oracle, no admin", () => exit(desk, workshop));
  await screen.step("desk takes its tokens from the vault", () => collectClaims(desk.clients, desk.account.gate));
  screen.show(["", ...sideBySide(deskPanel(desk, judge), deskPanel(maker, judge)), ""]);
  await playCount(play, judge, "after the desk has left");
}

/** Settles what has expired without a counterparty, in the mode that no market forbids; nothing where nothing is left. */
async function settle({ world, screen }: Play, party: Party, judge: Judge): Promise<void> {
  const { book } = party.store.live;
  if ([PUT, CALL].every((instrument) => sizeOf(book, instrument) === 0n)) return;
  const change = { mode: "reduce", sizes: withoutOptions(book) } as const;
  await screen.step(`${party.name} settles its options without a counterparty (mode 1)`, async (note) => {
    const proof = await prove(party, change, judge, world.workshop, note);
    await submit(party, proof, "settlement", world.workshop);
  });
}
