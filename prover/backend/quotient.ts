import { type CurveEngine, call, put, ref, reserve, SCALAR_BYTES, take } from "./curve-engine.ts";
import { COEFFICIENT_BYTES, type ProvingKey } from "./proving-key.ts";

/** Values of the polynomials A, B and C on the domain: the two sides and the product of every constraint. */
export type ConstraintValues = readonly Uint8Array[];

/** Evaluates the constraints; the witness lies in memory that threads share. */
export function constraintValues(
  engine: CurveEngine,
  { coefficients, domain, variables }: ProvingKey,
  witness: Uint8Array,
): Promise<ConstraintValues> {
  const bytes = domain * SCALAR_BYTES;
  const count = coefficients.length / COEFFICIENT_BYTES;
  return engine.tm.queueAction([
    put(0, coefficients),
    put(1, witness),
    ...[2, 3, 4].map((polynomial) => reserve(polynomial, bytes)),
    call("qap_buildABC", ref(0), count, ref(1), ref(2), ref(3), ref(4), 0, domain, 0, variables),
    ...[2, 3, 4].map((polynomial, i) => take(i, polynomial, bytes)),
  ]);
}

/**
 * (A·B − C)/Z by its values on the coset of the domain, where Z is constant; the key's points carry the division.
 *
 * @returns the scalars of the key's `h`, 32 bytes each
 */
export async function quotientScalars(
  engine: CurveEngine,
  { domain }: ProvingKey,
  onDomain: ConstraintValues,
): Promise<Uint8Array> {
  const bytes = domain * SCALAR_BYTES;
  const onCoset = await Promise.all(onDomain.map((values) => toCoset(engine, domain, values)));
  const [scalars] = await engine.tm.queueAction([
    ...onCoset.map((values, i) => put(i, values)),
    reserve(3, bytes),
    call("qap_joinABC", ref(0), ref(1), ref(2), domain, ref(3)),
    call("frm_batchFromMontgomery", ref(3), domain, ref(3)),
    take(0, 3, bytes),
  ]);
  return scalars as Uint8Array;
}

/** A polynomial's values on the coset from its values on the domain: interpolate, stretch, evaluate. */
async function toCoset(engine: CurveEngine, domain: number, values: Uint8Array): Promise<Uint8Array> {
  const { one, s, shift, w } = engine.Fr;
  const power = Math.log2(domain);
  const factor = power === s ? shift : (w[power + 1] as Uint8Array);
  const [moved] = await engine.tm.queueAction([
    put(0, values),
    put(1, one),
    put(2, factor),
    call("frm_ifft", ref(0), domain),
    call("frm_batchApplyKey", ref(0), domain, ref(1), ref(2), ref(0)),
    call("frm_fft", ref(0), domain),
    take(0, 0, domain * SCALAR_BYTES),
  ]);
  return moved as Uint8Array;
}
