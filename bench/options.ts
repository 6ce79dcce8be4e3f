import { parseArgs } from "node:util";
import { usageError } from "../prover/cli/input.ts";

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  readonly rounds: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** Fewest rounds a median may rest on, and most that the played history has days for. */
const LEAST = 5;
const MOST = 12;

export const USAGE = `npm run bench [-- OPTIONS]

Times proofs, verification and explain, and counts constraints and gas, in one run; writes bench/latest.json.

  --rounds N  samples of each, ${LEAST} to ${MOST} (default ${LEAST})
  --json      print the report instead of the tables
  --help      show this
`;

/** Reads the command line. Throws BallastError BAL-251 (exit 2). */
export function parseBenchOptions(argv: readonly string[]): BenchOptions {
  const { rounds = `${LEAST}`, json = false, help = false } = valuesOf(argv);
  if (!/^\d{1,2}$/.test(rounds) || Number(rounds) < LEAST || Number(rounds) > MOST)
    throw usageError("--rounds", `must be a whole number from ${LEAST} to ${MOST}`);
  return { rounds: Number(rounds), json, help };
}

function valuesOf(argv: readonly string[]) {
  const options = {
    rounds: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    throw usageError("options", (cause as Error).message.replace(/\.$/, ""));
  }
}
