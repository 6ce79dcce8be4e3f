/**
 * The forgery that needs no witness, {A = α, B = β, C = −vk_x}, against deployed verifiers of desk-8: it takes a venue
 * whose key had no contribution (so the attack is real), and fails on the key that ships.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { renderVerifier } from "../../contracts/deploy/render-verifier.ts";
import { type Book, commit } from "../../model/book.ts";
import { readSnarkjsProof } from "../../prover/backend/snarkjs-proof.ts";
import { checkProof } from "../../verifier/groth16.ts";
import { type Proof, proofWords } from "../../verifier/proof.ts";
import { parseVerificationKey } from "../../verifier/verification-key.ts";
import { expectRevert } from "../contracts/support/reverts.ts";
import type { Venue } from "../contracts/support/venue.ts";
import { genericForgery } from "../harness/generic-forgery.ts";
import { type Desk8, openDesk8 } from "./support/desk-8.ts";
import { type EpochData, epochData } from "./support/market.ts";
import { gateForm, layOut, type Member, newMember, registerMember, type Step } from "./support/member.ts";
import { contractsOf, mine, storageOf } from "./support/mined.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "./support/stage.ts";
import { unguardedKey, unguardedVerifier } from "./support/unguarded-verifier.ts";

let desk8: Desk8;
let careless: Venue;
let ours: Venue;
let data: EpochData;

async function open(of: Desk8): Promise<Venue> {
  const venue = await openStage(of);
  await publishEpoch(venue, data);
  await registerMember(venue, newMember(venue, venue.desk, 1));
  return venue;
}

beforeAll(async () => {
  desk8 = await openDesk8();
  data = epochData(FIRST_EPOCH);
  ours = await open(desk8);
  careless = await open({ ...desk8, verifier: unguardedVerifier(desk8) });
}, 300_000);
afterAll(async () => {
  await ours.chain.close();
  await careless.chain.close();
});

/** A step that no rule allows: from the empty book to a billion of cash that nobody paid. */
function theft(venue: Venue): { readonly step: Step; readonly member: Member; readonly stolen: Book } {
  const member = newMember(venue, venue.desk, 1);
  const step = layOut(desk8, member, { mode: "full", sizes: [] }, data);
  const stolen = { ...member.book, cash: 1_000_000_000n, salt: 9n };
  const [old, , ...rest] = step.draft.publicInputs;
  return { member, stolen, step: { ...step, draft: { ...step.draft, publicInputs: [old, commit(stolen), ...rest] } } };
}

const forge = async (inputs: readonly bigint[]): Promise<Proof> =>
  readSnarkjsProof(await genericForgery(desk8.vkey as never, inputs));

it("takes a venue whose key had no contribution (self-test: the attack is real)", async () => {
  const { step, member, stolen } = theft(careless);
  const proof = await forge(step.draft.publicInputs);
  const { status } = await mine(careless, member.wallet, "update", [gateForm(step, proof)]);
  expect(status).toBe("success");
  const exit = [stolen.cash, stolen.salt];
  expect((await mine(careless, member.wallet, "flatExit", exit)).status).toBe("success");
  const claim = await careless.get("CollateralVault", careless.vault, "claimable", [member.account.account, 0]);
  expect(claim, "cash from nowhere").toBe(stolen.cash);
});

it("fails on the key that ships, and nothing changes", async () => {
  const { step, member } = theft(ours);
  const change = gateForm(step, await forge(step.draft.publicInputs));
  const before = await storageOf(ours.chain, contractsOf(ours));
  await expectRevert(
    ours.write(member.wallet, "SizingGate", ours.gate, "update", [change]),
    "Groth16VerifierInvalidProof",
  );
  expect((await mine(ours, member.wallet, "update", [change])).status).toBe("reverted");
  expect(await storageOf(ours.chain, contractsOf(ours))).toEqual(before);
});

it("fails for any public inputs, alone and in a pair, on the chain and offline", async () => {
  const [address] = ours.verifiers;
  const ask = (functionName: string, args: readonly unknown[]) =>
    ours.chain.read.readContract({ address: address ?? "0x", abi: desk8.verifier.abi, functionName, args: [...args] });
  for (const inputs of [[0n, 0n, 0n, 0n, 0n], [1n, 2n, 3n, 4n, 5n], theft(ours).step.draft.publicInputs]) {
    const proof = await forge(inputs);
    const words = proofWords(proof);
    await expectRevert(ask("verify", [words, inputs]), "Groth16VerifierInvalidProof");
    await expectRevert(ask("verifyPair", [words, inputs, words, inputs]), "Groth16VerifierInvalidProof");
    expect(checkProof(desk8.circuit.key, proof, inputs).status).toBe("invalid");
  }
});

it("a key without contribution becomes neither a contract nor a trusted key", () => {
  const bare = unguardedKey(desk8);
  expect(() => renderVerifier(bare, "Bare", "../verifier")).toThrow(/no contribution of phase 2/);
  const bytes = new TextEncoder().encode(JSON.stringify(bare));
  expect(() => parseVerificationKey(bytes)).toThrow();
});
