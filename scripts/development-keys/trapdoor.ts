/**
 * The published trapdoor of every development key. Whoever knows it can forge any proof, and everyone does:
 * these keys exist so that a clone can build, test and demonstrate within a minute. They must never guard value.
 */

import { createHash } from "node:crypto";
import { R } from "../../model/field.ts";

/** The text from which every secret of the development setup is derived; also printed in each manifest. */
export const TRAPDOOR_TEXT = "ballast development setup 1: published trapdoor, worthless, local chains only";

/** The secrets of a Groth16 setup; γ is 1 in snarkjs's format. */
export type Trapdoor = { readonly tau: bigint; readonly alpha: bigint; readonly beta: bigint };

/** τ, α and β of the development setup, each SHA-512 of the text and a label, reduced modulo r. */
export function developmentTrapdoor(text = TRAPDOOR_TEXT): Trapdoor {
  const derive = (label: string): bigint =>
    BigInt(`0x${createHash("sha512").update(`${text}/${label}`).digest("hex")}`) % R;
  return { tau: derive("tau"), alpha: derive("alpha"), beta: derive("beta") };
}

/** The beacon of the one phase-2 contribution: 32 bytes, hashed 2^10 times by snarkjs's rule. */
export function developmentBeacon(text = TRAPDOOR_TEXT): { readonly hash: Uint8Array; readonly iterationsExp: number } {
  return { hash: createHash("sha256").update(`${text}/beacon`).digest(), iterationsExp: 10 };
}
