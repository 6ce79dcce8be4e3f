import { rulesOf, violations } from "../../../prover/artifacts/violations.ts";
import type { LoadedCircuit } from "./desk-8.ts";
import type { RawInput } from "./reseal.ts";

/** The rules whose constraints a witness breaks, when everything after the inputs is recomputed without assertions. */
export function brokenRules(circuit: LoadedCircuit, input: RawInput): string[] {
  const witness = circuit.forging.calculate(input);
  const broken = violations(circuit.r1cs, witness, circuit.names);
  if (broken.length === 0) return [];
  const rules = rulesOf(broken);
  return rules.length === 0 ? ["unnamed"] : rules.sort();
}
