/** Names for polynomials up to a constant factor: the ratio of their values at two random points. */

import { inverse, R } from "../../../model/field.ts";

/** The name of a polynomial that is 0 at both points: in all likelihood it vanishes. */
export const ZERO_KEY = "0";

/** One name per pair of values; all inverses are made from one (Montgomery's trick). */
export function ratioKeys(pairs: readonly (readonly [bigint, bigint])[]): string[] {
  const prefix: bigint[] = [];
  let product = 1n;
  for (const [, other] of pairs) {
    prefix.push(product);
    if (other !== 0n) product = (product * other) % R;
  }
  let rest = inverse(product) as bigint;
  const keys: string[] = new Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const [one, other] = pairs[i] as readonly [bigint, bigint];
    if (other === 0n) {
      keys[i] = one === 0n ? ZERO_KEY : "infinite";
      continue;
    }
    keys[i] = one === 0n ? "zero at one point" : ((one * ((rest * (prefix[i] as bigint)) % R)) % R).toString(36);
    rest = (rest * other) % R;
  }
  return keys;
}
