/** Names the rules that inputs break, when the witness generator has refused them. */

import { parseR1cs, type R1cs } from "./r1cs.ts";
import { parseSym, type SignalNames } from "./sym.ts";
import { ruleOf, type Violation, violations } from "./violations.ts";
import { type CircuitInputs, createWitnessCalculator } from "./witness-calculator.ts";

/** What the constraint system says about inputs. */
export type Diagnosis = {
  readonly violations: readonly Violation[];
  /** Rule ids such as `S-13`, each once, in the order of the constraints. */
  readonly rules: readonly string[];
};

/** Raw artifacts of one circuit. */
export type CircuitFiles = { readonly r1cs: Uint8Array; readonly sym: string; readonly wasm: Uint8Array };

/**
 * Computes the witness with assertions ignored and evaluates every constraint.
 * Satisfied inputs give two empty lists.
 */
export async function diagnose(files: CircuitFiles, inputs: CircuitInputs): Promise<Diagnosis> {
  const calculator = await createWitnessCalculator(files.wasm, { assertions: "ignored" });
  return judge(parseR1cs(files.r1cs), parseSym(files.sym), calculator.calculate(inputs));
}

/** Judges one witness against the constraints. */
export function judge(r1cs: R1cs, names: SignalNames, witness: readonly bigint[]): Diagnosis {
  const broken = violations(r1cs, witness, names);
  const rules = broken.map(ruleOf).filter((rule) => rule !== undefined);
  return { violations: broken, rules: [...new Set(rules)] };
}
