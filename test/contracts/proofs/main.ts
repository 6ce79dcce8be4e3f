/**
 * Proofs about the contracts, and the slips that each must refute:
 *
 *   npm run prove:contracts -- [--only TEXT] [--minutes N]
 *
 * Each result is kept under `.ballast/proofs/` by the sources it is of, so that a run that was stopped goes on where it was. It
 * writes `test/contracts/proofs/results.json`, and says there what is missing; with `--only` it writes nothing. Needs z3.
 * Exit codes: 0 everything proved and every slip refuted, 1 something refuted or not settled, 2 wrong usage or z3 is missing, 3 stopped before the end.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { commitName } from "../../soundness/run/store.ts";
import { runCommand } from "../support/command.ts";
import { writeFigures } from "../support/figures.ts";
import { hasSolver, solverName } from "./prove.ts";
import { sourcesName } from "./sources.ts";
import { type Outcome, UNITS, type Unit } from "./units.ts";

const PAGE = "test/contracts/proofs/results.json";

type Result = Outcome & { readonly id: string; readonly seconds: number };

/** Whether a unit came out as it must: a slip is refuted, anything else is proved. */
const isGood = ({ slip }: Unit, { proved, refuted, unsettled }: Outcome): boolean =>
  slip === undefined ? refuted.length + unsettled.length === 0 && proved > 0 : refuted.length > 0;

function resultOf(unit: Unit, folder: string, end: number): Result | undefined {
  const path = join(folder, `${unit.id.replaceAll("/", "_")}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as Result;
  if (Date.now() > end) return undefined;
  const start = Date.now();
  const outcome = unit.run();
  const result = { id: unit.id, ...outcome, seconds: Math.round((Date.now() - start) / 100) / 10 };
  writeFileSync(path, JSON.stringify(result));
  const sign = isGood(unit, outcome) ? "ok  " : "FLAG";
  const { proved, refuted, unsettled, steps } = outcome;
  const counts = `${proved} proved, ${refuted.length} refuted, ${unsettled.length} not settled`;
  console.log(`${sign} ${unit.id} (${counts}, ${steps} steps, ${result.seconds} s)`);
  return result;
}

/** What the page of results says of one theorem or of one contract of laws. */
function entryOf(whole: Unit, results: ReadonlyMap<string, Result>) {
  const { id, by, properties, says } = whole;
  const { proved = 0, holds = [], seconds = 0, steps = 0 } = results.get(id) ?? {};
  const slips = UNITS.filter((unit) => unit.slip !== undefined && unit.id.startsWith(`${id}/`));
  const refutations = slips.map((unit) => results.get(unit.id)?.refuted ?? []);
  const refuted = refutations.filter((laws) => laws.length > 0).length;
  /** Laws that no slip of theirs has shown to be able to fail. */
  const untried = holds.filter((law) => !refutations.flat().includes(law));
  return { id, by, properties, says, proved, steps, seconds, slips: slips.length, refuted, untried };
}

function writePage(sources: string, results: ReadonlyMap<string, Result>): void {
  const theorems = UNITS.filter(({ slip }) => slip === undefined).map((unit) => entryOf(unit, results));
  const missing = UNITS.filter(({ id }) => !results.has(id)).map(({ id }) => id);
  const page = { commit: commitName(), sources, solver: solverName(), missing, theorems };
  writeFigures(PAGE, page, (figures) => [-figures.missing.length]);
}

type Options = { readonly only: string; readonly minutes: number };

/** @throws Error for what makes no sense, and without z3. */
function readOptions(): Options {
  const { values } = parseArgs({
    options: { only: { type: "string", default: "" }, minutes: { type: "string", default: "120" } },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error("--minutes takes a number above 0");
  if (!UNITS.some(({ id }) => id.includes(values.only)))
    throw new Error(
      `--only "${values.only}": no proof has this in its name; there are ${UNITS.map(({ id }) => id).join(", ")}`,
    );
  if (!hasSolver()) throw new Error("z3 is not installed; on Debian: apt-get install z3");
  return { only: values.only, minutes };
}

function run({ only, minutes }: Options): number {
  const chosen = UNITS.filter(({ id }) => id.includes(only));
  const sources = sourcesName("proofs");
  const folder = join(".ballast", "proofs", sources);
  mkdirSync(folder, { recursive: true });
  const end = Date.now() + minutes * 60_000;
  const results = new Map<string, Result>();
  for (const unit of chosen) {
    const result = resultOf(unit, folder, end);
    if (result !== undefined) results.set(unit.id, result);
  }
  const bad = chosen.filter((unit) => results.has(unit.id) && !isGood(unit, results.get(unit.id) as Result));
  console.log(`${results.size} of ${chosen.length} units, ${bad.length} not as they must be`);
  if (only === "") writePage(sources, results);
  if (bad.length > 0) return 1;
  return results.size < chosen.length ? 3 : 0;
}

runCommand(readOptions, run);
