import { buildPoseidon } from "circomlibjs";
import { asField, type Field } from "./field.ts";

/** Most inputs of one permutation beside the capacity. */
const RATE = 16;

const poseidon = await buildPoseidon();
const { F } = poseidon;

function permute(capacity: Field, block: readonly bigint[]): Field {
  const state = poseidon(block as bigint[], F.e(capacity));
  return F.toObject(state) as Field;
}

/**
 * Poseidon of five inputs with capacity 0: what the T6 contract of poseidon-solidity computes.
 * The first input is a domain. Throws RangeError on a value that is not a field element.
 *
 * @example
 * P5(DOMAINS.risk, marketRoot, sheetRoot, policyRoot, 0n);
 */
export function P5(a: bigint, b: bigint, c: bigint, d: bigint, e: bigint): Field {
  return permute(0n as Field, [a, b, c, d, e].map(asField));
}

/**
 * Sponge in overwrite mode with the domain in the capacity; `inputs` has a length fixed per domain, at least 1.
 * Blocks hold 16 inputs, the last one may hold fewer. Throws RangeError on a value that is not a field element.
 *
 * @example
 * H(DOMAINS.node, children);
 */
export function H(domain: Field, inputs: readonly bigint[]): Field {
  if (inputs.length === 0) throw new RangeError("H needs at least one input");
  let capacity = domain;
  for (let start = 0; start < inputs.length; start += RATE) {
    capacity = permute(capacity, inputs.slice(start, start + RATE).map(asField));
  }
  return capacity;
}
