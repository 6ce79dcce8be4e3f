import { type Address, encodeFunctionData, getAbiItem, type Hex, toFunctionSelector } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { groth16VerifierAbi as abi } from "../../../contracts/generated/abi.ts";
import { BASE_MODULUS as Q, GROUP_ORDER as R } from "../../../verifier/proof.ts";
import { newChain, type TestChain } from "../support/chain.ts";
import { DEAR_ADDITION, deafVerifierOf } from "../support/deaf-verifier.ts";
import { negated, pointOutsideSubgroup, rerandomised, variants } from "../support/proofs.ts";
import { expectRevert, revertOf } from "../support/reverts.ts";
import { type ToyKeys, toyKeys } from "../support/toy-keys.ts";
import { closeProver, type Inputs, type ProofWords, prove } from "../support/toy-prover.ts";
import { exactGasFor, precompile, staticCallsOf } from "../support/trace.ts";
import { deployArtifact, verifierOf } from "../support/venue.ts";

const MALFORMED_GAS = 450_000n;
const selectorOf = (name: "verify" | "verifyPair"): Hex => toFunctionSelector(getAbiItem({ abi, name }));

let chain: TestChain;
let keys: ToyKeys;
let verifier: Address;
let proof: ProofWords;
let second: ProofWords;
const inputs: Inputs = [R - 1n, 2n, 3n, 0n, 2n ** 251n - 1n];
const secondInputs: Inputs = [0n, 1n, 3n, 7n, 11n];

beforeAll(async () => {
  chain = await newChain();
  keys = await toyKeys("desk-8");
  verifier = await deployArtifact(chain, verifierOf(keys), []);
  proof = await prove(keys, inputs);
  second = await prove(keys, secondInputs);
});
afterAll(async () => {
  await chain.close();
  await closeProver();
});

const verify = (p: ProofWords, x: Inputs): Promise<unknown> =>
  chain.read.readContract({ address: verifier, abi, functionName: "verify", args: [p, x] });

const verifyPair = (p: ProofWords, x: Inputs, q: ProofWords, y: Inputs): Promise<unknown> =>
  chain.read.readContract({ address: verifier, abi, functionName: "verifyPair", args: [p, x, q, y] });

const replaced = <T extends readonly bigint[]>(words: T, index: number, value: bigint): T =>
  words.map((word, i) => (i === index ? value : word)) as unknown as T;

/** Gas a transaction with this calldata burns, whatever it does with 10 million. */
const gasOf = async (data: Hex): Promise<bigint> => {
  const from = chain.wallets[0]?.account.address;
  const transaction = { from, to: verifier, data, gas: "0x989680" };
  const hash = (await chain.request("eth_sendTransaction", [transaction])) as Hex;
  return (await chain.read.getTransactionReceipt({ hash })).gasUsed;
};

const gasOfProof = (p: ProofWords, x: Inputs): Promise<bigint> =>
  gasOf(encodeFunctionData({ abi, functionName: "verify", args: [p, x] }));

const gasOfPair = (p: ProofWords, q: ProofWords): Promise<bigint> =>
  gasOf(encodeFunctionData({ abi, functionName: "verifyPair", args: [p, inputs, q, secondInputs] }));

describe("a single proof", () => {
  it("holds in every form an honest proof can take", async () => {
    for (const [name, form] of variants(proof, keys.vkey)) {
      await expect(verify(form, inputs), name).resolves.toBe(selectorOf("verify"));
    }
  });

  it("holds only for its own inputs", async () => {
    for (let i = 0; i < 5; i += 1) {
      const changed = replaced(inputs, i, (inputs[i] ?? 0n) === R - 1n ? 0n : (inputs[i] ?? 0n) + 1n);
      await expectRevert(verify(proof, changed), "Groth16VerifierInvalidProof");
    }
  });

  it("refuses an input aliased by the scalar order, each one", async () => {
    for (let i = 0; i < 5; i += 1) {
      const alias = (inputs[i] ?? 0n) + R;
      await expectRevert(verify(proof, replaced(inputs, i, alias)), "Groth16VerifierInputTooLarge", [BigInt(i), alias]);
    }
  });

  it("refuses a coordinate aliased by the base modulus, each one", async () => {
    for (let i = 0; i < 8; i += 1) {
      const value = (proof[i] ?? 0n) + Q;
      const bad = replaced(proof, i, value);
      await expectRevert(verify(bad, inputs), "Groth16VerifierCoordinateTooLarge", [BigInt(i), value]);
    }
  });

  it("refuses whatever is not below its modulus, at every place, and the whole of it", async () => {
    const inputAt = (i: number, value: bigint) => replaced(i > 0 ? replaced(inputs, i - 1, 0n) : inputs, i, value);
    const wordAt = (i: number, value: bigint) => replaced(i > 0 ? replaced(proof, i - 1, 0n) : proof, i, value);
    // Of the last one only the first byte says so, and what stands before it is zero.
    for (const value of [R, 2n ** 256n - 1n, 0xffn << 248n])
      for (const i of inputs.keys())
        await expectRevert(verify(proof, inputAt(i, value)), "Groth16VerifierInputTooLarge", [BigInt(i), value]);
    for (const value of [Q, 2n ** 256n - 1n, 0xffn << 248n])
      for (const i of proof.keys())
        await expectRevert(verify(wordAt(i, value), inputs), "Groth16VerifierCoordinateTooLarge", [BigInt(i), value]);
  });

  it("takes the highest numbers below the moduli for what they are", async () => {
    // On the curve, its x³ + 3 beyond the modulus.
    const { bn254 } = await import("@noble/curves/bn254.js");
    const y = bn254.fields.Fp.sqrt(2n);
    for (const place of [0, 6])
      await expectRevert(
        verify(replaced(replaced(proof, place, Q - 1n), place + 1, y), inputs),
        "Groth16VerifierInvalidProof",
      );
    const high = inputs.map(() => R - 1n) as unknown as Inputs;
    await expect(verify(await prove(keys, high), high)).resolves.toBe(selectorOf("verify"));
  });

  it("tells B at infinity from B with one word that is not zero", async () => {
    for (const place of [2, 3, 4, 5]) {
      const almost = proof.map((word, i) => (i > 1 && i < 6 ? BigInt(Number(i === place)) : word));
      await expectRevert(verify(almost as unknown as ProofWords, inputs), "Groth16VerifierPairingRefused");
    }
  });

  it("refuses points off the curve", async () => {
    for (const index of [0, 1]) {
      const bad = replaced(proof, index, (proof[index] ?? 0n) ^ 1n);
      await expectRevert(verify(bad, inputs), "Groth16VerifierPointOffCurve", [0n]);
    }
    for (const index of [6, 7]) {
      const bad = replaced(proof, index, (proof[index] ?? 0n) ^ 1n);
      await expectRevert(verify(bad, inputs), "Groth16VerifierPointOffCurve", [6n]);
    }
    for (const index of [2, 3, 4, 5]) {
      const bad = replaced(proof, index, (proof[index] ?? 0n) ^ 1n);
      await expectRevert(verify(bad, inputs), "Groth16VerifierPairingRefused");
    }
  });

  it("refuses a B on the curve but outside the subgroup", async () => {
    const [a, b, c, d] = pointOutsideSubgroup();
    const bad: ProofWords = [proof[0], proof[1], a, b, c, d, proof[6], proof[7]];
    await expectRevert(verify(bad, inputs), "Groth16VerifierPairingRefused");
  });

  it("refuses points at infinity", async () => {
    const zeroed = (...places: number[]): ProofWords =>
      proof.map((word, i) => (places.includes(i) ? 0n : word)) as unknown as ProofWords;
    await expectRevert(verify(zeroed(0, 1), inputs), "Groth16VerifierPointOffCurve", [0n]);
    await expectRevert(verify(zeroed(2, 3, 4, 5), inputs), "Groth16VerifierPointAtInfinity");
    await expectRevert(verify(zeroed(6, 7), inputs), "Groth16VerifierPointOffCurve", [6n]);
    await expectRevert(verify(zeroed(0, 1, 2, 3, 4, 5, 6, 7), inputs), "Groth16VerifierPointOffCurve", [0n]);
  });

  it("says so when a multiplication fails, as one may on a chain that prices it otherwise", async () => {
    const built = verifierOf(keys);
    const word = (value: bigint): string => value.toString(16).padStart(64, "0");
    const offCurve = async (coordinate = "0"): Promise<Address> => {
      const [found, other] = [word(BigInt(coordinate)), word(BigInt(coordinate) ^ 1n)];
      expect(built.bytecode).toContain(found);
      return deployArtifact(chain, { ...built, bytecode: built.bytecode.replaceAll(found, other) as Hex }, []);
    };
    const ask = (address: Address, functionName: "verify" | "verifyPair", args: readonly unknown[]) =>
      chain.read.readContract({ address, abi, functionName, args } as never);
    const single = ask(await offCurve(keys.vkey.IC[1]?.[0]), "verify", [proof, inputs]);
    const refused = await revertOf(single);
    expect([refused.name, refused.args[0]]).toEqual(["Groth16VerifierGasTooLow", 6_000n]);
    const pair = ask(await offCurve(keys.vkey.vk_alpha_1[0]), "verifyPair", [proof, inputs, second, secondInputs]);
    const { name, args } = await revertOf(pair);
    expect([name, args[0]]).toEqual(["Groth16VerifierGasTooLow", 6_000n]);
  });

  it("refuses calldata of another length", async () => {
    const data = encodeFunctionData({ abi, functionName: "verify", args: [proof, inputs] });
    const call = (bytes: Hex): Promise<unknown> => chain.read.call({ to: verifier, data: bytes });
    await expectRevert(call(`${data}00`), "Groth16VerifierWrongLength", [420n, 421n]);
    const pair = encodeFunctionData({ abi, functionName: "verifyPair", args: [proof, inputs, second, secondInputs] });
    await expectRevert(call(`${pair}00`), "Groth16VerifierWrongLength", [836n, 837n]);
    await expect(call(data.slice(0, -64) as Hex)).rejects.toThrow();
    await expect(call(`${data}${"00".repeat(32)}`)).rejects.toThrow();
    await expect(call(data)).resolves.toBeDefined();
  });

  it("refuses a proof under another key", async () => {
    const other = await toyKeys("desk-16");
    await expectRevert(verify(await prove(other, inputs), inputs), "Groth16VerifierInvalidProof");
  });

  it("refuses the forgery {α, β, −L}, which a key without phase 2 would accept", async () => {
    const { vk_alpha_1: alpha, vk_beta_2: beta } = keys.vkey;
    const at = (list: readonly string[] | undefined, i: number): bigint => BigInt(list?.[i] ?? "");
    const b = [at(beta[0], 1), at(beta[0], 0), at(beta[1], 1), at(beta[1], 0)] as const;
    const c = [at(keys.vkey.IC[0], 0), Q - at(keys.vkey.IC[0], 1)] as const;
    const forged: ProofWords = [at(alpha, 0), at(alpha, 1), ...b, ...c];
    await expectRevert(verify(forged, [0n, 0n, 0n, 0n, 0n]), "Groth16VerifierInvalidProof");
  });

  it("is refused where the pairing answers with no words, as on a chain without that precompile", async () => {
    const deaf = await deployArtifact(chain, deafVerifierOf(keys), []);
    const refused = (functionName: "verify" | "verifyPair", args: readonly unknown[]): Promise<void> => {
      const call = chain.read.readContract({ address: deaf, abi, functionName, args: args as never });
      return expectRevert(call, "Groth16VerifierPairingRefused");
    };
    await refused("verify", [proof, inputs]);
    await refused("verifyPair", [proof, inputs, second, secondInputs]);
  });

  it("says so when an addition fails, as one may on a chain that prices it otherwise", async () => {
    const dear = await deployArtifact(chain, deafVerifierOf(keys, DEAR_ADDITION), []);
    const args = [proof, inputs, second, secondInputs] as never;
    const { name, args: amounts } = await revertOf(
      chain.read.readContract({ address: dear, abi, functionName: "verifyPair", args }),
    );
    expect([name, amounts[0]]).toEqual(["Groth16VerifierGasTooLow", 150n]);
  });

  it("tells a starved call from a bad proof", async () => {
    const data = encodeFunctionData({ abi, functionName: "verify", args: [proof, inputs] });
    for (let gas = 30_000n; gas < 250_000n; gas += 20_000n) {
      await expect(chain.read.call({ to: verifier, data, gas })).rejects.toThrow();
    }
  });
});

describe("what is asked of the precompiles", () => {
  const MULTIPLY = [precompile(7), 6_000n, 0x60n, 0x40n];
  const ADD = [precompile(6), 150n, 0x80n, 0x40n];
  const TERMS = Array.from({ length: 5 }, () => [MULTIPLY, ADD]).flat();
  const asked = async (data: Hex) =>
    (await staticCallsOf(chain, { to: verifier, data })).filter(([address]) => BigInt(address) < 16n);
  const single = () => encodeFunctionData({ abi, functionName: "verify", args: [proof, inputs] });
  const pair = () =>
    encodeFunctionData({ abi, functionName: "verifyPair", args: [proof, inputs, second, secondInputs] });

  it("is each for exactly its price, and no more of them than the equation needs", async () => {
    expect(await asked(single())).toEqual([...TERMS, [precompile(8), 181_000n, 768n, 0x20n]]);
    const weighed = [MULTIPLY, MULTIPLY, ...TERMS, MULTIPLY, ADD, MULTIPLY];
    expect(await asked(pair())).toEqual([...weighed, [precompile(8), 215_000n, 960n, 0x20n]]);
  });

  it("needs 5,000 gas more than the pairing's price, and not one more", async () => {
    for (const [data, demanded] of [
      [single(), 186_000n],
      [pair(), 220_000n],
    ] as const) {
      const gas = await exactGasFor(chain, { to: verifier, data }, demanded);
      await expect(chain.read.call({ to: verifier, data, gas })).resolves.toBeDefined();
      const { name, args } = await revertOf(chain.read.call({ to: verifier, data, gas: gas - 1n }));
      expect([name, args[0]]).toEqual(["Groth16VerifierGasTooLow", demanded]);
    }
  });
});

describe("a pair of proofs", () => {
  it("holds in every mix of forms", async () => {
    for (const [, one] of variants(proof, keys.vkey)) {
      for (const [, two] of variants(second, keys.vkey)) {
        await expect(verifyPair(one, inputs, two, secondInputs)).resolves.toBe(selectorOf("verifyPair"));
      }
    }
  });

  it("falls with either proof, with swapped proofs and with swapped inputs", async () => {
    const wrong = await prove(keys, [9n, 9n, 9n, 9n, 9n]);
    const cases: [ProofWords, Inputs, ProofWords, Inputs][] = [
      [wrong, inputs, second, secondInputs],
      [proof, inputs, wrong, secondInputs],
      [second, inputs, proof, secondInputs],
      [proof, secondInputs, second, inputs],
      [wrong, inputs, wrong, secondInputs],
    ];
    for (const [p, x, q, y] of cases) await expectRevert(verifyPair(p, x, q, y), "Groth16VerifierInvalidProof");
  });

  it("falls when two errors would cancel without weights", async () => {
    const { bn254 } = await import("@noble/curves/bn254.js");
    const shift = bn254.G1.Point.BASE;
    const moved = (p: ProofWords, add: boolean): ProofWords => {
      const c = bn254.G1.Point.fromAffine({ x: p[6], y: p[7] });
      const { x, y } = (add ? c.add(shift) : c.subtract(shift)).toAffine();
      return replaced(replaced(p, 6, x), 7, y);
    };
    const attempt = verifyPair(moved(proof, true), inputs, moved(second, false), secondInputs);
    await expectRevert(attempt, "Groth16VerifierInvalidProof");
  });

  it("refuses a malformed side, whichever it is", async () => {
    const offCurve = replaced(proof, 0, proof[0] ^ 1n);
    await expectRevert(verifyPair(offCurve, inputs, second, secondInputs), "Groth16VerifierPointOffCurve");
    await expectRevert(verifyPair(second, secondInputs, offCurve, inputs), "Groth16VerifierPointOffCurve");
    const aliased = replaced(secondInputs, 4, secondInputs[4] + R);
    await expectRevert(verifyPair(proof, inputs, second, aliased), "Groth16VerifierInputTooLarge");
    const outside = replaced(second, 2, second[2] ^ 1n);
    await expectRevert(verifyPair(proof, inputs, outside, secondInputs), "Groth16VerifierPairingRefused");
  });
});

describe("gas", () => {
  it("stays below 450,000 for every malformed proof, sent as a transaction", async () => {
    const [a, b, c, d] = pointOutsideSubgroup();
    const bad: ProofWords[] = [
      [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
      [Q, Q, Q, Q, Q, Q, Q, Q],
      [proof[0], proof[1], a, b, c, d, proof[6], proof[7]],
      replaced(proof, 4, proof[4] ^ 1n),
      replaced(proof, 0, proof[0] ^ 1n),
      negated(second),
      rerandomised(second, keys.vkey),
      proof.map(() => 2n ** 256n - 1n) as unknown as ProofWords,
    ];
    for (const form of bad) {
      expect(await gasOfProof(form, inputs)).toBeLessThan(MALFORMED_GAS);
      expect(await gasOfPair(form, second)).toBeLessThan(MALFORMED_GAS);
      expect(await gasOfPair(proof, form)).toBeLessThan(MALFORMED_GAS);
    }
  });
});
