/** Wires that the constraints alone make constant (a hash's domain and what is computed from it), put in as numbers. */

import { inverse, R } from "../../../model/field.ts";
import { type Form, formOf, isConstant, nearest, termsOf, weightIn } from "./form.ts";
import { type Constraint, normalise, type System, wiresIn } from "./system.ts";

/** The same system with constants put in, and the constants. Constraints keep their places; satisfied ones read 0 = 0. */
export function foldConstants(system: System): { readonly system: System; readonly constants: Map<number, bigint> } {
  const constants = new Map<number, bigint>();
  const folded = [...system.constraints];
  const queue = [...folded.keys()];
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    const constraint = withConstants(folded[i] as Constraint, constants);
    folded[i] = constraint;
    if (constraint.kind !== "linear" || constraint.sum.wires.length !== 1) continue;
    const [wire] = constraint.sum.wires as [number];
    const { sum } = constraint;
    constants.set(wire, nearest(-sum.constant * inverse(weightIn(sum, wire))));
    queue.push(...(system.at[wire] as readonly number[]));
  }
  const at: number[][] = system.at.map(() => []);
  folded.forEach((constraint, i) => {
    for (const wire of wiresIn(constraint)) (at[wire] as number[]).push(i);
  });
  return { system: { ...system, constraints: folded, at }, constants };
}

function withConstants(constraint: Constraint, constants: ReadonlyMap<number, bigint>): Constraint {
  const put = (form: Form): Form => {
    if (!form.wires.some((wire) => constants.has(wire))) return form;
    return formOf(
      termsOf(form).map(([wire, weight]) => {
        const value = constants.get(wire);
        return value === undefined ? ([wire, weight] as const) : ([0, (weight * value) % R] as const);
      }),
    );
  };
  const { id } = constraint;
  if (constraint.kind === "linear") return { id, kind: "linear", sum: put(constraint.sum) };
  const [left, right, result] = [constraint.left, constraint.right, constraint.result].map(put) as [Form, Form, Form];
  return isConstant(left) || isConstant(right)
    ? normalise(id, left, right, result)
    : { id, kind: "product", left, right, result };
}
