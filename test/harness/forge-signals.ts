/**
 * Forges signals inside a circuit. Chosen signals get new values, everything that follows from them is computed again
 * from the constraints, and the constraint systems (O0 and the shipped one) decide whether a prover could get away with it.
 *
 * Constraints have no direction: an assertion such as `out === 1` gives `out`, and a change upstream then breaks the
 * constraint before it. The verdict is the same; only the broken constraint that is named may lie next to the assertion.
 * A rejection says that this one way of completing the witness fails, not that every way does.
 */

import { inverse, toField } from "../../model/field.ts";
import { evaluateRow, type R1cs } from "../../prover/artifacts/r1cs.ts";
import { ruleOf, type Violation, violations } from "../../prover/artifacts/violations.ts";
import type { CircuitInputs } from "../../prover/artifacts/witness-calculator.ts";
import { type OpenCircuit, openCircuit } from "./circuit.ts";
import { hintNames } from "./hint-names.ts";
import { type Step, solveOrder } from "./solve-order.ts";

/** What became of a forgery. */
export type Forgery = {
  /** True when every constraint holds although a signal was changed: the circuit does not pin it. */
  readonly accepted: boolean;
  /** Broken constraints of the unsimplified system, named. */
  readonly violations: readonly Violation[];
  /** Rule ids of the broken constraints, each once. */
  readonly rules: readonly string[];
  /** The whole forged witness at O0. */
  readonly witness: readonly bigint[];
  /** Constraints that the forged values break in the shipped system. */
  readonly shippedViolations: readonly Violation[];
};

/** New values by full signal name; a function derives its value from the signals computed so far. */
export type ForgedValues = { readonly [name: string]: bigint | ((read: (name: string) => bigint) => bigint) };

/** A circuit ready to be attacked. */
export type ForgeLab = {
  readonly circuit: OpenCircuit;
  readonly shipped: OpenCircuit;
  /** The honest witness at O0. */
  honest(inputs: CircuitInputs): bigint[];
  /** Forces signals and recomputes the rest, starting from an honest witness at O0. */
  forge(honest: readonly bigint[], values: ForgedValues): Forgery;
};

/**
 * Opens a circuit at O0 and as shipped and prepares the order of recomputation.
 * @example
 * const lab = await openForgeLab("test/harness/circuits/unsound-division.circom");
 * lab.forge(lab.honest({ dividend: 17n, divisor: 5n }), { "main.quotient": 2n }).accepted // true: a bug is found
 */
export async function openForgeLab(main: string): Promise<ForgeLab> {
  const circuit = await openCircuit(main, "O0");
  const shipped = await openCircuit(main, "O2");
  const likely = hintNames(main);
  const isLikelyHint = (wire: number): boolean =>
    (circuit.names.ofWire.get(wire) ?? []).some((name) => likely.has(baseName(name)));
  const steps = solveOrder(circuit.r1cs, isLikelyHint);
  return {
    circuit,
    shipped,
    honest: (inputs) => circuit.honest.calculate(inputs),
    forge: (honest, values) => forge(circuit, shipped, steps, honest, values),
  };
}

function forge(
  circuit: OpenCircuit,
  shipped: OpenCircuit,
  steps: readonly Step[],
  honest: readonly bigint[],
  values: ForgedValues,
): Forgery {
  const witness = resolve(circuit, steps, honest, values);
  const broken = violations(circuit.r1cs, witness, circuit.names);
  const rules = [...new Set(broken.map(ruleOf).filter((rule) => rule !== undefined))];
  const shippedBroken = violations(shipped.r1cs, carryOver(circuit, shipped, witness), shipped.names);
  if (broken.length === 0 && shippedBroken.length > 0) {
    throw new Error(
      "the shipped constraints refuse what the unsimplified ones accept: the two are not the same circuit",
    );
  }
  return { accepted: broken.length === 0, violations: broken, rules, witness, shippedViolations: shippedBroken };
}

/** Runs the steps over an honest witness with some wires forced. */
function resolve(
  circuit: OpenCircuit,
  steps: readonly Step[],
  honest: readonly bigint[],
  values: ForgedValues,
): bigint[] {
  const { r1cs } = circuit;
  const witness = [...honest];
  const read = (name: string): bigint => witness[wireNamed(circuit, name)] as bigint;
  const derived = new Map<number, (read: (name: string) => bigint) => bigint>();
  const forced = new Set<number>();
  for (const [name, value] of Object.entries(values)) {
    const wire = wireNamed(circuit, name);
    forced.add(wire);
    if (typeof value === "function") derived.set(wire, value);
    else witness[wire] = toField(value);
  }
  for (const step of steps) {
    for (const [wire, value] of runStep(r1cs, step, witness)) {
      const rule = derived.get(wire);
      if (rule !== undefined) witness[wire] = toField(rule(read));
      else if (!forced.has(wire)) witness[wire] = value;
    }
  }
  return witness;
}

function runStep(r1cs: R1cs, step: Step, witness: bigint[]): (readonly [number, bigint])[] {
  switch (step.kind) {
    case "hint":
      return [[step.wire, witness[step.wire] as bigint]];
    case "linear":
      return [[step.wire, solveInC(r1cs, step.constraint, step.wire, witness)]];
    case "factor":
      return [[step.wire, solveFactor(r1cs, step.constraint, step.wire, witness)]];
    case "bits":
      return digits(r1cs, step.constraint, step.wires, witness);
    case "is-zero":
      return isZero(r1cs, step, witness);
  }
}

/** The value of `wire` for which A·B = C, given that it stands in C only. */
function solveInC(r1cs: R1cs, constraint: number, wire: number, witness: readonly bigint[]): bigint {
  const [a, b, c] = [0, 1, 2].map((row) => evaluateRow(r1cs, 3 * constraint + row, witness)) as [
    bigint,
    bigint,
    bigint,
  ];
  const weight = coefficientIn(r1cs, 3 * constraint + 2, wire);
  return toField((a * b - c) * inverse(weight) + (witness[wire] as bigint));
}

/** The value of a factor for which A·B = C; its present value where the other factor is zero. */
function solveFactor(r1cs: R1cs, constraint: number, wire: number, witness: readonly bigint[]): bigint {
  const inA = coefficientIn(r1cs, 3 * constraint, wire);
  const [own, other] = inA !== 0n ? [0, 1] : [1, 0];
  const weight = inA !== 0n ? inA : coefficientIn(r1cs, 3 * constraint + 1, wire);
  const multiplier = toField(evaluateRow(r1cs, 3 * constraint + other, witness));
  const present = witness[wire] as bigint;
  if (multiplier === 0n) return present;
  const target = evaluateRow(r1cs, 3 * constraint + 2, witness) * inverse(multiplier);
  return toField((target - evaluateRow(r1cs, 3 * constraint + own, witness)) * inverse(weight) + present);
}

/** Binary digits of what the rest of a sum leaves; digits that do not fit are dropped and the constraint then breaks. */
function digits(
  r1cs: R1cs,
  constraint: number,
  wires: readonly number[],
  witness: readonly bigint[],
): (readonly [number, bigint])[] {
  const row = 3 * constraint + 2;
  const weights = wires.map((wire) => coefficientIn(r1cs, row, wire));
  const own = wires.reduce((sum, wire, i) => sum + (weights[i] as bigint) * (witness[wire] as bigint), 0n);
  const unit = weights[0] as bigint;
  const rest = toField((own - evaluateRow(r1cs, row, witness)) * inverse(unit));
  return wires.map((wire, i) => {
    const ratio = (weights[i] as bigint) / unit;
    return [wire, (rest / ratio) & 1n] as const;
  });
}

/** An inverse and its flag together: the flag is 0 for every value but 0, whatever either of them was before. */
function isZero(r1cs: R1cs, step: Extract<Step, { kind: "is-zero" }>, trial: bigint[]): (readonly [number, bigint])[] {
  const { constraint, inverse: hint, flag } = step;
  const other = coefficientIn(r1cs, 3 * constraint, hint) !== 0n ? 1 : 0;
  const value = toField(evaluateRow(r1cs, 3 * constraint + other, trial));
  const saved = [trial[hint] as bigint, trial[flag] as bigint] as const;
  [trial[hint], trial[flag]] = [0n, 0n];
  const result =
    value === 0n
      ? ([
          [hint, 0n],
          [flag, solveInC(r1cs, constraint, flag, trial)],
        ] as const)
      : ([
          [flag, 0n],
          [hint, solveFactor(r1cs, constraint, hint, trial)],
        ] as const);
  [trial[hint], trial[flag]] = saved;
  return [...result];
}

function coefficientIn(r1cs: R1cs, row: number, wire: number): bigint {
  for (let term = r1cs.offsets[row] as number; term < (r1cs.offsets[row + 1] as number); term++) {
    if (r1cs.wireOf[term] === wire) return r1cs.coefficients[r1cs.coefficientOf[term] as number] as bigint;
  }
  return 0n;
}

/** The shipped witness that has the same values under the same names. */
function carryOver(from: OpenCircuit, to: OpenCircuit, witness: readonly bigint[]): bigint[] {
  const result: bigint[] = new Array(to.r1cs.wires).fill(0n);
  result[0] = 1n;
  for (const [wire, [name]] of to.names.ofWire) {
    const source = name === undefined ? undefined : from.names.wireOf(name);
    if (source === undefined) throw new Error(`${name} has no value at O0`);
    result[wire] = witness[source] as bigint;
  }
  return result;
}

function wireNamed(circuit: OpenCircuit, name: string): number {
  const wire = circuit.names.wireOf(name);
  if (wire !== undefined) return wire;
  const similar = circuit.names.all.filter((other) => baseName(other) === baseName(name)).slice(0, 3);
  throw new Error(
    `no signal ${name} in ${circuit.compilation.name}; did you mean ${similar.join(", ") || "something else"}?`,
  );
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).replace(/\[.*$/, "");
}
