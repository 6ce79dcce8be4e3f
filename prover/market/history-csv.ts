import { at, times } from "../../model/integers.ts";
import { covarianceIndex, type Market } from "../../model/market.ts";
import { isoTime } from "./epoch-line.ts";
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
  return `${[headings(symbols).join(), ...lines].join("\n")}\n`;
}

const IDENTITY = ["epoch", "time", "tier", "modelTier", "flagged", "marketRoot"];
const FIGURES = ["price", "high", "low", "atr", "variance"];

function headings(symbols: readonly string[]): string[] {
  const factors = symbols.flatMap((symbol) => FIGURES.map((figure) => `${symbol}_${figure}`));
  const pairs = pairsOf(symbols.length).map(([f, g]) => `cov_${symbols[f]}_${symbols[g]}`);
  return [...IDENTITY, ...factors, ...pairs];
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
