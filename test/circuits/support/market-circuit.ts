/** The statement `market-update` in tests. */
import type { CircuitInput } from "../../../model/witness.ts";
import { rulesOf, violations } from "../../../prover/artifacts/violations.ts";
import type { OpenCircuit } from "../../harness/circuit.ts";

export const MARKET_F8 = "circuits/main/market-update-f8.circom";

/** The eight public signals of a witness, in order. */
export const publicSignalsOf = (witness: readonly bigint[]): readonly bigint[] => witness.slice(1, 9);

/** The rules whose constraints an input breaks, everything after it recomputed without assertions; and the witness. */
export function rulesBroken(
  circuit: OpenCircuit,
  input: CircuitInput,
): { rules: string[]; witness: readonly bigint[] } {
  const witness = circuit.dishonest.calculate(input);
  return { rules: rulesOf(violations(circuit.r1cs, witness, circuit.names)).sort(), witness };
}
