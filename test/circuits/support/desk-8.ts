/** The shipped desk-8 compilation, parsed once per test file. */
import { readFileSync } from "node:fs";
import { parseR1cs, type R1cs } from "../../../prover/artifacts/r1cs.ts";
import { parseSym, type SignalNames } from "../../../prover/artifacts/sym.ts";
import { createWitnessCalculator, type WitnessCalculator } from "../../../prover/artifacts/witness-calculator.ts";
import { compileCircuit } from "../../../scripts/circuits/compile.ts";

export interface LoadedCircuit {
  readonly r1cs: R1cs;
  readonly names: SignalNames;
  /** Computes on after a failed constraint, as a dishonest prover would. */
  readonly forging: WitnessCalculator;
}

/** Compiles a main file with the shipped flags (or finds it in the cache) and parses it. */
export async function loadCircuit(main: string): Promise<LoadedCircuit> {
  const compilation = await compileCircuit({ root: process.cwd(), main });
  return {
    r1cs: parseR1cs(readFileSync(compilation.r1cs)),
    names: parseSym(readFileSync(compilation.sym, "utf8")),
    forging: await createWitnessCalculator(readFileSync(compilation.wasm), { assertions: "ignored" }),
  };
}

export const DESK_8 = "circuits/main/size-update-desk-8.circom";
