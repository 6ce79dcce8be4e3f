import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ContractArtifact, compileVerifier } from "../../contracts/deploy/compile-verifier.ts";
import { BallastError } from "../../model/errors.ts";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { type Circuit, loadCircuit } from "../../prover/circuit.ts";

/** The book class of both desks. */
export const BOOK_CLASS = "desk-8";

/** A circuit ready to prove, and the contract that verifies its key. */
export interface Ready {
  readonly circuit: Circuit;
  readonly verifier: ContractArtifact;
}

/**
 * Builds circuit and development key unless they are current, and loads them. `note` hears what the build is doing.
 * Throws BallastError BAL-504 (exit 5) when the build fails.
 */
export async function prepareCircuit(note: (text: string) => void): Promise<Circuit> {
  const script = join(packageRoot(), "scripts", "build-circuits.ts");
  const child = spawn(process.execPath, [script, `size-update-${BOOK_CLASS}`], { stdio: ["ignore", "pipe", "pipe"] });
  const words: string[] = [];
  const hear = (chunk: Buffer): void => {
    const lines = chunk.toString().split("\n").filter(Boolean);
    words.push(...lines);
    note(lines.at(-1) ?? "");
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const [code] = (await once(child, "close")) as [number | null];
  if (code === 0) return loadCircuit(BOOK_CLASS);
  const details = `Run \`npm run build:circuits\`. ${words.slice(-3).join(" ")}`;
  throw new BallastError("BAL-504", "the circuit could not be built.", { details });
}

/** The compiled verifier of a circuit's key; kept by content hash. */
export function prepareVerifier(circuit: Circuit): ContractArtifact {
  const vkey = JSON.parse(readFileSync(join(dirname(circuit.zkey), "vkey.json"), "utf8"));
  return compileVerifier(vkey, "SizeUpdateDesk8Verifier", join(packageRoot(), ".ballast/contracts/verifiers"));
}
