/** Statements that no test can run, each with its reason. */

import type { Statement } from "./build.ts";

const LIST: readonly { readonly file: string; readonly text: string; readonly why: string }[] = [
  {
    file: "contracts/verifier/Groth16Verifier.sol",
    text: "weight = 1;",
    why: "Only when 128 bits of a hash of the whole call are zero, which nobody can bring about.",
  },
  {
    file: "contracts/verifier/Groth16Equation.sol",
    text: "revert Groth16VerifierGasTooLow(150, gasleft());",
    why: "Both points are on the curve, so the sum fails only for want of gas; what is left then is too little to say so. On a chain that asks more for a sum it runs; a test shows that with a verifier whose code is altered.",
  },
];

/** Whether a statement is on the list. */
export const isUnreachable = ({ file, text }: Statement): boolean =>
  LIST.some((entry) => entry.file === file && text.includes(entry.text));
