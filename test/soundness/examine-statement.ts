/** Everything the laboratory says about one shipped statement: uniqueness, the tie to what ships, rank, inputs, repeated constraints. */

import { R } from "../../model/field.ts";
import { type OpenCircuit, openCircuit } from "../harness/circuit.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { unusedInputs } from "./checks.ts";
import type { Instance } from "./instances.ts";
import { freedomAt } from "./jacobian/rank.ts";
import { ratioKeys } from "./system/ratio-keys.ts";
import { readSystem, residueAt, type System } from "./system/system.ts";
import { tie } from "./tie/tie.ts";
import { proveUnique } from "./uniqueness/prove.ts";

/** The findings; of a sound statement every list is empty but for what `exceptions.json` explains. */
export type StatementFindings = {
  readonly name: string;
  /** Constraints as shipped, and in the system that the proofs are about. */
  readonly constraints: { readonly shipped: number; readonly plain: number };
  /** Signals that are no inputs, equal ones counted once. */
  readonly signals: number;
  readonly byRule: Readonly<Record<string, number>>;
  /** Signals that are neither proved unique nor a zero test's inverse. */
  readonly open: readonly string[];
  /** How many inverses of zero tests are free where the tested value is 0, by the last part of their names. */
  readonly inverses: Readonly<Record<string, number>>;
  readonly tie: { readonly unsolved: number; readonly unmet: number; readonly extra: number };
  /** Signals that can move to first order at some witness, zero tests' inverses left out. */
  readonly free: readonly string[];
  readonly witnesses: number;
  readonly unusedInputs: readonly string[];
  /** Constraints that are a multiple of another one. */
  readonly repeated: readonly number[];
};

/**
 * Examines one statement at `witnesses` random honest witnesses.
 * @throws Error when no honest witness exists for an input of the instance, which is a defect of the instance's generator.
 */
export async function examineStatement(
  instance: Instance,
  { seed, witnesses }: { readonly seed: string; readonly witnesses: number },
): Promise<StatementFindings> {
  const plain = await openCircuit(instance.main, "O1");
  const shipped = await openCircuit(instance.main, "O2");
  const system = readSystem(plain.r1cs);
  const unique = proveUnique(system);
  const name = nameIn(plain);
  const inputs = Array.from({ length: witnesses }, (_, i) => instance.input(`${seed}/${i}`));
  const inverses = new Set(unique.inverses);
  const free = inputs.flatMap((input) => freedomAt(system, plain.honest.calculate(input)).free);
  const tied = tie(plain, shipped);
  return {
    name: instance.name,
    constraints: { shipped: shipped.r1cs.constraints, plain: plain.r1cs.constraints },
    signals: unique.signals,
    byRule: Object.fromEntries(unique.byRule),
    open: unique.open.map(name),
    inverses: countedByLastPart(unique.inverses.map(name)),
    tie: { unsolved: tied.unsolved.length, unmet: tied.unmet.length, extra: tied.extra.length },
    free: [...new Set(free.filter((wire) => !inverses.has(wire)))].map(name),
    witnesses,
    unusedInputs: unusedInputs(plain, inputs[0] ?? {}),
    repeated: repeatedConstraints(system, seed),
  };
}

const nameIn =
  ({ names }: OpenCircuit) =>
  (wire: number): string =>
    names.ofWire.get(wire)?.[0] ?? `wire ${wire}`;

function countedByLastPart(names: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(names, (name) => name.slice(name.lastIndexOf(".") + 1));
  return Object.fromEntries([...groups].map(([last, own]) => [last, own.length]));
}

/** Ids of constraints that are a constant multiple of an earlier one, by their values at two random points. */
export function repeatedConstraints(system: System, seed: string): number[] {
  const random = seededRandom(`points/${seed}`);
  const [one, other] = [0, 1].map(() => Array.from({ length: system.wires }, () => random.bigint(0n, R - 1n))) as [
    bigint[],
    bigint[],
  ];
  const keys = ratioKeys(
    system.constraints.map((constraint) => [residueAt(constraint, one), residueAt(constraint, other)]),
  );
  const seen = new Set<string>();
  return system.constraints.flatMap(({ id }, i) => {
    const key = keys[i] as string;
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated ? [id] : [];
  });
}
