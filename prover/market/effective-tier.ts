import { heldTiers } from "../../calibration/cool-down.ts";
import { abs, at } from "../../model/integers.ts";
import type { Market } from "../../model/market.ts";
import { type FeedInForce, feedsAt } from "./feed-history.ts";
import { replayError } from "./market-error.ts";
import type { RegistryFacts } from "./read-registry.ts";
import type { VerifiedEpoch } from "./replay.ts";

/** A factor that is flagged or deviates raises an epoch to this tier. */
const ALARM = 2;
const BASIS_POINTS = 10_000n;

/**
 * Holds every epoch's effective tier against what deviations and cool-down make of the proven ones. The cool-down remembers, so the
 * epochs must be all there are, from the one that follows the first block. A deviation counts while its feed was in force.
 *
 * @param feeds every feed that the registry had, in the order in which they came into force
 * @throws BallastError BAL-411 (exit 5) naming the first epoch with another tier
 *
 * @example
 * checkEffectiveTiers(first, chain.epochs, facts, await readFeedHistory(client, facts, fromBlock, head.block));
 */
export function checkEffectiveTiers(
  first: Market,
  epochs: readonly VerifiedEpoch[],
  { coolDown, feedCount }: Pick<RegistryFacts, "coolDown" | "feedCount">,
  feeds: readonly FeedInForce[],
): void {
  const reached = epochs.map((epoch, t) => {
    const { modelTier, flagged } = epoch.publication;
    const before = epochs[t - 1]?.market ?? first;
    const deviations = feedsAt(feeds, feedCount, epoch.publication).map(({ deviation }) => deviation);
    return flagged !== 0 || deviates(before, epoch, deviations) ? Math.max(modelTier, ALARM) : modelTier;
  });
  // Without a cool-down a tier is held for its own epoch, as with one of 1.
  heldTiers(reached, Math.max(1, Number(coolDown))).forEach((tier, t) => {
    const { publication } = at(epochs, t);
    if (publication.tier === tier) return;
    throw replayError(publication.epoch, `deviations and cool-down give tier ${tier}, not ${publication.tier}`);
  });
}

/** Whether a sound feed's price moved by more than its deviation since the epoch before; 0 is off. */
function deviates({ factors }: Market, { bars }: VerifiedEpoch, deviations: readonly number[]): boolean {
  return deviations.some((deviation, f) => {
    const bar = bars[f] ?? null;
    if (deviation === 0 || bar === null || bar.flagged === true) return false;
    const { price } = at(factors, f);
    return abs(bar.price - price) * BASIS_POINTS > BigInt(deviation) * price;
  });
}
