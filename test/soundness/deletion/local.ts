/**
 * Whether a mutant can still be proved unique, asked of a neighbourhood of the deleted constraint first. Wires that also stand outside count as
 * determined there and keep the ranges that the whole system gives them, which only helps the proof. A neighbourhood speaks when its proof succeeds with the
 * constraint and fails without; where it succeeds without too, a larger one is asked.
 */

import { type Constraint, type System, systemOf, wiresIn } from "../system/system.ts";
import { proveUnique } from "../uniqueness/prove.ts";
import type { Range, Ranges } from "../uniqueness/ranges.ts";

const SIZES = [80, 800, 8_000] as const;

/**
 * True when leaving out the constraint at `index` of `system` breaks the proof of some neighbourhood. Equalities of `system` are kept, so that wiring can be deleted too.
 * @param ranges ranges of the whole system.
 */
export function breaksNearby(system: System, ranges: Ranges, index: number): boolean {
  return SIZES.some((size) => {
    const region = regionAround(system, ranges, index, size);
    return !region.opens(-1) && region.opens(index);
  });
}

/** The same, asked of the whole system: seconds. */
export function breaksWhole(system: System, index: number): boolean {
  const rest = system.constraints.filter((_, i) => i !== index);
  return proveUnique(systemOf(system.wires, rest, (wire) => system.given[wire] === 1)).open.length > 0;
}

function regionAround(system: System, ranges: Ranges, index: number, size: number) {
  const inside = neighbourhood(system, index, size);
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
  return { inside, opens };
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
