import { parseArgs } from "node:util";
import { usageError } from "../prover/cli/input.ts";

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  readonly rounds: number;
  /** The classes of books beside each other, instead of everything else. */
  readonly classes: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Fewest rounds a median may rest on, and most that the played history has days for. */
const LEAST = 5;
const MOST = 12;
/** Of the classes, whose proofs take long. */
const LEAST_CLASSES = 3;

export const USAGE = `npm run bench [-- OPTIONS]

Times proofs, verification and explain, and counts constraints and gas, in one run; writes bench/latest.json.

  --rounds N  samples of each, ${LEAST} to ${MOST} (default ${LEAST}); of --classes from ${LEAST_CLASSES}
  --classes   instead: option books of every class, their proofs, memory and gas, into bench/classes.json; needs
              \`npm run build:circuits -- --all\`
  --json      print the report instead of the tables
  --help      show this
`;

/** Reads the command line. Throws BallastError BAL-251 (exit 2). */
export function parseBenchOptions(argv: readonly string[]): BenchOptions {
  const { classes = false, json = false, help = false, ...rest } = valuesOf(argv);
  const least = classes ? LEAST_CLASSES : LEAST;
  const { rounds = `${least}` } = rest;
  if (!/^\d{1,2}$/.test(rounds) || Number(rounds) < least || Number(rounds) > MOST)
    throw usageError("--rounds", `must be a whole number from ${least} to ${MOST}`);
  return { rounds: Number(rounds), classes, json, help };
}

function valuesOf(argv: readonly string[]) {
  const options = {
    rounds: { type: "string" },
    classes: { type: "boolean" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    throw usageError("options", (cause as Error).message.replace(/\.$/, ""));
  }
}
