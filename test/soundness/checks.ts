/** The checks of one compiled circuit that need no knowledge of what it is for, and one that does. */

import { R, toField } from "../../model/field.ts";
import { violatedConstraints } from "../../prover/artifacts/r1cs.ts";
import type { CircuitInputs, CircuitValue } from "../../prover/artifacts/witness-calculator.ts";
import type { OpenCircuit } from "../harness/circuit.ts";
import { freedomAt } from "./jacobian/rank.ts";
import { readSystem } from "./system/system.ts";
import { proveUnique } from "./uniqueness/prove.ts";
import type { Ranges } from "./uniqueness/ranges.ts";

/** What can be wrong: signals not determined, free to first order, inputs in no constraint, wrong witnesses accepted. */
export type Check = "uniqueness" | "rank" | "unused input" | "wanted";

/** What the checks found, as names of signals or inputs in words; a check without findings is absent. */
export type Findings = ReadonlyMap<Check, readonly string[]>;

type Wanted = (input: Readonly<Record<string, bigint>>) => Readonly<Record<string, bigint>> | undefined;

/** Values at which ranges end, signs turn and fields wrap. */
const EDGES: readonly bigint[] = [0n, 1n, 2n, 3n, 255n, 256n, 511n, 65_535n, R - 1n, (R - 1n) / 2n, (R + 1n) / 2n];

/**
 * Runs every check on one circuit.
 * @param input an honest input; its witness is where the rank is taken.
 * @param wanted what the circuit is for, when edges of the inputs and `tries` are to be judged by it.
 */
export function check(
  circuit: OpenCircuit,
  input: CircuitInputs,
  wanted?: Wanted,
  tries: readonly CircuitInputs[] = [],
  assumed?: Ranges,
): Findings {
  const system = readSystem(circuit.r1cs);
  const { open, inverses } = proveUnique(system, assumed);
  const witness = circuit.honest.calculate(input);
  const ignored = new Set(inverses);
  const free = freedomAt(system, witness).free.filter((wire) => !ignored.has(wire));
  const name = (wire: number): string => circuit.names.ofWire.get(wire)?.[0] ?? `wire ${wire}`;
  const found: readonly [Check, readonly string[]][] = [
    ["uniqueness", open.map(name)],
    ["rank", free.map(name)],
    ["unused input", unusedInputs(circuit, input)],
    ["wanted", wanted === undefined ? [] : unwanted(circuit, wanted, [...edgesOf(input), ...tries])],
  ];
  return new Map(found.filter(([, list]) => list.length > 0));
}

/** Inputs that no constraint mentions. The compiler drops such a private input from the system and keeps a public one without use. */
export function unusedInputs({ r1cs, names }: Pick<OpenCircuit, "r1cs" | "names">, input: CircuitInputs): string[] {
  const mentioned = new Set(r1cs.wireOf.subarray(0, r1cs.offsets[3 * r1cs.constraints]));
  const isUsed = (name: string): boolean => mentioned.has(names.wireOf(name) ?? -1);
  return Object.keys(leavesOf(input))
    .map((name) => `main.${name}`)
    .filter((name) => !isUsed(name));
}

/** The input with each of its numbers at each edge. */
function edgesOf(input: CircuitInputs): CircuitInputs[] {
  return Object.entries(input).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return EDGES.map((edge) => ({ ...input, [name]: edge }));
    const items = value as readonly CircuitValue[];
    return items.flatMap((_, i) => EDGES.map((edge) => ({ ...input, [name]: items.with(i, edge) })));
  });
}

/** Inputs whose witness the constraints accept although it should not exist, or gives another output. */
function unwanted({ r1cs, names, dishonest }: OpenCircuit, wanted: Wanted, inputs: readonly CircuitInputs[]): string[] {
  return inputs.flatMap((input) => {
    const witness = dishonest.calculate(input);
    if (violatedConstraints(r1cs, witness, 1).length > 0) return [];
    const leaves = leavesOf(input);
    const outputs = wanted(leaves);
    const isRight =
      outputs !== undefined &&
      Object.entries(outputs).every(([name, value]) => witness[names.wireOf(`main.${name}`) ?? 0] === toField(value));
    return isRight ? [] : [JSON.stringify(Object.fromEntries(Object.entries(leaves).map(([k, v]) => [k, String(v)])))];
  });
}

/** The numbers of an input by their full names below main, such as `table[2]`. */
export function leavesOf(input: CircuitInputs): Record<string, bigint> {
  const leaves: Record<string, bigint> = {};
  const visit = (name: string, value: CircuitValue): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of (value as readonly CircuitValue[]).entries()) visit(`${name}[${i}]`, item);
    } else leaves[name] = toField(BigInt(value as bigint));
  };
  for (const [name, value] of Object.entries(input)) visit(name, value);
  return leaves;
}
