/** Lagrange polynomials over the roots of unity of bn254's scalar field, evaluated at one point. */

import { inverse, R, toField } from "../../model/field.ts";

const TWO_ADICITY = 28;
const NON_RESIDUE = 5n;

/** base^exponent mod r. */
export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square: bigint = toField(base);
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % R;
    square = (square * square) % R;
  }
  return result;
}

/** The primitive 2^log2Size-th root of unity that snarkjs uses. */
function rootOfUnity(log2Size: number): bigint {
  if (log2Size > TWO_ADICITY) throw new Error(`no domain of 2^${log2Size}: the field allows 2^${TWO_ADICITY}`);
  const primitive = power(NON_RESIDUE, (R - 1n) >> BigInt(TWO_ADICITY));
  return power(primitive, 1n << BigInt(TWO_ADICITY - log2Size));
}

/**
 * L_0(τ) … L_{n−1}(τ) over the domain of size n = 2^log2Size: L_i(τ) = (τⁿ − 1)/n · ωⁱ/(τ − ωⁱ).
 * @throws Error when τ lies in the domain (no trapdoor does, but for a chance of 2^-226).
 */
export function lagrangeAt(tau: bigint, log2Size: number): bigint[] {
  const size = 2 ** log2Size;
  const omega = rootOfUnity(log2Size);
  const roots: bigint[] = new Array(size);
  let root = 1n;
  for (let i = 0; i < size; i++) {
    roots[i] = root;
    root = (root * omega) % R;
  }
  const inverses = invertAll(roots.map((value) => toField(tau - value)));
  const scale = (toField(power(tau, BigInt(size)) - 1n) * inverse(BigInt(size))) % R;
  return roots.map((value, i) => (((scale * value) % R) * (inverses[i] as bigint)) % R);
}

/** Inverts many non-zero elements with a single inversion. */
function invertAll(values: readonly bigint[]): bigint[] {
  const prefix: bigint[] = new Array(values.length);
  let product = 1n;
  values.forEach((value, i) => {
    prefix[i] = product;
    product = (product * value) % R;
  });
  if (product === 0n) throw new Error("zero has no inverse");
  let suffix: bigint = inverse(product);
  const result: bigint[] = new Array(values.length);
  for (let i = values.length - 1; i >= 0; i--) {
    result[i] = (suffix * (prefix[i] as bigint)) % R;
    suffix = (suffix * (values[i] as bigint)) % R;
  }
  return result;
}

/** τ⁰ … τ^(count−1). */
export function powersOf(tau: bigint, count: number): bigint[] {
  const result: bigint[] = new Array(count);
  let value = 1n;
  for (let i = 0; i < count; i++) {
    result[i] = value;
    value = (value * tau) % R;
  }
  return result;
}
