import {
  type Abi,
  type AbiFunction,
  type DecodeFunctionDataReturnType,
  decodeFunctionData,
  type Hex,
  toFunctionSelector,
} from "viem";

/** Hexadecimal digits that one call may have: four openings and signatures of the longest kinds fit many times. */
const MOST_DIGITS = 1 << 16;

/**
 * The calls of some functions that a transaction's input carries: the input itself, or wrapped in the call of a multisig, a
 * batch or a relayer. Every place is tried, because whoever wraps a call can put anything before it. Bytes that begin like
 * a call and do not decode are left out; bytes that decode by chance or by intent are for the caller to hold against an event.
 */
export function callsIn<const A extends Abi>(
  input: Hex,
  abi: A,
  names: readonly string[],
): DecodeFunctionDataReturnType<A>[] {
  const functions = (abi as Abi).filter((item): item is AbiFunction => item.type === "function");
  const selectors = functions
    .filter(({ name }) => names.includes(name))
    .map((item) => toFunctionSelector(item).slice(2));
  return placesOf(input, selectors).flatMap((place) => decodeAt(input, place, abi));
}

/** Hexadecimal offsets at which a selector stands on a byte's boundary, in ascending order. */
function placesOf(input: Hex, selectors: readonly string[]): number[] {
  const places: number[] = [];
  for (const selector of selectors)
    for (let at = input.indexOf(selector); at >= 0; at = input.indexOf(selector, at + 1))
      if (at % 2 === 0) places.push(at);
  return places.sort((a, b) => a - b);
}

function decodeAt<const A extends Abi>(input: Hex, place: number, abi: A): DecodeFunctionDataReturnType<A>[] {
  try {
    return [decodeFunctionData({ abi, data: `0x${input.slice(place, place + MOST_DIGITS)}` })];
  } catch {
    return [];
  }
}
