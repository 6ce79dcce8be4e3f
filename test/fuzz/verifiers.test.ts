/** The contract and the offline verifier are two programs for one question: they must give one answer to any input. */
import { BaseError, ContractFunctionRevertedError } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkProof } from "../../verifier/groth16.ts";
import { type Proof, proofWords } from "../../verifier/proof.ts";
import { newChain, type TestChain } from "../contracts/support/chain.ts";
import { variants } from "../contracts/support/proofs.ts";
import type { ProofWords } from "../contracts/support/toy-prover.ts";
import { deployArtifact } from "../contracts/support/venue.ts";
import { type Desk8, openDesk8 } from "../e2e/support/desk-8.ts";
import { openTrapdoorProver, type TrapdoorProver } from "../e2e/support/trapdoor-prover.ts";
import type { SeededRandom } from "../support/seeded-random.ts";
import { oddWord, RUNS, randomFor, SEED } from "./support.ts";

const R = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

interface Claim {
  readonly words: ProofWords;
  readonly inputs: readonly bigint[];
}

let desk8: Desk8;
let trapdoor: TrapdoorProver;
let chain: TestChain;
let address: `0x${string}`;

beforeAll(async () => {
  desk8 = await openDesk8();
  trapdoor = await openTrapdoorProver(desk8);
  chain = await newChain();
  address = await deployArtifact(chain, desk8.verifier, []);
}, 300_000);
afterAll(() => chain.close());

/** A true claim in one of its forms, whole or with one word changed. */
function randomClaim(random: SeededRandom, spoil: number): Claim {
  const inputs = Array.from({ length: 5 }, () =>
    random.chance(0.2) ? random.bigint(0n, 3n) : random.bigint(0n, R - 1n),
  );
  const honest = proofWords(trapdoor(inputs, random.bigint(1n, 2n ** 60n)));
  const [, form] = random.pick(variants(honest, desk8.vkey));
  const claim = { words: form, inputs };
  if (!random.chance(spoil)) return claim;
  const at = random.integer(0, 12);
  const changed = (list: readonly bigint[], index: number): bigint[] =>
    list.map((word, i) => (i === index ? oddWord(random, word) : word));
  return at < 8
    ? { words: changed(form, at) as unknown as ProofWords, inputs }
    : { words: form, inputs: changed(inputs, at - 8) };
}

const proofFrom = ([ax, ay, bx1, bx0, by1, by0, cx, cy]: ProofWords): Proof => ({
  a: [ax, ay],
  b: [
    [bx0, bx1],
    [by0, by1],
  ],
  c: [cx, cy],
});

const offline = ({ words, inputs }: Claim): boolean =>
  checkProof(desk8.circuit.key, proofFrom(words), inputs).status === "valid";

/** Whether the contract accepts. A refusal must be one of its own errors: it names a reason and leaves gas. */
async function onChain(functionName: string, args: readonly unknown[]): Promise<boolean> {
  try {
    await chain.read.simulateContract({
      address,
      abi: desk8.verifier.abi,
      functionName,
      args: [...args],
      gas: 450_000n,
    });
    return true;
  } catch (error) {
    const revert =
      error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : null;
    if (!(revert instanceof ContractFunctionRevertedError) || revert.data === undefined) throw error;
    expect(revert.data.errorName).toMatch(/^Groth16Verifier/);
    return false;
  }
}

const text = (value: unknown): string => JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}` : v));

it(`agree on ${RUNS} single claims (BALLAST_SEED=${SEED})`, async () => {
  const random = randomFor("single");
  const tally = { accepted: 0, refused: 0 };
  for (let run = 0; run < RUNS; run++) {
    const claim = randomClaim(random, 0.7);
    const verdict = offline(claim);
    expect(await onChain("verify", [claim.words, claim.inputs]), `seed ${SEED}, run ${run}: ${text(claim)}`).toBe(
      verdict,
    );
    tally[verdict ? "accepted" : "refused"] += 1;
  }
  process.stdout.write(`verifiers, single: seed ${SEED}, ${tally.accepted} accepted, ${tally.refused} refused\n`);
  expect(Math.min(tally.accepted, tally.refused)).toBeGreaterThan(RUNS / 10);
});

it(`agree on ${RUNS} pairs: accepted exactly if both hold (BALLAST_SEED=${SEED})`, async () => {
  const random = randomFor("pair");
  const tally = { accepted: 0, refused: 0 };
  for (let run = 0; run < RUNS; run++) {
    const [one, other] = [randomClaim(random, 0.3), randomClaim(random, 0.3)];
    const verdict = offline(one) && offline(other);
    const accepted = await onChain("verifyPair", [one.words, one.inputs, other.words, other.inputs]);
    expect(accepted, `seed ${SEED}, run ${run}: ${text([one, other])}`).toBe(verdict);
    tally[verdict ? "accepted" : "refused"] += 1;
  }
  process.stdout.write(`verifiers, pairs: seed ${SEED}, ${tally.accepted} accepted, ${tally.refused} refused\n`);
  expect(Math.min(tally.accepted, tally.refused)).toBeGreaterThan(RUNS / 10);
});
