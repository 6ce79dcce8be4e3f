/** A compiled circuit opened for tests: constraints, names and witness generators, each made once per process. */

import { readFileSync } from "node:fs";
import { type Diagnosis, judge } from "../../prover/artifacts/diagnose.ts";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { parseR1cs, type R1cs } from "../../prover/artifacts/r1cs.ts";
import { parseSym, type SignalNames } from "../../prover/artifacts/sym.ts";
import {
  type CircuitInputs,
  createWitnessCalculator,
  type WitnessCalculator,
} from "../../prover/artifacts/witness-calculator.ts";
import { type Compilation, compileCircuit } from "../../scripts/circuits/compile.ts";
import type { Optimisation } from "../../scripts/circuits/compiler.ts";

/** One compilation, opened. */
export type OpenCircuit = {
  readonly compilation: Compilation;
  readonly r1cs: R1cs;
  readonly names: SignalNames;
  /** Refuses what a constraint refuses, like an honest prover. */
  readonly honest: WitnessCalculator;
  /** Computes on whatever happens, like a dishonest one. */
  readonly dishonest: WitnessCalculator;
};

/**
 * Compiles (or finds) a circuit and opens it.
 * @example const circuit = await openCircuit("circuits/main/size-update-desk-8.circom", "O2");
 */
export async function openCircuit(main: string, optimisation: Optimisation = "O2"): Promise<OpenCircuit> {
  const compilation = await compileCircuit({ root: packageRoot(), main, optimisation });
  const wasm = readFileSync(compilation.wasm);
  return {
    compilation,
    r1cs: parseR1cs(readFileSync(compilation.r1cs)),
    names: parseSym(readFileSync(compilation.sym, "utf8")),
    honest: await createWitnessCalculator(wasm),
    dishonest: await createWitnessCalculator(wasm, { assertions: "ignored" }),
  };
}

/**
 * Forges inputs: computes everything that follows from them without a single assertion, then lets the constraint
 * system itself decide. No violations means that a prover could prove this.
 */
export function forgeInputs(
  circuit: OpenCircuit,
  inputs: CircuitInputs,
): Diagnosis & { readonly witness: readonly bigint[] } {
  const witness = circuit.dishonest.calculate(inputs);
  return { ...judge(circuit.r1cs, circuit.names, witness), witness };
}
