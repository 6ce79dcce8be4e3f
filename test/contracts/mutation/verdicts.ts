/** What is known of a group's mutants, on disk: one line per finding, so that a run can be cut short at any moment. */

import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";

/** What a test showed of mutants: killed, tried in vain, or that the test cannot be repeated in place; and that a file came to its end. */
export type Finding =
  | { readonly kind: "killed"; readonly mutant: number; readonly by: string }
  | { readonly kind: "survived"; readonly mutant: number; readonly test: string }
  | { readonly kind: "reached"; readonly test: string; readonly mutants: readonly number[]; readonly seconds: number }
  | { readonly kind: "unrepeatable"; readonly test: string }
  | { readonly kind: "ran"; readonly test: string };

/**
 * A test in words: its file, the file's state, and the titles. What a test let survive is forgotten when its file changes, and
 * so is what it killed, except that it is the first to be asked again.
 */
export const testName = (file: string, titles: readonly string[]): string =>
  [`${file} @ ${stateOf(file)}`, ...titles].join(" > ");

/** How a file's whole is called when a mutant is on from its start, set-ups included. */
export const fromTheStart = (file: string): string => testName(file, ["from the start"]);

const stateOf = (file: string): string => {
  const path = join(packageRoot(), file);
  return existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 8) : "gone";
};

/** Gives the name of a test as its file is now, reading each file once. */
function namesNow(): (test: string) => string {
  const states = new Map<string, string>();
  return (test) => {
    const [, file = "", rest = ""] = /^(\S+) @ \S+(.*)$/s.exec(test) ?? [];
    if (!states.has(file)) states.set(file, stateOf(file));
    return `${file} @ ${states.get(file)}${rest}`;
  };
}

const pathIn = (folder: string): string => join(folder, "verdicts.jsonl");

/** Keeps findings. */
export function keep(folder: string, findings: readonly Finding[]): void {
  if (findings.length > 0) appendFileSync(pathIn(folder), findings.map((each) => `${JSON.stringify(each)}\n`).join(""));
}

/** All findings put together. */
export interface Verdicts {
  /** By which test each was killed. */
  readonly killed: ReadonlyMap<number, string>;
  /** The tests that killed each before their file changed, as they are called now. */
  readonly suspects: ReadonlyMap<number, ReadonlySet<string>>;
  /** Which tests each survived. */
  readonly survived: ReadonlyMap<number, ReadonlySet<string>>;
  /** Which mutants each test reaches, as far as it was run. */
  readonly reached: ReadonlyMap<string, ReadonlySet<number>>;
  /** How long the processor took for each of these tests as it is. */
  readonly seconds: ReadonlyMap<string, number>;
  readonly unrepeatable: ReadonlySet<string>;
  /** Files, as `testName` calls them without titles, of which every test was run: what none of these reaches, they do not. */
  readonly ran: ReadonlySet<string>;
}

/** Reads what was kept; a line cut short by a crash is left out. */
export function readVerdicts(folder: string): Verdicts {
  const killed = new Map<number, string>();
  const suspects = new Map<number, Set<string>>();
  const survived = new Map<number, Set<string>>();
  const reached = new Map<string, Set<number>>();
  const seconds = new Map<string, number>();
  const unrepeatable = new Set<string>();
  const ran = new Set<string>();
  const path = pathIn(folder);
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  const nameNow = namesNow();
  for (const line of lines) {
    const finding = JSON.parse(line) as Finding;
    if (finding.kind === "killed") {
      const by = nameNow(finding.by);
      if (by === finding.by) killed.set(finding.mutant, by);
      else suspects.set(finding.mutant, (suspects.get(finding.mutant) ?? new Set()).add(by));
    } else if (nameNow(finding.test) !== finding.test) continue;
    if (finding.kind === "reached") {
      reached.set(finding.test, new Set(finding.mutants));
      seconds.set(finding.test, finding.seconds);
    }
    if (finding.kind === "unrepeatable") unrepeatable.add(finding.test);
    if (finding.kind === "ran") ran.add(finding.test);
    if (finding.kind !== "survived") continue;
    const tests = survived.get(finding.mutant) ?? new Set();
    survived.set(finding.mutant, tests.add(finding.test));
  }
  return { killed, suspects, survived, reached, seconds, unrepeatable, ran };
}
