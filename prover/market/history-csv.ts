import { headingsOf } from "../../calibration/history-file.ts";
import { at, times } from "../../model/integers.ts";
import { covarianceIndex, type Market } from "../../model/market.ts";
import { isoTime } from "../iso-time.ts";
import { flaggedNames } from "./factor-names.ts";
import { boundaryOf, type RegistryFacts } from "./read-registry.ts";
import type { VerifiedEpoch } from "./replay.ts";

/**
 * Replayed epochs as CSV, one line each: integers in their units (micro-quote per lot, 1e-18 per epoch), flagged factors by
 * name with `+` between them. High and low are the epoch's own, from all observations since the last one.
 *
 * @param symbols of the used factors, in their order
 */
export function historyCsv(
  epochs: readonly VerifiedEpoch[],
  facts: Pick<RegistryFacts, "start" | "length">,
  symbols: readonly string[],
): string {
  const lines = epochs.map((epoch) => [...identity(epoch, facts, symbols), ...figures(epoch, symbols.length)].join());
  return `${[headingsOf(symbols).join(), ...lines].join("\n")}\n`;
}

function identity(
  { publication }: VerifiedEpoch,
  facts: Pick<RegistryFacts, "start" | "length">,
  symbols: readonly string[],
): string[] {
  const { epoch, tier, modelTier, flagged, marketRoot } = publication;
  const names = flaggedNames(flagged, symbols).join("+");
  return [`${epoch}`, isoTime(boundaryOf(facts, epoch)), `${tier}`, `${modelTier}`, names, `${marketRoot}`];
}

function figures({ market, bars }: VerifiedEpoch, count: number): bigint[] {
  const factors = times(count, (f) => {
    const { price, atr } = at(market.factors, f);
    const { high, low } = bars[f] ?? { high: price, low: price };
    return [price, high, low, atr, covariance(market, f, f)];
  });
  return [...factors.flat(), ...pairsOf(count).map(([f, g]) => covariance(market, f, g))];
}

const covariance = ({ covariance: values }: Market, f: number, g: number): bigint => at(values, covarianceIndex(f, g));

/** Every pair f < g, row by row. */
function pairsOf(count: number): [number, number][] {
  return times(count, (f) => times(count - f - 1, (i): [number, number] => [f, f + 1 + i])).flat();
}
