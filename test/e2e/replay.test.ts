/**
 * One true desk-8 proof, tried everywhere it does not belong. In each place exactly one thing differs from the statement it
 * proves, so that the binding of that one thing is what refuses it; and it is tried in each form that somebody who only saw
 * it can give it: as it is, negated, re-randomised. At home all three are accepted, so every refusal below is the place's.
 */
import { type Address, getAddress, type Hex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Change } from "../../model/change.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { GateChange } from "../../prover/chain/gate-change.ts";
import { checkProof } from "../../verifier/groth16.ts";
import { type Proof, proofWords, BASE_MODULUS as Q } from "../../verifier/proof.ts";
import { newChain, type Wallet } from "../contracts/support/chain.ts";
import { packCall } from "../contracts/support/changes.ts";
import { pointOutsideSubgroup, variants } from "../contracts/support/proofs.ts";
import { expectRevert, revertOf } from "../contracts/support/reverts.ts";
import type { Inputs, ProofWords } from "../contracts/support/toy-prover.ts";
import { HOUR, type Venue } from "../contracts/support/venue.ts";
import { type Desk8, openDesk8, proofOf, satisfyingWitness } from "./support/desk-8.ts";
import { type EpochData, epochData } from "./support/market.ts";
import { gateForm, layOut, type Member, newMember, type Step } from "./support/member.ts";
import { mine } from "./support/mined.ts";
import { deployGate, nextGate } from "./support/second-gate.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "./support/stage.ts";

const R = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
/** The other of the two local chains: development keys deploy on no further one. */
const OTHER_CHAIN = 1_337;

let desk8: Desk8;
let venue: Venue;
let data: EpochData;
let home: Address;
let desk: Member;
let step: Step;
let proof: Proof;
let change: GateChange;

const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: 5_000_000_000n } };
const both = (of: Desk8) =>
  ["desk-8", "desk-16"].map((bookClass) => ({ bookClass, artifact: of.verifier, development: true }));
const stageOf = (chain?: Venue["chain"]) =>
  openStage(desk8, { verifiers: both(desk8) as never, timing: { grace: HOUR } }, chain);

/** A venue with two epochs of one risk root, both usable. */
async function prepare(of: Venue): Promise<void> {
  await publishEpoch(of, epochData(FIRST_EPOCH));
  await publishEpoch(of, epochData(FIRST_EPOCH + 1n));
}

beforeAll(async () => {
  desk8 = await openDesk8();
  venue = await stageOf();
  await prepare(venue);
  data = epochData(FIRST_EPOCH + 1n);
  home = await nextGate(venue);
  desk = newMember({ ...venue, gate: home }, venue.desk, 1);
  step = layOut(desk8, desk, deposit, data, { deadline: 2n ** 41n });
  await using backend = await openBackend();
  proof = await proofOf(desk8, backend, satisfyingWitness(desk8, step.input));
  change = gateForm(step, proof);
}, 300_000);
afterAll(() => venue.chain.close());

const forms = () => variants(proofWords(proof), desk8.vkey);
const send = (of: Venue, gate: Address, from: Wallet, what: GateChange) =>
  of.write(from, "SizingGate", gate, "update", [what]);
const register = (of: Venue, gate: Address, wallet: Wallet, classId = 1) =>
  of.write(wallet, "SizingGate", gate, "register", [classId]);

/** Opens the gate at `home` with the desk's account in it, does something, and puts the chain back. */
const atHome = (work: () => Promise<void>, of = venue, classId = 1): Promise<void> =>
  of.chain.undone(async () => {
    const { gate } = await deployGate(of, classId);
    expect(gate.toLowerCase()).toBe(home.toLowerCase());
    await register(of, gate, of.desk, classId);
    await work();
  });

/** Tries every form of the proof; each must fail for no other reason than that it does not hold. */
async function refuseAllForms(what: GateChange, from = venue.desk, of = venue, gate = home): Promise<void> {
  for (const [, form] of forms()) {
    await expectRevert(send(of, gate, from, { ...what, proof: form }), "Groth16VerifierInvalidProof");
  }
}

it("is accepted at home in every form (without this the matrix would prove nothing)", async () => {
  for (const [, form] of forms()) {
    await atHome(async () => {
      expect((await send(venue, home, venue.desk, { ...change, proof: form })).logs.length).toBeGreaterThan(0);
    });
  }
});

it("is refused on another chain where every address, root and number is the same", async () => {
  const elsewhere = await stageOf(await newChain(OTHER_CHAIN));
  await prepare(elsewhere);
  expect([elsewhere.chainId, elsewhere.gate, elsewhere.market]).toEqual([OTHER_CHAIN, venue.gate, venue.market]);
  expect(await riskRootOn(elsewhere, change.epoch)).toBe(step.draft.publicInputs[2]);
  await atHome(() => refuseAllForms(change, elsewhere.desk, elsewhere), elsewhere);
  await elsewhere.chain.close();
});

it("is refused by another gate of the same chain, market and router", async () => {
  await atHome(async () => {
    await register(venue, venue.gate, venue.desk);
    await refuseAllForms(change, venue.desk, venue, venue.gate);
  });
});

it("is refused for another account that holds the same book at the same nonce", async () => {
  await atHome(async () => {
    await register(venue, home, venue.maker);
    await refuseAllForms({ ...change, account: venue.maker.account.address }, venue.maker);
  });
});

it("is refused at another nonce of the same account, back at the same commitment", async () => {
  await atHome(async () => {
    await send(venue, home, venue.desk, change);
    await refuseAllForms(change);
    await venue.write(venue.desk, "SizingGate", home, "flatExit", [step.newBook.cash, step.newBook.salt]);
    const { commitment, nonce } = await accountAt(home);
    expect([commitment, nonce]).toEqual([step.draft.publicInputs[0], 2n]);
    await refuseAllForms(change);
  });
});

it("is refused for another class that has the same constants and the same verifier", async () => {
  await atHome(() => refuseAllForms(change), venue, 2);
});

it("is refused at another usable epoch with the same risk root", async () => {
  expect(await riskRootOn(venue, FIRST_EPOCH)).toBe(await riskRootOn(venue, FIRST_EPOCH + 1n));
  await atHome(() => refuseAllForms({ ...change, epoch: FIRST_EPOCH }));
});

it("is refused with another deadline, recipient, ciphertext, flow or commitment", async () => {
  const flipped = `${change.opening.slice(0, -2)}${change.opening.endsWith("00") ? "01" : "00"}` as Hex;
  // One commitment has one opening under one seed: encrypting it again gives nobody a second ciphertext to offer.
  expect(layOut(desk8, desk, deposit, data).draft.opening).toBe(change.opening);
  const others: readonly Partial<GateChange>[] = [
    { deadline: change.deadline + 1n },
    { deadline: change.deadline - 1n },
    { recipient: getAddress(venue.maker.account.address) },
    { opening: flipped },
    { flowAmount: change.flowAmount + 1n },
    { flowAmount: change.flowAmount - 1n },
    { flowAsset: 1 },
    { flowAmount: 0n },
    { flowOut: true },
    { newCommitment: change.newCommitment + 1n },
  ];
  await atHome(async () => {
    for (const other of others) await refuseAllForms({ ...change, ...other });
  });
});

it("is refused when any one part of its call differs, judged by the verifier alone", async () => {
  const binding = { chainId: venue.chainId, gate: home, nonce: 0n, classId: 1 };
  const called = (over: Partial<GateChange>, elsewhere: Partial<typeof binding> = {}): bigint =>
    packCall({ ...change, ...over } as never, { ...binding, ...elsewhere });
  expect(called({})).toBe(step.draft.publicInputs[4]);
  const calls = [
    called({}, { chainId: OTHER_CHAIN }),
    called({}, { gate: venue.gate }),
    called({ account: venue.maker.account.address }),
    called({}, { nonce: 1n }),
    called({}, { classId: 2 }),
    called({ epoch: change.epoch - 1n }),
    called({ deadline: 0n }),
    called({ recipient: home }),
    called({ opening: "0x" }),
    called({ mode: 1 }),
    called({ mode: 2 }),
    called({ side: 1 }),
    called({ flowAsset: 1 }),
    called({ flowOut: true }),
  ];
  for (const call of calls) {
    for (const [, form] of forms()) {
      await expectRevert(verify(form, withInput(4, call)), "Groth16VerifierInvalidProof");
    }
  }
});

it("is refused with each public input mutated or aliased, on the chain and offline", async () => {
  await verify(proofWords(proof), inputs());
  for (let i = 0; i < 5; i++) {
    const value = inputs()[i] ?? 0n;
    for (const other of [(value + 1n) % R, (value + R - 1n) % R, value === 0n ? 2n : 0n, value ^ 1n, R - 1n, 7n]) {
      if (other === value) continue;
      for (const [, form] of forms())
        await expectRevert(verify(form, withInput(i, other)), "Groth16VerifierInvalidProof");
      expect(checkProof(desk8.circuit.key, proof, withInput(i, other)).status).toBe("invalid");
    }
    for (let alias = value + R; alias < 2n ** 256n; alias += R) {
      for (const [, form] of forms()) {
        await expectRevert(verify(form, withInput(i, alias)), "Groth16VerifierInputTooLarge", [BigInt(i), alias]);
        await expectRevert(verifyPair(form, withInput(i, alias)), "Groth16VerifierInputTooLarge");
      }
      expect(checkProof(desk8.circuit.key, proof, withInput(i, alias)).status).toBe("invalid");
    }
  }
});

it("is refused by the gate with an aliased commitment", async () => {
  await atHome(async () => {
    const aliased = { ...change, newCommitment: change.newCommitment + R };
    await expectRevert(send(venue, home, venue.desk, aliased), "Groth16VerifierInputTooLarge");
  });
});

/** Eight words that are no proof, each wrong in its own way, with the error that names it. */
function garbage(): readonly (readonly [string, ProofWords, string])[] {
  const words = proofWords(proof);
  const put = (at: number, ...values: bigint[]): ProofWords =>
    words.map((word, i) => (i >= at && i < at + values.length ? (values[i - at] as bigint) : word)) as never;
  const all = (value: bigint): ProofWords => Array.from({ length: 8 }, () => value) as never;
  const random = (seed: bigint): ProofWords => words.map((word, i) => (word * seed + BigInt(i)) % Q) as never;
  return [
    ["random words", random(0x123456789abcdefn), "Groth16VerifierPointOffCurve"],
    ["zeros", all(0n), "Groth16VerifierPointOffCurve"],
    ["ones", all(2n ** 256n - 1n), "Groth16VerifierCoordinateTooLarge"],
    ["A off its curve", put(1, (words[1] + 1n) % Q), "Groth16VerifierPointOffCurve"],
    ["C off its curve", put(7, (words[7] + 1n) % Q), "Groth16VerifierPointOffCurve"],
    ["A at infinity", put(0, 0n, 0n), "Groth16VerifierPointOffCurve"],
    ["C at infinity", put(6, 0n, 0n), "Groth16VerifierPointOffCurve"],
    ["B at infinity", put(2, 0n, 0n, 0n, 0n), "Groth16VerifierPointAtInfinity"],
    ["B off its curve", put(2, (words[2] + 1n) % Q), "Groth16VerifierPairingRefused"],
    ["B outside its subgroup", put(2, ...pointOutsideSubgroup()), "Groth16VerifierPairingRefused"],
    ["B with swapped parts", put(2, words[3], words[2], words[5], words[4]), "Groth16VerifierPairingRefused"],
    ["A and C swapped", put(0, words[6], words[7]), "Groth16VerifierInvalidProof"],
    ...[0, 1, 2, 3, 4, 5, 6, 7].map(
      (i) => [`coordinate ${i} + q`, put(i, (words[i] ?? 0n) + Q), "Groth16VerifierCoordinateTooLarge"] as const,
    ),
  ];
}

it("refuses garbage and off-curve proofs by name and for at most 450,000 gas", async () => {
  await atHome(async () => {
    for (const [name, words, error] of garbage()) {
      const bad = { ...change, proof: words };
      expect((await revertOf(send(venue, home, venue.desk, bad))).name, name).toBe(error);
      const { status, gasUsed } = await mine({ ...venue, gate: home }, venue.desk, "update", [bad]);
      expect(status, name).toBe("reverted");
      expect(gasUsed, name).toBeLessThanOrEqual(450_000n);
    }
  });
});

const inputs = (): Inputs => step.draft.publicInputs as Inputs;
const withInput = (at: number, value: bigint): Inputs =>
  inputs().map((input, i) => (i === at ? value : input)) as never;

const verify = (words: ProofWords, publicInputs: Inputs): Promise<unknown> => ask("verify", [words, publicInputs]);

/** With the honest statement beside it, in the second place. */
const verifyPair = (words: ProofWords, publicInputs: Inputs): Promise<unknown> =>
  ask("verifyPair", [proofWords(proof), inputs(), words, publicInputs]);

function ask(functionName: string, args: readonly unknown[]): Promise<unknown> {
  const [address] = venue.verifiers;
  if (address === undefined) throw new Error("the venue has no verifier");
  return venue.chain.read.readContract({ address, abi: desk8.verifier.abi, functionName, args: [...args] });
}

const accountAt = (gate: Address) =>
  venue.get<{ commitment: bigint; nonce: bigint }>("SizingGate", gate, "accounts", [desk.account.account]);

const riskRootOn = async (of: Venue, epoch: bigint): Promise<bigint> =>
  (await of.get<[bigint, number, bigint]>("MarketRegistry", of.market, "epochs", [epoch]))[0];
