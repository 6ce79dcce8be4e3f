import chiSquaredCdf from "@stdlib/stats-base-dists-chisquare-cdf";

/** A likelihood-ratio test against a χ² with one degree of freedom. */
export interface TestResult {
  readonly statistic: number;
  /** Probability of a statistic at least as large when the forecast is right. */
  readonly pValue: number;
}

/** x·log(y) with 0·log 0 = 0. */
const xLogY = (x: number, y: number): number => (x === 0 ? 0 : x * Math.log(y));

function tested(restricted: number, free: number): TestResult {
  const statistic = Math.max(0, 2 * (free - restricted));
  return { statistic, pValue: 1 - chiSquaredCdf(statistic, 1) };
}

/**
 * Kupiec's proportion of failures: whether `failures` out of `trials` fit a probability of `expected`, 0 < expected < 1.
 *
 * @example
 * kupiec({ failures: 3, trials: 255, expected: 0.01 }).pValue; // 0.79…
 */
export function kupiec(counts: {
  readonly failures: number;
  readonly trials: number;
  readonly expected: number;
}): TestResult {
  const { failures, trials, expected } = counts;
  const rate = failures / trials;
  const restricted = xLogY(failures, expected) + xLogY(trials - failures, 1 - expected);
  return tested(restricted, xLogY(failures, rate) + xLogY(trials - failures, 1 - rate));
}

/**
 * Christoffersen's independence: whether a failure makes another one in the next epoch likelier. `undefined` when there
 * are no two failures to compare, so that nothing can be said.
 *
 * @example
 * christoffersen([false, true, true, false]);
 */
export function christoffersen(failed: readonly boolean[]): TestResult | undefined {
  const counts = [0, 0, 0, 0];
  for (let t = 1; t < failed.length; t++) {
    const from = failed[t - 1] === true ? 2 : 0;
    const index = from + (failed[t] === true ? 1 : 0);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  const [calmCalm = 0, calmFailed = 0, failedCalm = 0, failedFailed = 0] = counts;
  const [afterCalm, afterFailed] = [calmCalm + calmFailed, failedCalm + failedFailed];
  if (afterFailed === 0 || calmFailed + failedFailed < 2) return undefined;
  const rate = (calmFailed + failedFailed) / (afterCalm + afterFailed);
  const restricted = xLogY(calmFailed + failedFailed, rate) + xLogY(calmCalm + failedCalm, 1 - rate);
  const [rate0, rate1] = [afterCalm === 0 ? 0 : calmFailed / afterCalm, failedFailed / afterFailed];
  const free =
    xLogY(calmFailed, rate0) + xLogY(calmCalm, 1 - rate0) + xLogY(failedFailed, rate1) + xLogY(failedCalm, 1 - rate1);
  return tested(restricted, free);
}
