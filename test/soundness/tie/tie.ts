/**
 * Ties the system that the proofs are about (O1) to the one that ships (O2).
 *
 * The compiler's second level solves linear constraints for signals and puts the solutions into the rest. Here the same is
 * done again, without asking the compiler: every wire of O1 that O2 does not have is solved from O1's own linear constraints,
 * as an affine function φ of O2's wires. What is then shown, for every constraint of O1 with φ put in:
 * it vanishes identically, or it is a constant multiple of a constraint of O2.
 * So φ takes every witness of O2 to a witness of O1 that has the same inputs and the same values under the same names, and two witnesses of O2 with the same inputs
 * would be two of O1: what is unique in O1 is unique in O2. The converse is shown too: every constraint of O2 is met by one of O1,
 * so O2 asks nothing that the source does not. A public signal that must be a constant has that value at every point: O2 keeps
 * its wire, and its own constraints must give the same constant.
 *
 * Forms are compared by their values at two random points, P(x)·Q(y) = P(y)·Q(x). Polynomials of degree two that are not multiples
 * of each other agree there with a probability of at most 4/r, below 2^−250 for each pair.
 */

import { randomBytes } from "node:crypto";
import { inverse, toField } from "../../../model/field.ts";
import { evaluateRow, type R1cs } from "../../../prover/artifacts/r1cs.ts";
import type { SignalNames } from "../../../prover/artifacts/sym.ts";
import { Elimination } from "../jacobian/eliminate.ts";
import { foldConstants } from "../system/fold-constants.ts";
import { evaluate, weightIn } from "../system/form.ts";
import { ratioKeys, ZERO_KEY } from "../system/ratio-keys.ts";
import { type Constraint, readSystem, residueAt, type System } from "../system/system.ts";

/** One compilation. */
export type Compiled = { readonly r1cs: R1cs; readonly names: SignalNames };

/** What remains untied; all three lists are empty when the two systems are equivalent. */
export type Tie = {
  /** Wires of O1 that are solved from linear constraints. */
  readonly solved: number;
  /** Wires of O2 without a counterpart or with a constant one that O2 does not hold to it, and wires of O1 that no linear constraint gives. */
  readonly unsolved: readonly number[];
  /** Constraints of O1 that do not follow from O2. */
  readonly unmet: readonly number[];
  /** Constraints of O2 that are none of O1. */
  readonly extra: readonly number[];
};

/**
 * Compares two compilations of one source.
 * @example tie(o1, o2) // { unsolved: [], unmet: [], extra: [] } says that uniqueness carries over
 */
export function tie(plain: Compiled, shipped: Compiled): Tie {
  const { system, constants } = foldConstants(readSystem(plain.r1cs));
  const shared = sharedWires(plain, shipped, system);
  const pinned = pinnedWires(shipped, shared.classOf, constants);
  const at = (wire: number): bigint => (wire === 0 ? 1n : (pinned.get(wire) ?? randomField()));
  const points = [0, 1].map(() => Array.from({ length: shipped.r1cs.wires }, (_, wire) => at(wire)));
  const solutions = points.map((point) => extend(system, constants, shared.classOf, point)) as [Extension, Extension];
  const [one, other] = solutions;
  const ofShipped = ratioKeys(
    Array.from(
      { length: shipped.r1cs.constraints },
      (_, id) => points.map((point) => residue(shipped.r1cs, id, point)) as [bigint, bigint],
    ),
  );
  const ofPlain = ratioKeys(
    system.constraints.map((constraint) => [residueAt(constraint, one.values), residueAt(constraint, other.values)]),
  );
  const allowed = new Set(ofShipped);
  const met = new Set(ofPlain);
  return {
    solved: one.solved,
    unsolved: [...shared.missing, ...unpinned(shared.classOf, constants, pinned), ...one.unsolved],
    unmet: indicesOf(ofPlain, (key) => key !== ZERO_KEY && !allowed.has(key)).map(
      (i) => (system.constraints[i] as Constraint).id,
    ),
    extra: indicesOf(ofShipped, (key) => key !== ZERO_KEY && !met.has(key)),
  };
}

type Extension = { readonly values: bigint[]; readonly solved: number; readonly unsolved: number[] };

/** For each class of O1 that O2 has: O2's wire. Missing are wires without one, a second one of the same class, and public ones in another place. */
function sharedWires(plain: Compiled, shipped: Compiled, system: System) {
  const classOf = new Map<number, number>();
  const missing = publicElsewhere(plain, shipped);
  for (const [wire, names] of shipped.names.ofWire) {
    const found = names.map((name) => plain.names.wireOf(name)).find((one) => one !== undefined);
    const own = found === undefined ? undefined : (system.classOf[found] as number);
    if (own === undefined || classOf.has(own)) missing.push(wire);
    else classOf.set(own, wire);
  }
  return { classOf: new Map([[0, 0] as const, ...classOf]), missing };
}

/** Public wires that have another name in the other compilation, or that only one of the two has as a public one. */
function publicElsewhere(plain: Compiled, shipped: Compiled): number[] {
  const counts = [shipped, plain].map(({ r1cs }) => r1cs.publicOutputs + r1cs.publicInputs);
  const isSame = (wire: number): boolean =>
    shipped.names.ofWire.get(wire)?.some((name) => plain.names.wireOf(name) === wire) ?? false;
  return Array.from({ length: Math.max(...counts) }, (_, i) => i + 1).filter(
    (wire) => wire > Math.min(...counts) || !isSame(wire),
  );
}

/** The wires of O2 that both systems hold to the same constant, and the constant. */
function pinnedWires(
  { r1cs }: Compiled,
  classOf: ReadonlyMap<number, number>,
  constants: ReadonlyMap<number, bigint>,
): Map<number, bigint> {
  const own = foldConstants(readSystem(r1cs));
  const pinned = new Map<number, bigint>();
  for (const [wire, from] of classOf) {
    const value = constants.get(wire);
    const found = own.constants.get(own.system.classOf[from] as number);
    if (value !== undefined && found !== undefined && toField(found) === toField(value))
      pinned.set(from, toField(value));
  }
  return pinned;
}

/** The wires that O1 makes constant and O2 has without holding them to it. */
const unpinned = (
  classOf: ReadonlyMap<number, number>,
  constants: ReadonlyMap<number, bigint>,
  pinned: ReadonlyMap<number, bigint>,
): number[] => [...classOf].filter(([wire, from]) => constants.has(wire) && !pinned.has(from)).map(([wire]) => wire);

/** The values of φ at one point: solves one linear constraint after the other, whichever has one wire left. */
function extend(
  system: System,
  constants: ReadonlyMap<number, bigint>,
  shared: ReadonlyMap<number, number>,
  point: readonly bigint[],
): Extension {
  const values: bigint[] = new Array(system.wires).fill(0n);
  const known = new Uint8Array(system.wires);
  const left = new Int32Array(system.constraints.length);
  const queue: number[] = [];
  const settle = (wire: number, value: bigint): void => {
    values[wire] = value;
    known[wire] = 1;
    for (const i of system.at[wire] as readonly number[]) {
      left[i] = (left[i] as number) - 1;
      if (left[i] === 1) queue.push(i);
    }
  };
  system.constraints.forEach((constraint, i) => {
    left[i] = constraint.kind === "linear" ? constraint.sum.wires.length : -1;
    if (left[i] === 1) queue.push(i);
  });
  for (const [wire, value] of constants) settle(wire, toField(value));
  for (const [wire, from] of shared) if (known[wire] === 0) settle(wire, point[from] as bigint);
  let solved = 0;
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    const constraint = system.constraints[i] as Constraint;
    const wire = constraint.kind === "linear" ? constraint.sum.wires.find((one) => known[one] === 0) : undefined;
    if (wire === undefined || constraint.kind !== "linear") continue;
    settle(wire, toField(-evaluate(constraint.sum, values) * inverse(weightIn(constraint.sum, wire))));
    solved++;
  }
  const rest = [...values.keys()].filter(
    (wire) => system.classOf[wire] === wire && known[wire] === 0 && (system.at[wire]?.length ?? 0) > 0,
  );
  const isLeft = (wire: number): boolean => known[wire] === 0;
  const found = solveTogether(system, isLeft, values);
  for (const [wire, value] of found) values[wire] = value;
  return { values, solved: solved + found.size, unsolved: rest.filter((wire) => !found.has(wire)) };
}

/** The wires that no single constraint gives, from all linear constraints that hold some of them. */
function solveTogether(
  system: System,
  isLeft: (wire: number) => boolean,
  values: readonly bigint[],
): Map<number, bigint> {
  const right = -1;
  const elimination = new Elimination((column) => column !== right);
  for (const constraint of system.constraints) {
    if (constraint.kind !== "linear" || !constraint.sum.wires.some(isLeft)) continue;
    const { wires, weights } = constraint.sum;
    const row = new Map<number, bigint>();
    wires.forEach((wire, i) => {
      if (isLeft(wire)) row.set(wire, toField(weights[i] as bigint));
    });
    const known = toField(evaluate(constraint.sum, values));
    if (known !== 0n) row.set(right, known);
    elimination.add(row);
  }
  const free = new Set<number>();
  const solution = elimination.solve((column) => {
    if (column !== right) free.add(column);
    return column === right ? 1n : 0n;
  });
  return free.size === 0 ? solution : new Map();
}

function residue(r1cs: R1cs, id: number, point: readonly bigint[]): bigint {
  const [a, b, c] = [0, 1, 2].map((row) => evaluateRow(r1cs, 3 * id + row, point)) as [bigint, bigint, bigint];
  return toField(a * b - c);
}

const indicesOf = (keys: readonly string[], isWanted: (key: string) => boolean): number[] =>
  [...keys.keys()].filter((i) => isWanted(keys[i] as string));

const randomField = (): bigint => toField(BigInt(`0x${randomBytes(48).toString("hex")}`));
