/** The gas that a verifier demands before the pairing, to the unit. Whether it suffices is asked where the code is what ships. */
import { type Abi, type Address, encodeFunctionData, type Hex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { groth16VerifierAbi, marketVerifierAbi } from "../../../contracts/generated/abi.ts";
import { newChain, type TestChain } from "../support/chain.ts";
import { revertOf } from "../support/reverts.ts";
import { toyKeys } from "../support/toy-keys.ts";
import { closeProver, prove, proveMarket } from "../support/toy-prover.ts";
import { exactGasFor } from "../support/trace.ts";
import { deployArtifact, marketVerifierOf, verifierOf } from "../support/venue.ts";

const TOO_LOW = "Groth16VerifierGasTooLow";

let chain: TestChain;
let books: Address;
let markets: Address;

beforeAll(async () => {
  chain = await newChain();
  books = await deployArtifact(chain, verifierOf(await toyKeys("desk-8")), []);
  markets = await deployArtifact(chain, await marketVerifierOf(), []);
});
afterAll(async () => {
  await chain.close();
  await closeProver();
});

/** How a call ends: with its answer, or by which error. */
const endOf = (to: Address, data: Hex, gas: bigint): Promise<{ name: string; args: readonly unknown[] }> =>
  chain.read.call({ to, data, gas }).then(
    () => ({ name: "answered", args: [] }),
    (cause) => revertOf(Promise.reject(cause)).catch(() => ({ name: "failed", args: [] })),
  );

const demands = async (to: Address, abi: Abi, functionName: string, args: readonly unknown[], demanded: bigint) => {
  const data = encodeFunctionData({ abi, functionName, args });
  const gas = await exactGasFor(chain, { to, data }, demanded);
  expect((await endOf(to, data, gas)).name).not.toBe(TOO_LOW);
  const { name, args: amounts } = await endOf(to, data, gas - 1n);
  expect([name, amounts[0]]).toEqual([TOO_LOW, demanded]);
};

it("is 5,000 above the price of four pairs, and of five for two proofs", async () => {
  const inputs = [1n, 2n, 3n, 0n, 5n] as const;
  const proof = await prove(await toyKeys("desk-8"), inputs);
  await demands(books, groth16VerifierAbi, "verify", [proof, inputs], 186_000n);
  await demands(books, groth16VerifierAbi, "verifyPair", [proof, inputs, proof, inputs], 220_000n);
});

it("is the same for a market", async () => {
  const inputs = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n] as const;
  const proof = await proveMarket(await toyKeys("market", "eight-inputs"), inputs);
  await demands(markets, marketVerifierAbi, "verify", [proof, inputs], 186_000n);
});
