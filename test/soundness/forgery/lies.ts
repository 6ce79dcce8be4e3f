/** What a liar puts in the place of an honest value: near misses, edges of ranges and of the field, and several signals changed so that they agree. */

import { inverse, R, toField } from "../../../model/field.ts";
import type { SeededRandom } from "../../support/seeded-random.ts";

/** Forced values by signal. */
export type Lie = { readonly kind: LieKind; readonly forced: ReadonlyMap<number, bigint> };

/** How a lie is made. */
export type LieKind = "near" | "edge" | "wrap" | "balanced" | "carry" | "swap";

/** A signal to lie about, with those that stand beside it in the same array. */
export type Target = { readonly wire: number; readonly array: readonly number[]; readonly place: number };

/** What a lie needs to know of the witness. */
export type View = {
  read(wire: number): bigint;
  companion(wire: number, value: bigint, choose: (count: number) => number): readonly [number, bigint] | undefined;
};

/** Widths of the ranges in use, where values just fit or just do not. */
const WIDTHS = [
  1n,
  2n,
  8n,
  9n,
  14n,
  24n,
  30n,
  36n,
  38n,
  40n,
  60n,
  64n,
  80n,
  81n,
  83n,
  84n,
  85n,
  86n,
  128n,
  168n,
  180n,
  250n,
  252n,
  253n,
];
/** Divisors in use, by whose inverses a quotient wraps round the field. */
const DIVISORS = [2n, 3n, 10n, 20n, 256n, 10_000n, 1_000_000_000n, 1n << 84n, 1n << 168n];
/** Weights that a limb has in the one below it. */
const CARRIES = [1n, 8n, 24n, 38n, 73n, 84n, 126n];

const KINDS: readonly LieKind[] = [
  "near",
  "near",
  "edge",
  "edge",
  "wrap",
  "balanced",
  "balanced",
  "balanced",
  "carry",
  "swap",
];

/** A lie about a target, or undefined where the kind drawn does not apply to it or comes out as the truth. */
export function drawLie(random: SeededRandom, view: View, target: Target): Lie | undefined {
  const kind = random.pick(KINDS);
  const { wire } = target;
  if (kind === "carry" || kind === "swap") return within(random, view, target, kind);
  const value = other(random, view.read(wire), kind === "balanced" ? random.pick(["near", "edge", "wrap"]) : kind);
  if (value === view.read(wire)) return undefined;
  if (kind !== "balanced") return { kind, forced: new Map([[wire, value]]) };
  const partner = view.companion(wire, value, (count) => random.integer(0, count - 1));
  return partner === undefined ? undefined : { kind, forced: new Map([[wire, value], partner]) };
}

function other(random: SeededRandom, value: bigint, kind: "near" | "edge" | "wrap"): bigint {
  if (kind === "near")
    return toField(random.pick([value + 1n, value - 1n, -value, 1n - value, value + 256n, 2n * value, value >> 1n]));
  const sign = random.pick([1n, -1n]);
  if (kind === "wrap") return toField(value + sign * random.bigint(1n, 3n) * inverse(random.pick(DIVISORS)));
  const power = 1n << random.pick(WIDTHS);
  const edges = [
    0n,
    1n,
    2n,
    R - 1n,
    (R - 1n) / 2n,
    (R + 1n) / 2n,
    power,
    power - 1n,
    -power,
    value + power,
    value - power,
    random.bigint(0n, R - 1n),
  ];
  return toField(random.pick(edges));
}

/** Two places of one array that hold the same sum at some weight, or each other's value. */
function within(random: SeededRandom, view: View, target: Target, kind: "carry" | "swap"): Lie | undefined {
  const { wire, array, place } = target;
  const next = kind === "carry" ? array[place + 1] : random.pick(array);
  if (next === undefined || next === wire) return undefined;
  const [low, high] = [view.read(wire), view.read(next)];
  const sign = random.pick([1n, -1n]);
  const forced =
    kind === "swap"
      ? new Map([
          [wire, high],
          [next, low],
        ])
      : new Map([
          [wire, toField(low + sign * (1n << random.pick(CARRIES)))],
          [next, toField(high - sign)],
        ]);
  return forced.get(wire) === low ? undefined : { kind, forced };
}
