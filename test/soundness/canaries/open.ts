/** The main file of a canary, with its bug or mended, and its compilation as the proofs want it. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { type OpenCircuit, openCircuit } from "../../harness/circuit.ts";
import { check, type Findings } from "../checks.ts";
import { type Canary, inputFor, triesFor } from "./canaries.ts";

const SHELF = join(".ballast", "soundness", "canaries");

/** Opens `Canary(0)`, the bug, or `Canary(1)`, its mended twin. */
export function openCanary(canary: Pick<Canary, "name">, mended: boolean): Promise<OpenCircuit> {
  return openCircuit(writeCanary(canary, mended), "O1");
}

/** Writes the main file and returns its path relative to the root. */
export function writeCanary({ name }: Pick<Canary, "name">, mended: boolean): string {
  const main = join(SHELF, `${name}-${mended ? "mended" : "bug"}.circom`);
  const path = join(packageRoot(), main);
  const include = `include "../../../test/soundness/canaries/${name}.circom";`;
  const text = `pragma circom 2.1.9;\n\n${include}\n\ncomponent main = Canary(${mended ? 1 : 0});\n`;
  mkdirSync(join(packageRoot(), SHELF), { recursive: true });
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  return main;
}

/** What the laboratory says about a canary. */
export async function examine(canary: Canary, mended: boolean): Promise<Findings> {
  const circuit = await openCanary(canary, mended);
  return check(circuit, inputFor(canary, mended), canary.wanted, triesFor(canary, mended));
}
