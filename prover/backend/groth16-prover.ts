import type { G1Affine, G2Affine } from "../../verifier/proof.ts";
import { readField } from "../artifacts/field-bytes.ts";
import { type CurveEngine, type Group, SCALAR_BYTES, shared } from "./curve-engine.ts";
import { multiExponentiation, scalarsOf } from "./multi-exponentiation.ts";
import type { ProvingResult } from "./proving-backend.ts";
import type { ProvingKey } from "./proving-key.ts";
import { constraintValues, quotientScalars } from "./quotient.ts";

/**
 * A Groth16 proof (Groth, EUROCRYPT 2016, section 3.2) with fresh blinding. Field, transforms and point sums are the
 * engine's; what stands here is their order, so that no thread waits while there is work.
 *
 * @param witness values of all wires, 32 little-endian bytes each
 * @throws Error when key and witness do not belong together
 */
export async function proveGroth16(engine: CurveEngine, key: ProvingKey, witness: Uint8Array): Promise<ProvingResult> {
  const given = witness.length / SCALAR_BYTES;
  if (given !== key.variables) {
    throw new Error(`the key is for ${key.variables} witness values, the witness has ${given}`);
  }
  const values = shared(witness);
  const privateValues = values.subarray((key.publicInputs + 1) * SCALAR_BYTES);
  // Threads take work in this order: what others wait for first, so that only the last sum has none beside it.
  const onDomain = constraintValues(engine, key, values);
  const sumOfA = multiExponentiation(engine, "G1", key.a, scalarsOf(key.a, values));
  const quotient = onDomain.then((polynomials) => quotientScalars(engine, key, polynomials));
  const sumOfH = quotient.then((scalars) => multiExponentiation(engine, "G1", key.h, scalarsOf(key.h, scalars)));
  await onDomain;
  const [sumA, sumB1, sumB2, sumC, h] = await Promise.all([
    sumOfA,
    multiExponentiation(engine, "G1", key.b1, scalarsOf(key.b1, values)),
    multiExponentiation(engine, "G2", key.b2, scalarsOf(key.b2, values)),
    multiExponentiation(engine, "G1", key.c, scalarsOf(key.c, privateValues)),
    sumOfH,
  ]);
  const { Fr, G1, G2 } = engine;
  const [r, s] = [Fr.random(), Fr.random()];
  const a = sum(G1, sumA, key.alpha1, G1.timesFr(key.delta1, r));
  const b = sum(G2, sumB2, key.beta2, G2.timesFr(key.delta2, s));
  const b1 = sum(G1, sumB1, key.beta1, G1.timesFr(key.delta1, s));
  const blinding = [G1.timesFr(a, s), G1.timesFr(b1, r), G1.timesFr(key.delta1, Fr.neg(Fr.mul(r, s)))];
  const c = sum(G1, sumC, h, ...blinding);
  return { proof: { a: inG1(G1, a), b: inG2(G2, b), c: inG1(G1, c) }, publicInputs: publicInputs(key, witness) };
}

function publicInputs(key: ProvingKey, witness: Uint8Array): bigint[] {
  const view = new DataView(witness.buffer, witness.byteOffset, witness.byteLength);
  return Array.from({ length: key.publicInputs }, (_, i) => readField(view, (i + 1) * SCALAR_BYTES));
}

function sum(group: Group, ...points: readonly Uint8Array[]): Uint8Array {
  return points.reduce((total, point) => group.add(total, point));
}

function inG1(group: Group, point: Uint8Array): G1Affine {
  const [x, y] = affine(group, point) as readonly [bigint, bigint];
  return [x, y];
}

function inG2(group: Group, point: Uint8Array): G2Affine {
  const [x, y] = affine(group, point) as readonly [readonly [bigint, bigint], readonly [bigint, bigint]];
  return [x, y];
}

function affine(group: Group, point: Uint8Array): readonly unknown[] {
  if (group.isZero(point)) throw new Error("a point of the proof is at infinity");
  return group.toObject(group.toAffine(point));
}
