import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { christoffersen, kupiec, type TestResult } from "./coverage.ts";
import type { Outcome, Subject } from "./forecasts.ts";

export type Tail = "loss" | "gain";

/** One limit of the forecast and how often it was exceeded. */
export interface Coverage {
  /** Share of epochs that the limit is meant to hold: .95 or .99. */
  readonly level: number;
  /** Loss: below −z·σ; gain: above z·σ, which is the loss of a short. */
  readonly tail: Tail;
  readonly trials: number;
  readonly exceeded: number;
  /** trials·(1 − level). */
  readonly expected: number;
  readonly kupiec: TestResult;
  /** Absent when fewer than two exceedances leave nothing to compare. */
  readonly independence: TestResult | undefined;
}

/** Coverage of one subject at both levels and tails. */
export interface Backtest {
  readonly name: string;
  readonly rows: readonly Coverage[];
}

/** The levels that are tested. */
const LEVELS = [0.95, 0.99] as const;
/** The probability below which a test rejects. */
export const SIGNIFICANCE = 0.05;

/** How many standard deviations of a Gaussian hold `level` of one tail. */
export function limitOf(level: number): number {
  return normalQuantile(level, 0, 1);
}

/** Whether a return leaves its forecast on one side. */
export function exceeds({ realised, forecast }: Outcome, level: number, tail: Tail): boolean {
  return (tail === "loss" ? -realised : realised) > limitOf(level) * forecast;
}

/**
 * Counts exceedances of the Gaussian limits and tests their number (Kupiec) and their clustering (Christoffersen).
 * A subject needs at least one outcome.
 *
 * @example
 * backtest({ name: "BTC", outcomes }).rows[0].kupiec.pValue;
 */
export function backtest({ name, outcomes }: Subject): Backtest {
  if (outcomes.length === 0) throw new RangeError("a backtest needs at least one epoch");
  const rows = LEVELS.flatMap((level) =>
    (["loss", "gain"] as const).map((tail): Coverage => {
      const failed = outcomes.map((outcome) => exceeds(outcome, level, tail));
      const counts = { failures: failed.filter(Boolean).length, trials: failed.length, expected: 1 - level };
      return {
        level,
        tail,
        trials: counts.trials,
        exceeded: counts.failures,
        expected: counts.trials * counts.expected,
        kupiec: kupiec(counts),
        independence: christoffersen(failed),
      };
    }),
  );
  return { name, rows };
}
