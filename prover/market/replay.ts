import type { Bar } from "../../model/bars.ts";
import { unpackBars } from "../../model/bars.ts";
import { BallastError } from "../../model/errors.ts";
import { type Market, marketRoot } from "../../model/market.ts";
import type { MarketModel } from "../../model/market-model.ts";
import { nextMarket } from "../../model/market-update.ts";
import { inRange, RANGE } from "../../model/units.ts";
import { replayError } from "./market-error.ts";

/** What a registry says of one epoch. */
export interface MarketPublication {
  readonly epoch: bigint;
  readonly previousRoot: bigint;
  readonly marketRoot: bigint;
  /** Effective tier, 0…3. */
  readonly tier: number;
  /** The tier that the proof shows, before deviation and cool-down. */
  readonly modelTier: number;
  /** Bit f: factor f carried its price. */
  readonly flagged: number;
  /** As proven: two factors to an element. */
  readonly bars: readonly bigint[];
  readonly block: bigint;
  /** Of its event within the block. */
  readonly logIndex: number;
  readonly transaction: `0x${string}`;
}

/** An epoch whose root was recomputed from the prices that the registry read. */
export interface VerifiedEpoch {
  readonly publication: MarketPublication;
  /** With the effective tier. */
  readonly market: Market;
  /** `null` where no factor is. */
  readonly bars: readonly (Bar | null)[];
}

/**
 * Recomputes an epoch from the one before it and holds root, tiers and flags against what the registry says.
 *
 * @throws BallastError BAL-411 (exit 5) naming what differs
 */
function replayEpoch(previous: Market, publication: MarketPublication, model: MarketModel): VerifiedEpoch {
  const { epoch } = publication;
  if (publication.previousRoot !== marketRoot(previous)) throw replayError(epoch, "it does not follow the one before");
  const bars = barsOf(publication, model);
  const flagged = bars.reduce((mask, bar, f) => mask | (bar?.flagged === true ? 1 << f : 0), 0);
  if (flagged !== publication.flagged) throw replayError(epoch, "its flags are not those of its bars");
  const next = nextMarket(previous, bars, model, Number(epoch));
  if (marketRoot(next) !== publication.marketRoot) throw replayError(epoch, "its market root is another");
  if (next.tier !== publication.modelTier) throw replayError(epoch, `the model gives tier ${next.tier}`);
  if (!inRange(BigInt(publication.tier), RANGE.tier)) throw replayError(epoch, `tier ${publication.tier} is none`);
  if (publication.tier < next.tier) throw replayError(epoch, "its effective tier is below the model's");
  return { publication, market: { ...next, tier: publication.tier }, bars };
}

function barsOf({ bars, epoch }: MarketPublication, { used }: MarketModel): (Bar | null)[] {
  try {
    return unpackBars(bars, used);
  } catch (cause) {
    throw cause instanceof BallastError ? replayError(epoch, `its bars are none (${cause.shortMessage})`) : cause;
  }
}

/**
 * Replays epochs in their order from the block before them. Of the effective tier it only sees that it is no lower than the
 * proven one; `checkEffectiveTiers` recomputes it.
 *
 * @throws BallastError BAL-411 (exit 5) naming the epoch and what differs
 *
 * @example
 * const epochs = replayEpochs(first, await readPublications(client, registry, 0n, block), model);
 */
export function replayEpochs(
  first: Market,
  publications: readonly MarketPublication[],
  model: MarketModel,
): readonly VerifiedEpoch[] {
  let market = first;
  return publications.map((publication) => {
    const verified = replayEpoch(market, publication, model);
    market = verified.market;
    return verified;
  });
}
