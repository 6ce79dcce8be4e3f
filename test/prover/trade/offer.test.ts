import { afterAll, beforeAll, expect, test } from "vitest";
import { tradeCommitment } from "../../../model/trade.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import type { Circuit } from "../../../prover/circuit.ts";
import { proveUpdate } from "../../../prover/prove.ts";
import { acceptOffer, reviewOffer } from "../../../prover/trade/accept-offer.ts";
import { checkAcceptance, formatAcceptance, parseAcceptance } from "../../../prover/trade/acceptance.ts";
import { makeOffer } from "../../../prover/trade/make-offer.ts";
import { type Offer, offerId, type SignedOffer, signOffer } from "../../../prover/trade/offer.ts";
import { formatOffer, parseOffer } from "../../../prover/trade/offer-file.ts";
import { abandonExpired } from "../../../prover/trade/settle-offer.ts";
import type { Bundle } from "../../../verifier/bundle.ts";
import { toyDesk8 } from "../support/toy-desk.ts";
import { type Desk, newDesk } from "../support/two-desks.ts";
import { market, PERPETUAL, policy, sheet } from "../support/venue.ts";

const now = 1_700_000_000n;
const deadline = now + 600n;
const data = { market, sheet, policy };
let circuit: Circuit;
let backend: ProvingBackend;
let maker: Desk;
let taker: Desk;

beforeAll(async () => {
  circuit = await toyDesk8();
  backend = await openBackend();
  [maker, taker] = [newDesk(1), newDesk(2)];
  for (const desk of [maker, taker]) await deposit(desk);
});
afterAll(async () => {
  for (const { store } of [maker, taker]) store.close();
  await backend.close();
});

async function deposit({ store, seed }: Desk): Promise<void> {
  const change = { mode: "full", sizes: [], flow: { asset: "cash", amount: 50_000_000_000n } } as const;
  const { bundle } = await proveUpdate({ ...data, change, deadline }, { store, seed, circuit, backend });
  store.reconcile({ commitment: bundle.publicInputs[1], nonce: 1n, block: 1n });
}

const offered = (more: object = {}): Promise<SignedOffer> =>
  makeOffer({ ...data, deltas: [{ instrument: PERPETUAL, lots: -500n }], deadline, ...more }, maker);
const accepted = (offer: SignedOffer) => acceptOffer(offer, { ...data, now }, { ...taker, circuit, backend });
const trusted = () => [{ class: "desk-8" as const, key: circuit.key, artifacts: circuit.artifacts }];

test("an offer goes through its file, and each side sees its own half", async () => {
  const signed = await offered({ pays: -9_900_000n });
  expect(parseOffer(formatOffer(signed))).toEqual(signed);
  expect(signed.offer).toMatchObject({ maker: maker.signer.address.toLowerCase(), side: 1, epoch: 12n });
  expect(signed.offer.trade).toMatchObject({ legs: [{ instrument: PERPETUAL, lots: 500n }], cash: 9_900_000n });
  const terms = await reviewOffer(signed, { ...data, now }, taker.store.state);
  expect(terms).toMatchObject({ side: 0, pays: 9_900_000n, worth: 10_000_000n, edge: 100_000n });
  expect(maker.store.state.offers.at(-1)).toMatchObject({ role: "maker", text: formatOffer(signed) });
});

test("both sides prove the same trade from what they agreed", async () => {
  const signed = await offered();
  const { acceptance, text } = await accepted(signed);
  expect(parseAcceptance(text)).toEqual(acceptance);
  const { bundle } = await checkAcceptance(signed.offer, acceptance, trusted(), { now });
  expect(bundle.publicInputs[3]).toBe(tradeCommitment(signed.offer.trade));
  expect(bundle).toMatchObject({ side: 0, account: taker.signer.address.toLowerCase(), deadline });
});

test("an offer the maker's own policy refuses is not made", async () => {
  const tooLarge = [{ instrument: PERPETUAL, lots: 900_000n }];
  await expect(offered({ deltas: tooLarge })).rejects.toMatchObject({ code: "BAL-231", exitCode: 3 });
  await expect(offered({ deltas: [] })).rejects.toMatchObject({ code: "BAL-243" });
  await expect(offered({ deltas: [{ instrument: 99, lots: 1n }] })).rejects.toThrow(/no row/);
});

test("every changed field of an offer breaks its signature", async () => {
  const signed = await offered();
  const { offer } = signed;
  const [leg] = offer.trade.legs;
  if (leg === undefined) expect.fail();
  const changes: Partial<Offer>[] = [
    { taker: taker.store.state.account.account },
    { class: "desk-16" },
    { side: 0 },
    { trade: { ...offer.trade, cash: offer.trade.cash + 1n } },
    { trade: { ...offer.trade, salt: offer.trade.salt + 1n } },
    { trade: { ...offer.trade, legs: [{ ...leg, lots: leg.lots + 1n }] } },
    { trade: { ...offer.trade, legs: [leg, { instrument: 18, lots: 1n }] } },
    { deadline: deadline + 1n },
    { epoch: 13n },
    { chain: 1n },
    { gate: offer.maker },
    { maker: taker.store.state.account.account },
  ];
  for (const change of changes) {
    const tampered = { offer: { ...offer, ...change }, signature: signed.signature };
    const review = reviewOffer(tampered, { ...data, now }, taker.store.state);
    await expect(review, Object.keys(change).join()).rejects.toMatchObject({ code: "BAL-242", exitCode: 4 });
  }
});

test("an honest offer for somebody else, another place or another time is refused", async () => {
  const { offer } = await offered();
  const review = async (change: Partial<Offer>, state = taker.store.state, time = now) =>
    reviewOffer(await signOffer(maker.signer, { ...offer, ...change }), { ...data, now: time }, state);
  await expect(review({ taker: offer.gate })).rejects.toThrow(/another taker/);
  await expect(review({ chain: 1n })).rejects.toThrow(/another chain or gate/);
  await expect(review({ gate: offer.maker })).rejects.toThrow(/another chain or gate/);
  await expect(review({ epoch: 11n })).rejects.toMatchObject({ code: "BAL-244", exitCode: 5 });
  await expect(review({}, maker.store.state)).rejects.toThrow(/own/);
  await expect(review({}, taker.store.state, deadline)).rejects.toThrow(/deadline/);
});

test("an acceptance of another offer, another trade, the same side or a foreign consent is refused", async () => {
  const signed = await offered();
  const { acceptance } = await accepted(signed);
  const check = (change: object, offer: Offer = signed.offer, expected = {}) =>
    checkAcceptance(offer, { ...acceptance, ...change }, trusted(), { now, ...expected });
  const other = (await offered({ pays: -5n })).offer;
  await expect(check({}, other)).rejects.toThrow(/another offer/);
  await expect(check({ offer: offerId(other) }, other)).rejects.toThrow(/another trade/);
  const turned = { ...signed.offer, side: 0 } as const;
  await expect(check({ offer: offerId(turned) }, turned)).rejects.toThrow(/maker's own side/);
  const shorter = { ...signed.offer, deadline: deadline - 1n };
  await expect(check({ offer: offerId(shorter) }, shorter)).rejects.toThrow(/outlives/);
  const foreign = await maker.signer.signMessage({ message: "not this" });
  await expect(check({ authorization: foreign })).rejects.toThrow(/consent is not by its account/);
  const bent = acceptance.bundle.replace('"epoch": "12"', '"epoch": "13"');
  await expect(check({ bundle: bent })).rejects.toMatchObject({ code: "BAL-242", exitCode: 4 });
  await expect(check({}, signed.offer, { now: deadline + 1n })).rejects.toMatchObject({ code: "BAL-244" });
  await expect(check({}, signed.offer, { current: { commitment: 1n, nonce: 1n } })).rejects.toThrow(/stale/);
});

test("a trade that was done is not done again", async () => {
  const [again, desk] = [await offered(), newDesk(3)];
  await deposit(desk);
  const tools = { ...desk, circuit, backend };
  const { acceptance } = await acceptOffer(again, { ...data, now }, tools);
  const done: Bundle = JSON.parse(acceptance.bundle);
  desk.store.reconcile({ commitment: BigInt(done.publicInputs[1]), nonce: 2n, block: 2n });
  await expect(acceptOffer(again, { ...data, now }, tools)).rejects.toMatchObject({ code: "BAL-245" });
  desk.store.close();
});

test("after the deadline the openings are given up and the desk goes on", async () => {
  const before = [...taker.store.state.openings.values()].filter(({ status }) => status === "released").length;
  expect(before).toBeGreaterThan(0);
  expect(abandonExpired(taker.store, deadline)).toBe(0);
  expect(abandonExpired(taker.store, deadline + 1n)).toBe(before);
  expect(taker.store.live.nonce).toBe(1n);
});

test("files that are not canonical are refused with their field", async () => {
  const signed = await offered();
  const text = formatOffer(signed);
  const bend = (from: string | RegExp, to: string) => () => parseOffer(text.replace(from, to), "their.json");
  expect(bend('"lots": "500"', '"lots": "+500"')).toThrow(/their\.json: legs\.0\.lots/);
  expect(bend('"lots": "500"', '"lots": "-500"')).toThrow(/first leg/);
  expect(bend('"version": 1,', '"version": 1, "more": 1,')).toThrow(/their\.json/);
  expect(bend(/\n$/, "")).toThrow(/canonically/);
  expect(bend("{", "")).toThrow(/JSON/);
  const acceptance = formatAcceptance({ offer: offerId(signed.offer), bundle: "", authorization: signed.signature });
  expect(parseAcceptance(acceptance).bundle).toBe("");
  expect(() => parseAcceptance(acceptance.replace("{", "{ "), "their.json")).toThrow(/their\.json/);
});
