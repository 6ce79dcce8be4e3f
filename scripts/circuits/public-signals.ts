/** A public signal in no constraint could be changed at will by whoever relays a proof, so no such circuit gets a key. */

import { publicWires, type R1cs } from "../../prover/artifacts/r1cs.ts";

/** @throws Error naming the position of a public signal that no constraint mentions. */
export function assertPublicSignalsUsed(r1cs: R1cs, name: string): void {
  const unused = new Set(Array.from({ length: publicWires(r1cs) }, (_, i) => i + 1));
  const terms = r1cs.offsets[3 * r1cs.constraints] as number;
  for (let term = 0; term < terms && unused.size > 0; term++) unused.delete(r1cs.wireOf[term] as number);
  if (unused.size === 0) return;
  const [first] = unused;
  throw new Error(`${name}: public signal ${first} is in no constraint; bind it in the circuit before making keys`);
}
