/** Does units one after the other, keeps their results, and tells what came of each. */

import { unexplainedMutants } from "../mutation/equivalents.ts";
import { amount, count } from "./cells.ts";
import { EXIT, type RunOptions } from "./options.ts";
import { problemsOf } from "./problems.ts";
import { commitName, isAsNamed, ResultStore, type Stamped, sourcesOfUnit } from "./store.ts";
import type { Unit } from "./units.ts";

/** A result; or none, because another run has the unit, its sources changed, or it broke off. */
type Outcome = Stamped | "left" | "broken";

/** So many units are few enough to name each that has a kept result. */
const FEW = 20;

/** Does those of the units that have no result in a store, or all of them again. */
export async function runUnits(
  units: readonly Unit[],
  { full, again, minutes, seed }: Pick<RunOptions, "full" | "again" | "minutes" | "seed">,
  store = new ResultStore(seed, full),
): Promise<number> {
  const commit = commitName();
  console.log(`soundness: ${amount(units.length, "unit")}, seed ${seed}, commit ${commit}; reading their sources`);
  // Modules are those of the start: what is on disk later may be of another commit.
  for (const unit of units) sourcesOfUnit(unit);
  const end = Date.now() + minutes * 60_000;
  const outcomes: Outcome[] = [];
  let kept = 0;
  for (const unit of units) {
    const known = again ? undefined : store.read(unit);
    if (known !== undefined) {
      if (units.length <= FEW || problemsOf(known).length > 0) tell(known, `kept, of commit ${known.commit}`);
      outcomes.push(known);
      kept++;
    } else outcomes.push(Date.now() > end ? "left" : await perform(unit, store, { commit, seed }));
  }
  return sumUp(outcomes, kept);
}

function sumUp(outcomes: readonly Outcome[], kept: number): number {
  const done = outcomes.filter((one) => typeof one === "object");
  const problems = done.flatMap(problemsOf);
  const left = outcomes.filter((one) => one === "left").length;
  const old = kept === 0 ? "" : `, ${count(kept)} with a kept result (--again --only TEXT repeats what is named)`;
  console.log(`${amount(outcomes.length, "unit")}${old}, ${amount(problems.length, "finding")}`);
  if (left > 0)
    console.log(
      `${amount(left, "unit")} left, for want of time, with another run or of sources that changed; run again`,
    );
  if (outcomes.includes("broken")) return EXIT.broken;
  if (problems.length > 0) return EXIT.found;
  return left > 0 ? EXIT.left : EXIT.nothing;
}

/** Does a unit, unless another run has it. */
async function perform(
  unit: Unit,
  store: ResultStore,
  { commit, seed }: { readonly commit: string; readonly seed: string },
): Promise<Outcome> {
  const release = store.claim(unit);
  if (release === undefined) return "left";
  const start = Date.now();
  try {
    const result = await unit.run();
    const seconds = Math.round((Date.now() - start) / 1000);
    if (!isAsNamed(unit)) {
      console.log(`left ${unit.id}: its sources changed while it ran`);
      return "left";
    }
    const stamped = { id: unit.id, of: sourcesOfUnit(unit), commit, seed, seconds, ...result };
    store.write(unit, stamped);
    tell(stamped, `${seconds} s`);
    return stamped;
  } catch (error) {
    console.log(`BROKE ${unit.id}: ${error instanceof Error ? error.stack : error}`);
    return "broken";
  } finally {
    release();
  }
}

function tell(one: Stamped, how: string): void {
  const problems = problemsOf(one);
  console.log(`${problems.length === 0 ? "ok  " : "FLAG"} ${one.id} (${how})`);
  for (const problem of problems) console.log(`     ${problem}`);
  if (one.kind !== "mutation") return;
  const { file } = one.result;
  for (const { source, was, becomes } of unexplainedMutants(one.result))
    console.log(`     for equivalents.json, if it is one: ${JSON.stringify({ file, source, was, becomes, why: "" })}`);
}
