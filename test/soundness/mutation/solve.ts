/**
 * Witnesses of a batch that come from its constraints and not from its generator. A slip that leaves a signal to the prover (`<--` for `<==`) does the same as ever under an honest
 * generator; here the signal gets what the constraints that are left make of it, as a liar would have it.
 */

import { orderOf } from "../forgery/order.ts";
import { Recomputation } from "../forgery/recompute.ts";
import { inputWires, readSystem } from "../system/system.ts";
import type { Batch } from "./batch.ts";

const NOBODY = { touched: () => {}, settled: () => false };

/**
 * A function from the generator's witness of an input to one with the same inputs, everything after them solved from the constraints of some variants.
 * @param base a witness that these variants accept: what the constraints leave open keeps its value.
 */
export function solverOf(
  { r1cs, variantOf }: Batch,
  variants: ReadonlySet<number>,
  base: readonly bigint[],
): (witness: readonly bigint[]) => bigint[] {
  const without = new Set([...variantOf.keys()].filter((id) => !variants.has(variantOf[id] as number)));
  const system = readSystem(r1cs, { without });
  const steps = orderOf(
    system,
    (wire) => system.given[wire] === 1,
    () => false,
  );
  const machine = new Recomputation(system, steps);
  machine.start(base);
  const { from, to } = inputWires(r1cs);
  const classOf = (wire: number): number => system.classOf[wire] as number;
  return (witness) => {
    const given = Array.from({ length: to - from }, (_, i) => from + i);
    machine.move(new Map(given.map((wire) => [classOf(wire), witness[wire] as bigint])), NOBODY);
    const solved = base.map((_, wire) => machine.read(classOf(wire)));
    // Two inputs that a constraint makes equal are one signal there; here each is what it was given as.
    for (const wire of given) solved[wire] = witness[wire] as bigint;
    return solved;
  };
}
