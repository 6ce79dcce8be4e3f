import { type Address, encodeFunctionData, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketVerifierAbi as abi } from "../../../contracts/generated/abi.ts";
import { BASE_MODULUS as Q, GROUP_ORDER as R } from "../../../verifier/proof.ts";
import { newChain, type TestChain } from "../support/chain.ts";
import { deafVerifierOf } from "../support/deaf-verifier.ts";
import { pointOutsideSubgroup, variants } from "../support/proofs.ts";
import { expectRevert, revertOf } from "../support/reverts.ts";
import { type ToyKeys, toyKeys } from "../support/toy-keys.ts";
import { closeProver, type MarketInputs, type ProofWords, proveMarket } from "../support/toy-prover.ts";
import { exactGasFor, precompile, staticCallsOf } from "../support/trace.ts";
import { deployArtifact, marketVerifierOf } from "../support/venue.ts";

const MALFORMED_GAS = 450_000n;
const PLACES = [0, 1, 2, 3, 4, 5, 6, 7] as const;

let chain: TestChain;
let keys: ToyKeys;
let verifier: Address;
let proof: ProofWords;
const inputs: MarketInputs = [2n, R - 1n, 3n, 0n, 2n ** 230n - 1n, 1n, 7n, 2n ** 251n];

beforeAll(async () => {
  chain = await newChain();
  keys = await toyKeys("market", "eight-inputs");
  verifier = await deployArtifact(chain, await marketVerifierOf(), []);
  proof = await proveMarket(keys, inputs);
});
afterAll(async () => {
  await chain.close();
  await closeProver();
});

const verify = (p: ProofWords, x: MarketInputs, address = verifier): Promise<unknown> =>
  chain.read.readContract({ address, abi, functionName: "verify", args: [p, x] });

const replaced = <T extends readonly bigint[]>(words: T, index: number, value: bigint): T =>
  words.map((word, i) => (i === index ? value : word)) as unknown as T;

const calldata = (p: ProofWords, x = inputs): Hex => encodeFunctionData({ abi, functionName: "verify", args: [p, x] });

describe("a market proof", () => {
  it("holds in every form an honest proof can take", async () => {
    for (const [name, form] of variants(proof, keys.vkey)) {
      await expect(verify(form, inputs), name).resolves.toBeUndefined();
    }
  });

  it("holds only for its own inputs, each one, and refuses their aliases", async () => {
    for (const i of PLACES) {
      const next = inputs[i] === R - 1n ? 0n : inputs[i] + 1n;
      await expectRevert(verify(proof, replaced(inputs, i, next)), "Groth16VerifierInvalidProof");
      const alias = inputs[i] + R;
      await expectRevert(verify(proof, replaced(inputs, i, alias)), "Groth16VerifierInputTooLarge", [BigInt(i), alias]);
    }
  });

  it("refuses a coordinate aliased by the base modulus, each one", async () => {
    for (const i of PLACES) {
      const alias = proof[i] + Q;
      const attempt = verify(replaced(proof, i, alias), inputs);
      await expectRevert(attempt, "Groth16VerifierCoordinateTooLarge", [BigInt(i), alias]);
    }
  });

  it("refuses the scalar order and the highest word in each input's place", async () => {
    for (const value of [R, 2n ** 256n - 1n])
      for (const i of PLACES)
        await expectRevert(verify(proof, replaced(inputs, i, value)), "Groth16VerifierInputTooLarge", [
          BigInt(i),
          value,
        ]);
    const high = inputs.map(() => R - 1n) as unknown as MarketInputs;
    await expect(verify(await proveMarket(keys, high), high)).resolves.toBeUndefined();
  });

  it("refuses points off the curve, outside the subgroup and at infinity", async () => {
    for (const i of [0, 1, 6, 7] as const) {
      const attempt = verify(replaced(proof, i, proof[i] ^ 1n), inputs);
      await expectRevert(attempt, "Groth16VerifierPointOffCurve", [i < 2 ? 0n : 6n]);
    }
    for (const i of [2, 3, 4, 5] as const) {
      await expectRevert(verify(replaced(proof, i, proof[i] ^ 1n), inputs), "Groth16VerifierPairingRefused");
    }
    const outside = [...proof.slice(0, 2), ...pointOutsideSubgroup(), ...proof.slice(6)] as unknown as ProofWords;
    await expectRevert(verify(outside, inputs), "Groth16VerifierPairingRefused");
    const infinite = proof.map((word, i) => (i > 1 && i < 6 ? 0n : word)) as unknown as ProofWords;
    await expectRevert(verify(infinite, inputs), "Groth16VerifierPointAtInfinity");
  });

  it("refuses calldata of another length, that of a pair of five inputs too", async () => {
    const call = (data: Hex): Promise<unknown> => chain.read.call({ to: verifier, data });
    const data = calldata(proof);
    await expectRevert(call(`${data}00`), "Groth16VerifierWrongLength", [516n, 517n]);
    await expect(call(data.slice(0, -64) as Hex)).rejects.toThrow();
    await expect(call(`${data}${"00".repeat(32)}`)).rejects.toThrow();
    await expect(call(data)).resolves.toBeDefined();
  });

  it("refuses a proof under another key, and the forgery that a key without phase 2 would accept", async () => {
    const other = await toyKeys("other-market", "eight-inputs");
    await expectRevert(verify(await proveMarket(other, inputs), inputs), "Groth16VerifierInvalidProof");
    const { vk_alpha_1: alpha, vk_beta_2: beta, IC } = keys.vkey;
    const at = (list: readonly string[] | undefined, i: number): bigint => BigInt(list?.[i] ?? "");
    const b = [at(beta[0], 1), at(beta[0], 0), at(beta[1], 1), at(beta[1], 0)] as const;
    const forged: ProofWords = [at(alpha, 0), at(alpha, 1), ...b, at(IC[0], 0), Q - at(IC[0], 1)];
    await expectRevert(verify(forged, [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n]), "Groth16VerifierInvalidProof");
  });

  it("is refused where the pairing answers with no words", async () => {
    const deaf = await deployArtifact(chain, deafVerifierOf(keys), []);
    await expectRevert(verify(proof, inputs, deaf), "Groth16VerifierPairingRefused");
  });

  it("asks each precompile for exactly its price, and needs 5,000 gas more than the pairing's", async () => {
    const terms = inputs.flatMap(() => [
      [precompile(7), 6_000n, 0x60n, 0x40n],
      [precompile(6), 150n, 0x80n, 0x40n],
    ]);
    const data = calldata(proof);
    const asked = (await staticCallsOf(chain, { to: verifier, data })).filter(([address]) => BigInt(address) < 16n);
    expect(asked).toEqual([...terms, [precompile(8), 181_000n, 768n, 0x20n]]);
    const gas = await exactGasFor(chain, { to: verifier, data }, 186_000n);
    await expect(chain.read.call({ to: verifier, data, gas })).resolves.toBeDefined();
    const { name, args } = await revertOf(chain.read.call({ to: verifier, data, gas: gas - 1n }));
    expect([name, args[0]]).toEqual(["Groth16VerifierGasTooLow", 186_000n]);
  });

  it("is told from a starved call", async () => {
    for (let gas = 30_000n; gas < 260_000n; gas += 20_000n) {
      await expect(chain.read.call({ to: verifier, data: calldata(proof), gas })).rejects.toThrow();
    }
  });
});

describe("gas of a market proof", () => {
  it("stays below 450,000 when it is malformed, and within the floor plus 10,000 when it is not", async () => {
    const from = chain.wallets[0]?.account.address;
    const gasOf = async (data: Hex): Promise<bigint> => {
      const hash = (await chain.request("eth_sendTransaction", [{ from, to: verifier, data, gas: "0x989680" }])) as Hex;
      return (await chain.read.getTransactionReceipt({ hash })).gasUsed;
    };
    for (const form of [replaced(proof, 4, proof[4] ^ 1n), replaced(proof, 0, Q), replaced(proof, 7, 0n)]) {
      expect(await gasOf(calldata(form))).toBeLessThan(MALFORMED_GAS);
    }
    const data = calldata(proof);
    const bytes = (data.slice(2).match(/../g) ?? []).reduce((sum, byte) => sum + (byte === "00" ? 4n : 16n), 0n);
    const floor = 21_000n + 181_000n + 8n * 6_150n + bytes;
    expect((await gasOf(data)) - floor).toBeLessThan(10_000n);
  });
});
