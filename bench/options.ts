import { parseArgs } from "node:util";
import { BallastError } from "../model/errors.ts";

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

/** Reads the command line. Throws BallastError BAL-101 (exit 2). */
export function parseBenchOptions(argv: readonly string[]): BenchOptions {
  const fault = (problem: string, cause?: unknown) =>
    new BallastError("BAL-101", `bench: ${problem}.`, { details: "Run `npm run bench -- --help`.", cause });
  try {
    const options = {
      rounds: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    } as const;
    const { values } = parseArgs({ args: [...argv], options });
    const { rounds = `${LEAST}`, json = false, help = false } = values;
    if (!/^\d{1,2}$/.test(rounds) || Number(rounds) < LEAST || Number(rounds) > MOST)
      throw fault(`--rounds must be a whole number from ${LEAST} to ${MOST}`);
    return { rounds: Number(rounds), json, help };
  } catch (cause) {
    throw cause instanceof BallastError ? cause : fault((cause as Error).message, cause);
  }
}
