import * as snarkjs from "snarkjs";
import type { ToyKeys } from "./toy-keys.ts";

/** A proof as the contracts take it: A, B with imaginary parts first, C. */
export type ProofWords = readonly [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];

/** The five public inputs in their order. */
export type Inputs = readonly [bigint, bigint, bigint, bigint, bigint];

/** The eight public inputs of a market. */
export type MarketInputs = readonly [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];

const word = (text: string | undefined): bigint => {
  if (text === undefined) throw new Error("snarkjs returned a short proof");
  return BigInt(text);
};

/**
 * A true Groth16 proof of any five field elements.
 * @example const proof = await prove(keys, [1n, 2n, 3n, 0n, 5n])
 */
export async function prove(keys: ToyKeys, inputs: Inputs): Promise<ProofWords> {
  const [oldCommitment, newCommitment, riskRoot, trade, call] = inputs;
  return proveSignals(keys, { oldCommitment, newCommitment, riskRoot, trade, call });
}

/** A true Groth16 proof of any eight field elements, of keys for eight inputs. */
export const proveMarket = (keys: ToyKeys, inputs: MarketInputs): Promise<ProofWords> =>
  proveSignals(keys, { inputs: [...inputs] });

/** A test that is repeated in place, as for mutants, asks for the same proofs again. */
const proofs = new Map<string, ProofWords>();

async function proveSignals(keys: ToyKeys, publicSignals: Record<string, bigint | bigint[]>): Promise<ProofWords> {
  const name = `${JSON.stringify(keys.vkey)} ${Object.values(publicSignals).flat().join()}`;
  const proof = proofs.get(name) ?? (await proveAfresh(keys, publicSignals));
  proofs.set(name, proof);
  return proof;
}

async function proveAfresh(keys: ToyKeys, publicSignals: Record<string, bigint | bigint[]>): Promise<ProofWords> {
  const signals = { ...publicSignals, witness: 7n };
  const wtns: { type: "mem"; data?: Uint8Array } = { type: "mem" };
  await snarkjs.wtns.calculate(signals, keys.wasm, wtns);
  if (wtns.data === undefined) throw new Error("snarkjs wrote no witness");
  const { proof } = await snarkjs.groth16.prove(keys.zkey, wtns.data, undefined, { singleThread: true });
  const { pi_a: a, pi_b: b, pi_c: c } = proof;
  const [bx, by] = [b[0], b[1]];
  return [word(a[0]), word(a[1]), word(bx?.[1]), word(bx?.[0]), word(by?.[1]), word(by?.[0]), word(c[0]), word(c[1])];
}

/** Ends the threads that snarkjs keeps alive. Call it once per test file. */
export async function closeProver(): Promise<void> {
  const curve = (await snarkjs.curves.getCurveFromName("bn128")) as { terminate(): Promise<void> };
  await curve.terminate();
}
