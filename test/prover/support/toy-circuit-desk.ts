import { publicInputs } from "../../../model/witness.ts";
import type { Circuit } from "../../../prover/circuit.ts";
import { parseVerificationKey } from "../../../verifier/verification-key.ts";
import { type ToyCircuit, toyArtifacts, toyCircuit, toyWitness } from "./toy-circuit.ts";

/** The toy circuit in the shape the prover wants: it binds the five public inputs and judges nothing. */
export async function toyDesk8(): Promise<Circuit> {
  const toy: ToyCircuit = await toyCircuit();
  const key = parseVerificationKey(toy.vkeyBytes);
  return {
    class: "desk-8",
    zkey: toy.zkey,
    key,
    artifacts: toyArtifacts(key),
    calculate: (input) => toyWitness(toy, publicInputs(input)),
    brokenRules: async () => [],
  };
}
