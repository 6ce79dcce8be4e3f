/**
 * A constraint system prepared for proofs: linear constraints told apart from products, and signals that an equality
 * makes one treated as one. Nothing is assumed about the compiler; only the constraints of the r1cs count.
 */

import { toField } from "../../../model/field.ts";
import type { R1cs } from "../../../prover/artifacts/r1cs.ts";
import { evaluate, type Form, formOf, isConstant, termsOf } from "./form.ts";

/** One constraint; `id` is its index in the r1cs. */
export type Constraint =
  | { readonly id: number; readonly kind: "linear"; readonly sum: Form }
  | { readonly id: number; readonly kind: "product"; readonly left: Form; readonly right: Form; readonly result: Form };

/** A system over classes of equal wires; every wire in a constraint is its class's representative. */
export type System = {
  readonly wires: number;
  /** Representative of each wire's class. */
  readonly classOf: Int32Array;
  /** 1 for the representatives of classes that hold an input or the constant one. */
  readonly given: Uint8Array;
  readonly constraints: readonly Constraint[];
  /** Indices into `constraints`, per representative. */
  readonly at: readonly (readonly number[])[];
};

/** How to read a system. */
export type Reading = {
  /** Constraints to leave out, by index. */
  readonly without?: ReadonlySet<number>;
  /** `kept`: every equality stays a constraint of its own. Default `merged`. */
  readonly equalities?: "merged" | "kept";
};

/**
 * Reads a system, or a mutant of it.
 * @example const system = readSystem(r1cs); const mutant = readSystem(r1cs, { without: new Set([17]) });
 */
export function readSystem(r1cs: R1cs, { without = new Set(), equalities = "merged" }: Reading = {}): System {
  const raw: Constraint[] = [];
  for (let id = 0; id < r1cs.constraints; id++) {
    if (!without.has(id)) raw.push(normalise(id, row(r1cs, 3 * id), row(r1cs, 3 * id + 1), row(r1cs, 3 * id + 2)));
  }
  const { from, to } = inputWires(r1cs);
  const isGiven = (wire: number): boolean => wire === 0 || (wire >= from && wire < to);
  return systemOf(r1cs.wires, raw, isGiven, equalities);
}

/** A system from constraints over wires; `isGiven` tells inputs and the constant one. */
export function systemOf(
  wires: number,
  raw: readonly Constraint[],
  isGiven: (wire: number) => boolean,
  equalities: "merged" | "kept" = "merged",
): System {
  const classOf = equalityClasses(wires, equalities === "merged" ? raw : []);
  const constraints = (equalities === "kept" ? [...raw] : raw.map((one) => renamed(one, classOf))).filter(
    (one) => !isEmpty(one),
  );
  const at: number[][] = Array.from({ length: wires }, () => []);
  constraints.forEach((constraint, i) => {
    for (const wire of wiresIn(constraint)) (at[wire] as number[]).push(i);
  });
  const given = new Uint8Array(wires);
  for (let wire = 0; wire < wires; wire++) if (isGiven(wire)) given[classOf[wire] as number] = 1;
  return { wires, classOf, given, constraints, at };
}

/** The forms of a constraint. */
export function formsOf(constraint: Constraint): readonly Form[] {
  return constraint.kind === "linear" ? [constraint.sum] : [constraint.left, constraint.right, constraint.result];
}

/** Distinct wires of a constraint. */
export function wiresIn(constraint: Constraint): ReadonlySet<number> {
  return new Set(formsOf(constraint).flatMap(({ wires }) => wires));
}

/** left·right − result, or the sum, at any values of the wires: 0 exactly where the constraint holds. */
export function residueAt(constraint: Constraint, values: readonly bigint[]): bigint {
  if (constraint.kind === "linear") return toField(evaluate(constraint.sum, values));
  const { left, right, result } = constraint;
  return toField(evaluate(left, values) * evaluate(right, values) - evaluate(result, values));
}

/** First wire of the inputs and the wire after their last one: public inputs, then private ones. */
export function inputWires(r1cs: R1cs): { readonly from: number; readonly to: number } {
  const from = r1cs.publicOutputs + 1;
  return { from, to: from + r1cs.publicInputs + r1cs.privateInputs };
}

function row({ offsets, wireOf, coefficientOf, coefficients }: R1cs, index: number): Form {
  const terms: [number, bigint][] = [];
  for (let t = offsets[index] as number; t < (offsets[index + 1] as number); t++) {
    terms.push([wireOf[t] as number, coefficients[coefficientOf[t] as number] as bigint]);
  }
  return formOf(terms);
}

/** A product with a constant factor is a sum. */
export function normalise(id: number, left: Form, right: Form, result: Form): Constraint {
  const [constant, other] = isConstant(left) ? [left, right] : [right, left];
  if (!isConstant(constant)) return { id, kind: "product", left, right, result };
  return { id, kind: "linear", sum: formOf([...termsOf(result), ...termsOf(other, -constant.constant)]) };
}

function equalityClasses(wires: number, constraints: readonly Constraint[]): Int32Array {
  const parent = Int32Array.from({ length: wires }, (_, wire) => wire);
  const find = (wire: number): number => {
    let at = wire;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (const constraint of constraints) {
    if (constraint.kind !== "linear" || !isEquality(constraint.sum)) continue;
    const [a, b] = constraint.sum.wires.map(find) as [number, number];
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  return Int32Array.from({ length: wires }, (_, wire) => find(wire));
}

const isEquality = ({ wires, weights, constant }: Form): boolean =>
  wires.length === 2 && constant === 0n && (weights[0] as bigint) + (weights[1] as bigint) === 0n;

function renamed(constraint: Constraint, classOf: Int32Array): Constraint {
  const rename = (form: Form): Form =>
    formOf(termsOf(form).map(([wire, weight]) => [classOf[wire] as number, weight] as const));
  const { id } = constraint;
  if (constraint.kind === "linear") return { id, kind: "linear", sum: rename(constraint.sum) };
  return normalise(id, rename(constraint.left), rename(constraint.right), rename(constraint.result));
}

/** 0 = 0: an equality that has become part of the classes. */
const isEmpty = (constraint: Constraint): boolean =>
  constraint.kind === "linear" && isConstant(constraint.sum) && constraint.sum.constant === 0n;
