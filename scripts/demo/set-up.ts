import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ContractArtifact, compileVerifier } from "../../contracts/deploy/compile-verifier.ts";
import { BallastError } from "../../model/errors.ts";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { type Circuit, loadCircuit, type ProvingCircuit } from "../../prover/circuit.ts";
import { loadMarketCircuit, MARKET_CIRCUIT } from "../../prover/market/market-circuit.ts";

/** The book class of both desks. */
export const BOOK_CLASS = "desk-8";

/** Both circuits, ready to prove: of books and of markets. */
export interface Circuits {
  readonly book: Circuit;
  readonly market: ProvingCircuit;
}

/**
 * Builds both circuits and their development keys unless they are current, and loads them. `note` hears what the build is
 * doing. Throws BallastError BAL-504 (exit 5) when the build fails.
 */
export async function prepareCircuits(note: (text: string) => void): Promise<Circuits> {
  const script = join(packageRoot(), "scripts", "build-circuits.ts");
  const child = spawn(process.execPath, [script, `size-update-${BOOK_CLASS}`, MARKET_CIRCUIT], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const words: string[] = [];
  const hear = (chunk: Buffer): void => {
    const lines = chunk.toString().split("\n").filter(Boolean);
    words.push(...lines);
    note(lines.at(-1) ?? "");
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const [code] = (await once(child, "close")) as [number | null];
  if (code === 0) return { book: await loadCircuit(BOOK_CLASS), market: await loadMarketCircuit() };
  const details = `Run \`npm run build:circuits\`. ${words.slice(-3).join(" ")}`;
  throw new BallastError("BAL-504", "a circuit could not be built.", { details });
}

/** The compiled verifiers of both keys; kept by content hash. */
export interface Verifiers {
  readonly book: ContractArtifact;
  readonly market: ContractArtifact;
}

/** Compiles them unless they are kept. */
export function prepareVerifiers({ book, market }: Circuits): Verifiers {
  return {
    book: verifierOf(book, "SizeUpdateDesk8Verifier"),
    market: verifierOf(market, "MarketUpdateF8Verifier"),
  };
}

function verifierOf({ zkey }: ProvingCircuit, name: string): ContractArtifact {
  const vkey = JSON.parse(readFileSync(join(dirname(zkey), "vkey.json"), "utf8"));
  return compileVerifier(vkey, name, join(packageRoot(), ".ballast/contracts/verifiers"));
}
