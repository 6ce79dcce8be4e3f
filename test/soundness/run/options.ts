/** What `npm run soundness` takes. */

import { parseArgs } from "node:util";
import { BALLAST_SEED } from "../seed.ts";
import type { RunOptions } from "./runner.ts";

/** What `--help` says. */
export const USAGE = `npm run soundness -- [OPTION…]

                    statements, canaries, a seeded slice of deletions and campaigns
  --full            everything; goes on from what is published and kept, publishes at its end
  --only TEXT       the units whose name holds TEXT
  --again           do what has a result already once more, to see it with your own eyes
  --minutes N       stop after N minutes, at most 120 (the default); a unit is not cut short
  --seed SEED       the seed of every random choice; BALLAST_SEED, or soundness/1
  --list            names the units, with what a known result took; with --full all of them
  --page            publish what full runs have so far, and write docs/soundness.md from it
  --check           how docs/soundness.md stands to the sources at hand
  --help            this

Exit codes: 0 nothing found; 1 a finding, with --page and --check in what is published, or the page
is not of it; 2 wrong usage; 3 something is left to do; 4 a unit broke off with an error.`;

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

/** Reads the arguments of the command. @throws Error for one that it does not know, and for two that say nothing together. */
export function readOptions(args: readonly string[]): Options {
  const flag = { type: "boolean" } as const;
  const text = { type: "string" } as const;
  const options = {
    ...{ list: flag, page: flag, check: flag, help: flag },
    ...{ full: flag, again: flag, only: text, minutes: text, seed: text },
  };
  const { values } = parseArgs({ args: [...args], options });
  const verbs = (["list", "page", "check", "help"] as const).filter((name) => values[name]);
  const verb: Verb = verbs[0] ?? "run";
  const others = Object.keys(values).filter((name) => name !== verb);
  const wrong = others.find((name) => !TAKES[verb].some((own) => own === name));
  if (wrong !== undefined) throw new Error(`--${wrong} says nothing beside --${verb}`);
  const { full = false, again = false, only = "", minutes = "120", seed = BALLAST_SEED } = values;
  if (!(Number(minutes) > 0 && Number(minutes) <= 120))
    throw new Error("--minutes takes a number above 0, at most 120");
  if (seed === "") throw new Error("--seed takes any text but the empty one");
  return { verb, full, again, only, minutes: Number(minutes), seed };
}
