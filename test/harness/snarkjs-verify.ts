/** snarkjs as a second opinion, with the lifetime of its worker threads in our hands. */

import * as snarkjs from "snarkjs";

/** Ends the threads that snarkjs keeps alive; call it in `afterAll`. */
export async function closeSnarkjs(): Promise<void> {
  const shared = (globalThis as { curve_bn128?: { terminate(): Promise<void> } | null }).curve_bn128;
  await shared?.terminate();
}

/** Whether snarkjs accepts a proof. */
export async function snarkjsAccepts(vkey: unknown, inputs: readonly bigint[], proof: unknown): Promise<boolean> {
  return snarkjs.groth16.verify(vkey as object, inputs.map(String), proof as snarkjs.Groth16Proof);
}

/** Proves with a key file and a witness file given as bytes. */
export async function snarkjsProve(
  zkey: string,
  wtns: Uint8Array,
): Promise<{ proof: unknown; publicSignals: string[] }> {
  return snarkjs.groth16.prove(zkey, wtns);
}

/** The verifying key that snarkjs exports from a proving key. */
export async function snarkjsExport(zkey: string): Promise<unknown> {
  return snarkjs.zKey.exportVerificationKey(zkey);
}
