/**
 * A trade is two halves or nothing: pairs that do not belong together are mined, revert, and leave not one word of storage
 * changed. The honest pair carries true desk-8 proofs. The halves that never fit carry proofs of the published trapdoor for
 * statements whose R1CS was evaluated, so that nothing but the pairing of the halves can refuse them.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { sizeOf } from "../../model/book.ts";
import type { Change } from "../../model/change.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { GateChange } from "../../prover/chain/gate-change.ts";
import { type Proof, proofWords } from "../../verifier/proof.ts";
import { expectRevert } from "../contracts/support/reverts.ts";
import type { Venue } from "../contracts/support/venue.ts";
import { type Desk8, openDesk8, proofOf, satisfyingWitness } from "./support/desk-8.ts";
import { type EpochData, ETHER, epochData, PERP } from "./support/market.ts";
import {
  after,
  consentedForm,
  layOut,
  type Member,
  newMember,
  registerMember,
  type Step,
  sendUpdate,
} from "./support/member.ts";
import { contractsOf, mine, storageOf } from "./support/mined.ts";
import { shifted } from "./support/shifted-proofs.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "./support/stage.ts";
import { openTrapdoorProver, type TrapdoorProver } from "./support/trapdoor-prover.ts";

let desk8: Desk8;
let trapdoor: TrapdoorProver;
let venue: Venue;
let data: EpochData;
let desk: Member;
let maker: Member;
let first: Step;
let second: Step;
let proofs: readonly [Proof, Proof];

/** The change of an account that gains (sign 1) or gives (sign −1) lots of a trade at the marks. */
function sideOf(member: Member, sign: bigint, lots = 500n, tradeSalt = 0x51dean, at = data): Change {
  const sizes = [PERP, ETHER].map((instrument, leg) => ({
    instrument,
    size: sizeOf(member.book, instrument) + sign * (leg === 0 ? lots : -3n * lots),
  }));
  const [perp, ether] = [PERP, ETHER].map(
    (id) => at.sheet.rows.find(({ instrument }) => instrument === id)?.mark ?? 0n,
  );
  return { mode: "full", sizes, cost: sign * (lots * (perp ?? 0n) - 3n * lots * (ether ?? 0n)), tradeSalt };
}

/** A step whose witness satisfies every constraint, with a proof of the trapdoor. */
function valid(step: Step): readonly [Step, Proof] {
  satisfyingWitness(desk8, step.input);
  return [step, trapdoor(step.draft.publicInputs)];
}

beforeAll(async () => {
  desk8 = await openDesk8();
  trapdoor = await openTrapdoorProver(desk8);
  venue = await openStage(desk8);
  data = epochData(FIRST_EPOCH);
  await publishEpoch(venue, data);
  const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: 50_000_000_000n } };
  [desk, maker] = [newMember(venue, venue.desk, 1), newMember(venue, venue.maker, 2)];
  for (const member of [desk, maker]) {
    await registerMember(venue, member);
    await sendUpdate(venue, ...valid(layOut(desk8, member, deposit, data)));
  }
  [desk, maker] = [desk, maker].map((member) => after(layOut(desk8, member, deposit, data))) as [Member, Member];
  [first, second] = [layOut(desk8, desk, sideOf(desk, 1n), data), layOut(desk8, maker, sideOf(maker, -1n), data)];
  await using backend = await openBackend();
  const prove = (step: Step): Promise<Proof> => proofOf(desk8, backend, satisfyingWitness(desk8, step.input));
  proofs = [await prove(first), await prove(second)];
}, 300_000);
afterAll(() => venue.chain.close());

const honest = async (): Promise<[GateChange, GateChange]> => [
  await consentedForm(first, proofs[0]),
  await consentedForm(second, proofs[1]),
];

/** Mines a pair that must revert with an error, and compares all storage. */
async function expectNothingChanges(
  pair: readonly [GateChange, GateChange],
  error: string,
  sender = venue.desk,
): Promise<void> {
  const contracts = contractsOf(venue);
  const before = await storageOf(venue.chain, contracts);
  await expectRevert(venue.write(sender, "SizingGate", venue.gate, "updatePair", pair), error);
  const receipt = await mine(venue, sender, "updatePair", pair);
  expect(receipt.status).toBe("reverted");
  expect(receipt.logs).toEqual([]);
  expect(await storageOf(venue.chain, contracts)).toEqual(before);
}

it("accepts the honest pair in either order, and then storage does change (the check can fail)", async () => {
  const contracts = contractsOf(venue);
  const before = await storageOf(venue.chain, contracts);
  const [one, other] = await honest();
  for (const pair of [
    [one, other],
    [other, one],
  ]) {
    await venue.chain.undone(async () => {
      const { status } = await mine(venue, venue.desk, "updatePair", pair);
      expect(status).toBe("success");
      expect(await storageOf(venue.chain, contracts)).not.toEqual(before);
    });
  }
  expect(await storageOf(venue.chain, contracts)).toEqual(before);
});

it("refuses unequal trades: other lots, another price, another salt", async () => {
  const [one] = await honest();
  const changes = [
    sideOf(maker, -1n, 499n),
    { ...sideOf(maker, -1n), cost: (sideOf(maker, -1n).cost ?? 0n) + 1n },
    sideOf(maker, -1n, 500n, 0x51deb1n),
  ];
  for (const change of changes) {
    const other = await consentedForm(...valid(layOut(desk8, maker, change, data)));
    await expectNothingChanges([one, other], "SizingGateTradesDiffer");
  }
});

it("refuses two equal sides of one trade: lots from nowhere", async () => {
  const [one] = await honest();
  const alsoPlus = await consentedForm(...valid(layOut(desk8, maker, sideOf(maker, 1n), data)));
  expect(alsoPlus.trade).toBe(one.trade);
  await expectNothingChanges([one, alsoPlus], "SizingGateSameSide");
  // The maker sends it itself, so that only the proof can refuse the side it claims.
  await expectNothingChanges([one, { ...alsoPlus, side: 1 }], "Groth16VerifierInvalidProof", venue.maker);
});

it("refuses the same account on both sides", async () => {
  const [one] = await honest();
  const itself = await consentedForm(...valid(layOut(desk8, desk, sideOf(desk, -1n), data)));
  expect([itself.trade, itself.side]).toEqual([one.trade, 1]);
  await expectNothingChanges([one, itself], "SizingGateSameAccount");
});

it("refuses different epochs although both are usable and have one risk root", async () => {
  const [one, other] = await honest();
  await venue.chain.undone(async () => {
    const next = epochData(FIRST_EPOCH + 1n);
    await publishEpoch(venue, next);
    const later = await consentedForm(...valid(layOut(desk8, maker, sideOf(maker, -1n, 500n, 0x51dean, next), next)));
    expect(later.trade).toBe(one.trade);
    await expectNothingChanges([one, later], "SizingGateEpochsDiffer");
    const { status } = await mine(venue, venue.desk, "updatePair", [one, other]);
    expect(status, "both at the predecessor, within its grace").toBe("success");
  });
});

it("refuses one bad proof on either side, though the other one is true", async () => {
  const [one, other] = await honest();
  const bad: readonly [GateChange, GateChange][] = [
    [{ ...one, proof: other.proof }, other],
    [one, { ...other, proof: one.proof }],
    [
      { ...one, proof: other.proof },
      { ...other, proof: one.proof },
    ],
    [one, { ...other, proof: [...other.proof.slice(0, 6), ...one.proof.slice(6)] as unknown as GateChange["proof"] }],
  ];
  for (const pair of bad) await expectNothingChanges(pair, "Groth16VerifierInvalidProof");
});

it("refuses two errors that cancel: C of both sides shifted against each other", async () => {
  const [one, other] = await honest();
  const [p, q] = shifted(proofs);
  const pair: [GateChange, GateChange] = [
    { ...one, proof: proofWords(p) },
    { ...other, proof: proofWords(q) },
  ];
  await expectNothingChanges(pair, "Groth16VerifierInvalidProof");
});

it("refuses halves alone, a pair without a trade, a side in maintenance and a side without consent", async () => {
  const [one, other] = await honest();
  const refresh = async (member: Member, mode: Change["mode"]): Promise<GateChange> =>
    consentedForm(...valid(layOut(desk8, member, { mode, sizes: [] }, data)));
  const idle: [GateChange, GateChange] = [await refresh(desk, "full"), await refresh(maker, "full")];
  await expectNothingChanges(idle, "SizingGatePairWithoutTrade");
  await expectNothingChanges([one, { ...other, mode: 2 }], "SizingGateTradeInMaintenance");
  await expectNothingChanges([one, { ...other, authorization: "0x" }], "SizingGateNoConsent");
  await expectNothingChanges([one, { ...other, authorization: one.authorization }], "SizingGateNoConsent");
  await expectRevert(
    venue.write(venue.desk, "SizingGate", venue.gate, "update", [one]),
    "SizingGateTradeWithoutCounterparty",
  );
});

it("takes the honest pair once and never again", async () => {
  const pair = await honest();
  expect((await mine(venue, venue.desk, "updatePair", pair)).status).toBe("success");
  await expectNothingChanges(pair, "SizingGateNoConsent");
});
