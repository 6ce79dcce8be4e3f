import { readFileSync } from "node:fs";
import { loadArtifacts } from "../../../prover/artifacts/load.ts";
import { parseR1cs } from "../../../prover/artifacts/r1cs.ts";
import { parseWtns } from "../../../prover/artifacts/wtns.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import type { ProvingCircuit } from "../../../prover/circuit.ts";
import { wholeOrSlice } from "../../support/slice.ts";
import type { Desk8 } from "./desk-8.ts";
import { openTrapdoorProver, type TrapdoorProver } from "./trapdoor-prover.ts";

/**
 * A backend that proves by the trapdoors of development keys, in milliseconds, what a witness calculator accepted: for stories whose
 * proofs stand in other tests. Its proofs are valid, so contracts and verifier judge them as they judge any.
 */
export async function openTrapdoorBackend(circuits: readonly ProvingCircuit[]): Promise<ProvingBackend> {
  const provers = new Map<string, { readonly prove: TrapdoorProver; readonly inputs: number }>();
  for (const circuit of circuits) {
    const { paths } = await loadArtifacts(circuit.artifacts.circuit);
    const prove = await openTrapdoorProver({ r1cs: parseR1cs(readFileSync(paths.r1cs)), circuit });
    provers.set(circuit.zkey, { prove, inputs: circuit.key.ic.length - 1 });
  }
  let seed = 1n;
  return {
    prove: async (zkey, wtns) => {
      const known = provers.get(zkey);
      if (known === undefined) throw new Error(`${zkey} is of none of the given circuits`);
      const publicInputs = parseWtns(wtns, "the witness").slice(1, known.inputs + 1);
      return { proof: known.prove(publicInputs, seed++), publicInputs };
    },
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** The shipped prover, or in continuous integration, which has others of its proofs, the trapdoor. */
export const backendOf = ({ circuit }: Desk8): Promise<ProvingBackend> =>
  wholeOrSlice(openBackend, () => openTrapdoorBackend([circuit]))();
