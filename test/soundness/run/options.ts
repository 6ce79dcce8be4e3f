/** What `npm run soundness` takes. */

import { parseArgs } from "node:util";
import { BALLAST_SEED } from "../seed.ts";
import { UsageError } from "./usage-error.ts";

/** What a run is told. */
export type RunOptions = {
  readonly full: boolean;
  /** Also what has a result. */
  readonly again: boolean;
  readonly only: string;
  readonly minutes: number;
  readonly seed: string;
};

/** Exit codes of the command. */
export const EXIT = { nothing: 0, found: 1, usage: 2, left: 3, broken: 4 } as const;

/** What `--help` says. */
export const USAGE = `npm run soundness -- [OPTION…]

                    statements, canaries, a seeded slice of deletions and campaigns
  --full            everything; goes on from what is published and kept, publishes at its end
  --only TEXT       the units whose name holds TEXT
  --again           with --only: do what has a result already once more, to see it with your own eyes
  --minutes N       stop after N minutes, at most 120 (the default); a unit is not cut short
  --seed SEED       the seed of every random choice; BALLAST_SEED, or soundness/1
  --list            names the units, with what a known result took; with --full all of them
  --page            publish what full runs have so far, and write docs/soundness.md from it
  --check           how docs/soundness.md stands to the sources at hand
  --help            this

Exit codes: 0 nothing found; 1 a finding, with --page and --check in what is published, or the page
is not of it; 2 wrong usage; 3 something is left to do; 4 a unit, or all of it, broke off with an error.`;

/** What each verb takes beside it; `run` is the one that is not said. */
const TAKES = {
  run: ["full", "again", "only", "minutes", "seed"],
  list: ["full", "only", "seed"],
  page: ["seed"],
  check: [],
  help: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type Verb = keyof typeof TAKES;

/** What the command is told to do. */
export type Options = RunOptions & { readonly verb: Verb };

/** Reads the arguments of the command. @throws UsageError for one that it does not know, and for two that say nothing together. */
export function readOptions(args: readonly string[]): Options {
  const values = valuesOf(args);
  const verbs = (["help", "list", "page", "check"] as const).filter((name) => values[name]);
  const verb: Verb = verbs[0] ?? "run";
  const { full = false, again = false, only = "", minutes = "120", seed = BALLAST_SEED } = values;
  const others = Object.keys(values).filter((name) => name !== verb);
  const wrong = others.find((name) => !TAKES[verb].some((own) => own === name));
  if (wrong !== undefined && verb !== "help") throw new UsageError(`--${wrong} says nothing beside --${verb}`);
  if (again && only === "") throw new UsageError("--again takes --only, which names what you want to see again");
  if (!(Number(minutes) > 0 && Number(minutes) <= 120))
    throw new UsageError("--minutes takes a number above 0, at most 120");
  if (seed === "") throw new UsageError("--seed takes any text but the empty one");
  return { verb, full, again, only, minutes: Number(minutes), seed };
}

function valuesOf(args: readonly string[]) {
  const flag = { type: "boolean" } as const;
  const text = { type: "string" } as const;
  const options = {
    ...{ list: flag, page: flag, check: flag, help: flag },
    ...{ full: flag, again: flag, only: text, minutes: text, seed: text },
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
