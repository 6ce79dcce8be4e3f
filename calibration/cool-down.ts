import type { MarketSeries } from "./market-record.ts";

/**
 * The tiers in force under a registry's cool-down: a tier rises at once and falls with the `coolDown`-th epoch in a row below it, each
 * tier by itself. 1 holds nothing. A replay of prices has the model's own tiers; this shows what a venue's registry would hold.
 *
 * @example
 * cooledDown(replay(history, model), 5);
 */
export function cooledDown(series: MarketSeries, coolDown: number): MarketSeries {
  const tiers = heldTiers(
    series.records.map(({ modelTier }) => modelTier),
    coolDown,
  );
  return { ...series, records: series.records.map((record, t) => ({ ...record, tier: tiers[t] ?? record.modelTier })) };
}

/** For each epoch the highest tier that it, or one of the `coolDown` − 1 epochs before it, reached. */
export function heldTiers(reached: readonly number[], coolDown: number): number[] {
  return reached.map((_, t) => Math.max(...reached.slice(Math.max(0, t - coolDown + 1), t + 1)));
}
