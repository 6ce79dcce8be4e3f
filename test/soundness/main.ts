/** `npm run soundness`: the soundness laboratory. USAGE says what it takes; README.md what its options are for. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { amount } from "./run/cells.ts";
import { EXIT, type RunOptions, readOptions, USAGE } from "./run/options.ts";
import { findingsOf, inWords, pageOf, standing, withoutMarks } from "./run/page.ts";
import { runUnits } from "./run/runner.ts";
import { publish, published, ResultStore } from "./run/store.ts";
import { unitsOf } from "./run/units.ts";
import { UsageError } from "./run/usage-error.ts";
import { BALLAST_SEED } from "./seed.ts";

const PAGE = join(packageRoot(), "docs", "soundness.md");

/** The units whose name holds a text. @throws UsageError when there are none. */
function chosen({ full, only, seed }: Pick<RunOptions, "full" | "only" | "seed">) {
  const units = unitsOf(seed, full).filter(({ id }) => id.includes(only));
  if (units.length > 0) return units;
  const more = full ? "" : "; with --full there are more";
  throw new UsageError(`--only "${only}": no unit has this in its name${more}; --list names them`);
}

/** Whether full runs of a seed are what is published, or nothing is. */
const isPublished = (seed: string): boolean => [...published().values()].every((one) => one.seed === seed);

function list(options: RunOptions): number {
  const known =
    options.full && isPublished(options.seed) ? published() : new Map<string, { readonly seconds: number }>();
  for (const { id } of chosen(options)) {
    const { seconds } = known.get(id) ?? {};
    console.log(seconds === undefined ? id : `${id} (${seconds} s)`);
  }
  return EXIT.nothing;
}

async function run(options: RunOptions): Promise<number> {
  const code = await runUnits(chosen(options), options);
  const isWhole = options.full && options.only === "" && (code === EXIT.nothing || code === EXIT.found);
  if (!isWhole) return code;
  if (isPublished(options.seed)) return writePage(options.seed);
  console.log(`results of seed ${options.seed} are kept and not published: test/soundness/results is of another`);
  return code;
}

/** Publishes the results of full runs and writes the page from them. */
function writePage(seed: string): number {
  const store = new ResultStore(seed, true);
  const units = unitsOf(seed, true);
  publish(
    units.flatMap((unit) => store.latest(unit) ?? []),
    seed,
  );
  writeFileSync(PAGE, pageOf(units));
  const standings = standing(units);
  console.log(`docs/soundness.md written; ${inWords(standings, units.length)}`);
  if (findingsOf(standings).length > 0) return EXIT.found;
  return standings.isCurrent ? EXIT.nothing : EXIT.left;
}

/** Says whether the page is of the sources at hand; wrong is one with findings, and one that is not what the published results say. */
function check(): number {
  const units = unitsOf(BALLAST_SEED, true);
  const standings = standing(units);
  console.log(
    standings.isCurrent
      ? "docs/soundness.md is of these sources"
      : `docs/soundness.md: ${inWords(standings, units.length)}; run with --full`,
  );
  const [page, due] = [readFileSync(PAGE, "utf8"), pageOf(units)];
  const isOfResults = withoutMarks(page) === withoutMarks(due);
  if (!isOfResults) console.log("docs/soundness.md is not what test/soundness/results says; run with --page");
  else if (page !== due)
    console.log(
      "docs/soundness.md: figures of contracts, or marks of earlier sources, are others by now; run with --page",
    );
  const findings = findingsOf(standings);
  for (const finding of findings) console.log(finding);
  console.log(amount(findings.length, "finding"));
  return isOfResults && findings.length === 0 ? EXIT.nothing : EXIT.found;
}

try {
  const { verb, ...options } = readOptions(process.argv.slice(2));
  if (verb === "help") console.log(USAGE);
  else if (verb === "list") process.exitCode = list(options);
  else if (verb === "check") process.exitCode = check();
  else process.exitCode = verb === "page" ? writePage(options.seed) : await run(options);
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${error.message}\nnpm run soundness -- --help tells what it takes` : error);
  process.exitCode = isUsage ? EXIT.usage : EXIT.broken;
}
