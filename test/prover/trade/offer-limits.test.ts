/** A signed offer is a promise at a price: it is made and taken only on the chain's data, as reviewed, at a price named. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Book, commit, emptyBook } from "../../../model/book.ts";
import { riskRootOf } from "../../../model/risk-root.ts";
import { type AcceptRequest, acceptOffer, reviewOffer } from "../../../prover/trade/accept-offer.ts";
import { makeOffer } from "../../../prover/trade/make-offer.ts";
import { offerId, type SignedOffer } from "../../../prover/trade/offer.ts";
import { type Desk, newDesk } from "../support/two-desks.ts";
import { market, PERPETUAL, policy, sheet } from "../support/venue.ts";

const now = 1_700_000_000n;
const data = { market, sheet, policy, riskRoot: riskRootOf(market, sheet, policy) };
const EDGE = 100_000n;
let maker: Desk;
let taker: Desk;
let signed: SignedOffer;

beforeAll(async () => {
  [maker, taker] = [newDesk(1), newDesk(2)];
  for (const desk of [maker, taker]) enrich(desk);
  signed = await offer({ pays: -9_900_000n });
});
afterAll(() => {
  for (const { store } of [maker, taker]) store.close();
});

/** Gives a desk a live book that holds cash. */
function enrich({ store }: Desk): void {
  const empty = emptyBook("desk-8");
  const book: Book = { ...empty, cash: 10n ** 12n, salt: 5n };
  const [oldCommitment, newCommitment] = [commit(empty), commit(book)];
  const bound = { nonce: 0n, attempt: 0, epoch: 12n, deadline: 2n ** 40n, trade: 0n, opening: "0x00" } as const;
  store.prepare({ ...bound, oldCommitment, newCommitment, book });
  store.reconcile({ commitment: newCommitment, nonce: 1n, block: 1n });
}

const offer = (more: object = {}): Promise<SignedOffer> =>
  makeOffer({ ...data, deltas: [{ instrument: PERPETUAL, lots: -500n }], deadline: now + 600n, ...more }, maker);
const review = (more: Partial<AcceptRequest> = {}) => reviewOffer(signed, { ...data, now, ...more }, taker.store.state);

/** Data that differs from the chain's in one object each. */
const foreign = [
  { sheet: { ...sheet, rows: sheet.rows.map((row) => ({ ...row, mark: 3n * row.mark })) } },
  { market: { ...market, tier: 1 } },
  { policy: { ...policy, slippage: 200 } },
  { riskRoot: data.riskRoot + 1n },
];

test("no offer is signed on data that is not the chain's", async () => {
  const before = maker.store.state.offers.length;
  for (const other of foreign)
    await expect(offer(other), Object.keys(other)[0]).rejects.toMatchObject({ code: "BAL-232", exitCode: 5 });
  expect(maker.store.state.offers.length).toBe(before);
});

test("no offer is shown or taken on data that is not the chain's", async () => {
  await expect(review()).resolves.toMatchObject({ edge: EDGE });
  for (const other of foreign)
    await expect(review(other), Object.keys(other)[0]).rejects.toMatchObject({ code: "BAL-232", exitCode: 5 });
});

test("a swapped file is refused by the id of the one that was reviewed", async () => {
  await expect(review({ offerId: offerId(signed.offer) })).resolves.toMatchObject({ edge: EDGE });
  const dearer = await offer({ pays: -9_950_000n });
  const swapped = review({ offerId: offerId(dearer.offer) });
  await expect(swapped).rejects.toMatchObject({ code: "BAL-243", exitCode: 2 });
  await expect(swapped).rejects.toThrow(offerId(dearer.offer));
});

test("a price below the desk's own limit is refused, at the limit it is not", async () => {
  for (const minEdge of [EDGE, EDGE - 1n, -1n]) await expect(review({ minEdge })).resolves.toBeDefined();
  for (const minEdge of [EDGE + 1n, 10n ** 12n])
    await expect(review({ minEdge })).rejects.toMatchObject({ code: "BAL-246", exitCode: 3 });
});

test("accepting holds to the same limits before anything is proven or written", async () => {
  const never = () => expect.fail("the circuit or backend was asked");
  const circuit = { class: "desk-8", calculate: never } as never;
  const tools = { ...taker, circuit, backend: { prove: never, close: never } as never };
  const before = [taker.store.state.openings.size, taker.store.state.offers.length];
  const limits = [{ minEdge: EDGE + 1n }, { offerId: `0x${"0".repeat(64)}` } as const, { riskRoot: 1n }];
  for (const limit of limits) await expect(acceptOffer(signed, { ...data, now, ...limit }, tools)).rejects.toThrow();
  expect([taker.store.state.openings.size, taker.store.state.offers.length]).toEqual(before);
});
