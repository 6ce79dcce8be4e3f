/**
 * Whether a mutant can still be proved unique, asked of a neighbourhood of the deleted constraint first. Wires that also stand outside count as
 * determined there and keep the ranges that the whole system gives them, which only helps the proof. A neighbourhood speaks when its proof succeeds with the
 * constraint and fails without; where it succeeds without too, another one is asked: larger ones, and the component that the constraint is in, which is a whole of its own.
 */

import { type Constraint, type System, systemOf, wiresIn } from "../system/system.ts";
import { proveUnique } from "../uniqueness/prove.ts";
import type { Range, Ranges } from "../uniqueness/ranges.ts";

const SIZES = [80, 800, 8_000] as const;

/** Neighbourhoods of one system. What can be deleted in it is a constraint of its own. */
export class Neighbourhoods {
  readonly #system: System;
  readonly #ranges: Ranges;
  readonly #inside: (path: string) => readonly number[];
  /** Components whose proof succeeds as they are, with the neighbourhood. */
  readonly #components = new Map<string, Region | undefined>();

  /**
   * @param ranges ranges of the whole system.
   * @param inside indices of the constraints in a component, by its path.
   */
  constructor(system: System, ranges: Ranges, inside: (path: string) => readonly number[]) {
    this.#system = system;
    this.#ranges = ranges;
    this.#inside = inside;
  }

  /** True when leaving out the constraint at `index`, which is in the component `path`, breaks the proof of some neighbourhood. */
  breaks(index: number, path: string): boolean {
    const [small, middle, large] = SIZES;
    return (
      this.#around(index, small) ||
      this.#around(index, middle) ||
      this.#component(path)?.opens(index) === true ||
      this.#around(index, large)
    );
  }

  #around(index: number, size: number): boolean {
    const region = regionOf(this.#system, this.#ranges, neighbourhood(this.#system, index, size));
    return !region.opens(-1) && region.opens(index);
  }

  #component(path: string): Region | undefined {
    if (this.#components.has(path)) return this.#components.get(path);
    const inside = this.#inside(path);
    const region =
      inside.length === 0 || inside.length > SIZES[2]
        ? undefined
        : regionOf(this.#system, this.#ranges, new Set(inside));
    const proved = region?.opens(-1) === false ? region : undefined;
    this.#components.set(path, proved);
    return proved;
  }
}

type Region = { opens(without: number): boolean };

/** The same, asked of the whole system: seconds. */
export function breaksWhole(system: System, index: number): boolean {
  const rest = system.constraints.filter((_, i) => i !== index);
  return proveUnique(systemOf(system.wires, rest, (wire) => system.given[wire] === 1)).open.length > 0;
}

function regionOf(system: System, ranges: Ranges, inside: ReadonlySet<number>): Region {
  const wires = [...new Set([...inside].flatMap((i) => [...wiresIn(system.constraints[i] as Constraint)]))];
  const isInner = (wire: number): boolean =>
    system.given[wire] !== 1 && (system.at[wire] as readonly number[]).every((i) => inside.has(i));
  const numberOf = new Map(wires.map((wire, i) => [wire, i + 1]));
  const isGiven = wires.map((wire) => !isInner(wire));
  const assumed = new Map<number, Range>();
  wires.forEach((wire, i) => {
    const range = isGiven[i] ? ranges.get(wire) : undefined;
    if (range !== undefined) assumed.set(i + 1, range);
  });
  const opens = (without: number): boolean => {
    const kept = [...inside].filter((i) => i !== without);
    const constraints = kept.map((i) => renumbered(system.constraints[i] as Constraint, numberOf));
    const region = systemOf(wires.length + 1, constraints, (wire) => wire === 0 || isGiven[wire - 1] === true);
    return proveUnique(region, assumed).open.length > 0;
  };
  return { opens };
}

/** Constraints around one, nearest first, at most `size`. */
function neighbourhood(system: System, from: number, size: number): Set<number> {
  const inside = new Set([from]);
  const queue = [from];
  for (let at = 0; at < queue.length && inside.size < size; at++) {
    for (const wire of wiresIn(system.constraints[queue[at] as number] as Constraint)) {
      for (const next of system.at[wire] as readonly number[]) {
        if (inside.has(next) || inside.size >= size) continue;
        inside.add(next);
        queue.push(next);
      }
    }
  }
  return inside;
}

function renumbered(constraint: Constraint, numberOf: ReadonlyMap<number, number>): Constraint {
  const rename = <F extends { readonly wires: readonly number[] }>(form: F): F => ({
    ...form,
    wires: form.wires.map((wire) => numberOf.get(wire) as number),
  });
  if (constraint.kind === "linear") return { ...constraint, sum: rename(constraint.sum) };
  const { left, right, result } = constraint;
  return { ...constraint, left: rename(left), right: rename(right), result: rename(result) };
}
