/**
 * Turns one wrong witness into many. A dishonest witness that breaks exactly one constraint kills the mutant without that constraint. Changing one
 * wire so that this constraint holds breaks others; when that is exactly one again, it is a wrong witness for another mutant. So the one broken
 * constraint is moved through the circuit, from where it shows to the lines that let it in.
 */

import { inverse, R, toField } from "../../../model/field.ts";
import { violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import type { OpenCircuit } from "../../harness/circuit.ts";
import { weightIn } from "../system/form.ts";
import { type Constraint, residueAt, type System, wiresIn } from "../system/system.ts";

/** Stands for broken constraints that are not worth mending. */
const BEYOND: number[] = [-1, -1];
/** Steps from the first broken constraint; copies of a signal, one per component that it passes, are steps too. */
const FARTHEST = 12;
const MOST_STATES = 400;
/** A witness that breaks as many is too far off to be worth mending. */
const MOST_BROKEN = 12;
/** A wire in more constraints breaks more than one when it moves. */
const MOST_PLACES = 6;

/**
 * Ids of the constraints that a wrong witness near this one breaks alone, each with what to change in the witness for it. `system` keeps the equalities that may be
 * deleted; signals that it takes as one stay equal.
 * Public signals that stand in a single sum (roots, commitments) are set to what the witness computes before anything else, as a liar would.
 */
export function brokenAlone(
  circuit: OpenCircuit,
  system: System,
  indexOf: ReadonlyMap<number, number>,
  witness: bigint[],
): Map<number, ReadonlyMap<number, bigint>> {
  const broken = resealed(circuit, system, indexOf, witness);
  const found = new Map<number, ReadonlyMap<number, bigint>>();
  const [first] = broken;
  if (broken.length !== 1 || first === undefined) return found;
  const queue: { readonly index: number; readonly patch: ReadonlyMap<number, bigint>; readonly far: number }[] = [
    { index: first, patch: new Map(), far: 0 },
  ];
  const seen = new Set([first]);
  for (let at = 0; at < queue.length && at < MOST_STATES; at++) {
    const { index, patch, far } = queue[at] as (typeof queue)[number];
    found.set((system.constraints[index] as Constraint).id, patch);
    if (far === FARTHEST) continue;
    for (const { wire, value } of repairs(system, index, patch, witness)) {
      const next = new Map(patch).set(wire, value);
      const now = stillBroken(system, wire, next, witness);
      const [only] = now;
      if (now.length !== 1 || only === undefined || seen.has(only)) continue;
      seen.add(only);
      queue.push({ index: only, patch: next, far: far + 1 });
    }
  }
  return found;
}

/** Indices of the broken constraints, or any two or more when there are many, after free public signals follow the witness. */
function resealed(
  circuit: OpenCircuit,
  system: System,
  indexOf: ReadonlyMap<number, number>,
  witness: bigint[],
): number[] {
  const { publicOutputs, publicInputs, privateInputs } = circuit.r1cs;
  const isInput = (wire: number): boolean =>
    wire > publicOutputs && wire <= publicOutputs + publicInputs + privateInputs;
  const left: number[] = [];
  const broken = violatedConstraints(circuit.r1cs, witness, MOST_BROKEN);
  if (broken.length === MOST_BROKEN) return broken;
  for (const id of broken) {
    const index = indexOf.get(id);
    // Signals that the system takes as one differ: no change of a signal mends that.
    if (index === undefined) return BEYOND;
    const constraint = system.constraints[index] as Constraint;
    const free = [...wiresIn(constraint)].find(
      (wire) => isInput(wire) && system.at[wire]?.length === 1 && canSolve(constraint, wire),
    );
    if (free === undefined) left.push(index);
    else witness[free] = solved(constraint, free, witness);
    if (left.length > 1) break;
  }
  return left;
}

/** Wires of a broken constraint, each with the value that mends it. */
function* repairs(system: System, index: number, patch: ReadonlyMap<number, bigint>, witness: bigint[]) {
  const constraint = system.constraints[index] as Constraint;
  for (const wire of wiresIn(constraint)) {
    const places = system.at[wire] as readonly number[];
    if (wire === 0 || places.length > MOST_PLACES || patch.has(wire) || !canSolve(constraint, wire)) continue;
    yield { wire, value: patched(witness, patch, () => solved(constraint, wire, witness)) };
  }
}

function stillBroken(system: System, wire: number, patch: ReadonlyMap<number, bigint>, witness: bigint[]): number[] {
  return patched(witness, patch, () =>
    (system.at[wire] as readonly number[]).filter(
      (i) => residueAt(system.constraints[i] as Constraint, witness) !== 0n,
    ),
  );
}

/** Evaluates with the patch put in, and takes it out again. */
function patched<T>(witness: bigint[], patch: ReadonlyMap<number, bigint>, evaluate: () => T): T {
  const saved = [...patch.keys()].map((wire) => [wire, witness[wire] as bigint] as const);
  for (const [wire, value] of patch) witness[wire] = value;
  const result = evaluate();
  for (const [wire, value] of saved) witness[wire] = value;
  return result;
}

/** The wire stands in the sum, or in C only. */
function canSolve(constraint: Constraint, wire: number): boolean {
  if (constraint.kind === "linear") return true;
  const { left, right, result } = constraint;
  return weightIn(result, wire) !== 0n && weightIn(left, wire) === 0n && weightIn(right, wire) === 0n;
}

function solved(constraint: Constraint, wire: number, witness: readonly bigint[]): bigint {
  const weight = constraint.kind === "linear" ? weightIn(constraint.sum, wire) : -weightIn(constraint.result, wire);
  return toField((witness[wire] as bigint) - ((residueAt(constraint, witness) * inverse(weight)) % R));
}
