import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { R } from "../../../model/field.ts";
import {
  accountOf,
  type Binding,
  type Change,
  draft,
  inputsOf,
  opening,
  packCall,
  proven,
  register,
  update,
} from "../support/changes.ts";
import { variants } from "../support/proofs.ts";
import { expectRevert } from "../support/reverts.ts";
import { closeProver, type Inputs, type ProofWords, prove } from "../support/toy-prover.ts";
import { newVenue, type Venue } from "../support/venue.ts";

let venue: Venue;
let desk: Address;

beforeAll(async () => {
  venue = await newVenue();
  desk = venue.desk.account.address;
  await register(venue, venue.desk);
  await register(venue, venue.maker);
  await update(venue, venue.desk, await proven(venue, desk, { flowAmount: 1_000n }));
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const attempt = (change: Change, proof: ProofWords, from = venue.desk) => update(venue, from, { ...change, proof });

const refuseAllForms = async (change: Change, proof: ProofWords, from = venue.desk): Promise<number> => {
  let refused = 0;
  for (const [, form] of variants(proof, venue.keys.vkey)) {
    await expectRevert(attempt(change, form, from), "Groth16VerifierInvalidProof");
    refused += 1;
  }
  return refused;
};

describe("a proof is bound to its place", () => {
  it("by chain, gate, account, nonce, class, epoch, deadline, recipient, ciphertext, mode, side and flow", async () => {
    const change = await draft(venue, desk, { flowAmount: 3n });
    const [oldCommitment, newCommitment, riskRoot, trade] = await inputsOf(venue, change);
    const home: Binding = { chainId: venue.chainId, gate: venue.gate, nonce: 1n, classId: 1 };
    const elsewhere: [string, Change, Binding][] = [
      ["chain", change, { ...home, chainId: 1 }],
      ["gate", change, { ...home, gate: venue.vault }],
      ["account", { ...change, account: venue.maker.account.address }, home],
      ["earlier nonce", change, { ...home, nonce: 0n }],
      ["later nonce", change, { ...home, nonce: 2n }],
      ["class", change, { ...home, classId: 2 }],
      ["epoch", { ...change, epoch: 2n }, home],
      ["deadline", { ...change, deadline: change.deadline + 1n }, home],
      ["recipient", { ...change, recipient: venue.owner.account.address }, home],
      ["ciphertext", { ...change, opening: opening(12_345) }, home],
      ["mode", { ...change, mode: 1 }, home],
      ["side", { ...change, side: 1 }, home],
      ["flow asset", { ...change, flowAsset: 1 }, home],
      ["flow direction", { ...change, flowOut: true }, home],
      ["flow amount", { ...change, flowAmount: 4n }, home],
    ];
    let refused = 0;
    for (const [name, other, binding] of elsewhere) {
      const inputs: Inputs = [oldCommitment, newCommitment, riskRoot, trade, packCall(other, binding)];
      expect(inputs[4], name).not.toBe(packCall(change, home));
      refused += await refuseAllForms(change, await prove(venue.keys, inputs));
    }
    expect(refused).toBe(3 * elsewhere.length);
    const honest = await prove(venue.keys, [oldCommitment, newCommitment, riskRoot, trade, packCall(change, home)]);
    await venue.chain.undone(() => attempt(change, honest));
  });

  it("by the other four inputs, changed or aliased", async () => {
    const change = await draft(venue, desk);
    const inputs = await inputsOf(venue, change);
    for (let i = 0; i < 5; i += 1) {
      const moved = inputs.map((word, j) => (i === j ? (word + 1n) % R : word)) as unknown as Inputs;
      await refuseAllForms(change, await prove(venue.keys, moved));
    }
    const proof = await prove(venue.keys, inputs);
    const alias = change.newCommitment + R;
    const aliased = { ...change, newCommitment: alias, proof };
    await expectRevert(update(venue, venue.desk, aliased), "Groth16VerifierInputTooLarge", [1n, alias]);
  });

  it("by its key", async () => {
    const change = await draft(venue, desk);
    const proof = await prove(venue.otherKeys, await inputsOf(venue, change));
    await expectRevert(attempt(change, proof), "Groth16VerifierInvalidProof");
  });

  it("and to one use: after it, every form of it is refused", () =>
    venue.chain.undone(async () => {
      const change = await proven(venue, desk, { newCommitment: (await accountOf(venue, desk)).commitment });
      await update(venue, venue.desk, change);
      expect(await refuseAllForms(change, change.proof)).toBe(3);
    }));

  it("and to its account: nobody else can use it for theirs", async () => {
    const change = await proven(venue, desk);
    const taken = { ...change, account: venue.maker.account.address };
    expect(await refuseAllForms(taken, change.proof, venue.maker)).toBe(3);
  });

  it("but not to its bytes: another form of the honest proof is as good, once", async () => {
    const change = await proven(venue, desk);
    for (const [, form] of variants(change.proof, venue.keys.vkey)) {
      await venue.chain.undone(() => attempt(change, form));
    }
  });
});
