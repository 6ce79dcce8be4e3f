/** Does units one after the other, keeps their results, and tells what came of each. */

import { amount, count } from "./cells.ts";
import { problemsOf } from "./problems.ts";
import { commitName, isAsNamed, ResultStore, type Stamped, sourcesOfUnit } from "./store.ts";
import type { Unit } from "./units.ts";

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

/** A result; or none, because another run has the unit, its sources changed, or it broke off. */
type Outcome = Stamped | "left" | "broken";

/** So many units are few enough to name each that has a kept result. */
const FEW = 20;

/** Does those of the units that have no result, or all of them again. */
export async function runUnits(
  units: readonly Unit[],
  { full, again, minutes, seed }: Omit<RunOptions, "only">,
): Promise<number> {
  const commit = commitName();
  const store = new ResultStore(seed, full);
  console.log(`soundness: ${amount(units.length, "unit")}, seed ${seed}, commit ${commit}; reading their sources`);
  // Modules are those of the start: what is on disk later may be of another commit.
  for (const unit of units) sourcesOfUnit(unit);
  const end = Date.now() + minutes * 60_000;
  const outcomes: Outcome[] = [];
  let fresh = 0;
  for (const unit of units) {
    const kept = again ? undefined : store.read(unit);
    if (kept !== undefined) {
      if (units.length <= FEW || problemsOf(kept).length > 0) tell(kept, `kept, of commit ${kept.commit}`);
      outcomes.push(kept);
    } else if (Date.now() > end) {
      console.log(
        `stopped after ${amount(minutes, "minute")} with ${amount(units.length - outcomes.length, "unit")} left; run again to go on`,
      );
      return EXIT.left;
    } else {
      outcomes.push(await perform(unit, store, { commit, seed }));
      fresh++;
    }
  }
  return sumUp(outcomes, fresh);
}

function sumUp(outcomes: readonly Outcome[], fresh: number): number {
  const done = outcomes.filter((one) => typeof one === "object");
  const problems = done.flatMap(problemsOf);
  const kept = outcomes.length - fresh;
  const old = kept === 0 ? "" : `, ${count(kept)} with a kept result (--again repeats them)`;
  console.log(`${amount(outcomes.length, "unit")}${old}, ${amount(problems.length, "finding")}`);
  const left = outcomes.filter((one) => one === "left").length;
  if (left > 0) console.log(`${amount(left, "unit")} left, with another run or of sources that changed; run again`);
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
    console.log(`BROKE ${unit.id}: ${error instanceof Error ? error.message : error}`);
    return "broken";
  } finally {
    release();
  }
}

function tell(one: Stamped, how: string): void {
  const problems = problemsOf(one);
  console.log(`${problems.length === 0 ? "ok  " : "FLAG"} ${one.id} (${how})`);
  for (const problem of problems) console.log(`     ${problem}`);
}
