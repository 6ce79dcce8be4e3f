/** Epochs as an honest registry would publish them, computed by the model. */
import { type Bar, barsInPlaces, packBars } from "../../../../model/bars.ts";
import type { NamedModel } from "../../../../model/files/model-file.ts";
import { firstMarket } from "../../../../model/first-market.ts";
import { times } from "../../../../model/integers.ts";
import { type Market, marketRoot } from "../../../../model/market.ts";
import { riskMetrics } from "../../../../model/market-model.ts";
import { nextMarket } from "../../../../model/market-update.ts";
import type { MarketPublication } from "../../../../prover/market/replay.ts";

const SYMBOLS = ["BTC", "ETH"];

/** RiskMetrics of two factors. */
export const model: NamedModel = { symbols: SYMBOLS, ...riskMetrics(2, [400_000_000_000_000n, 900_000_000_000_000n]) };

const barAt = (price: bigint): Bar => ({ price, high: price + price / 50n, low: price - price / 50n });

/** The block that the epochs follow. */
export const first: Market = firstMarket(
  SYMBOLS.map((symbol, f) => ({
    symbol,
    bars: times(21, (day) => barAt(BigInt(1_000_000 * (f + 1) + 9_000 * (day % 3)))),
  })),
);

/** Epochs 1, 2 and 4: a calm one, one whose second feed is at fault, and one after a skip. */
export function published(): MarketPublication[] {
  const days: (readonly [bigint, Bar, Bar])[] = [
    [1n, barAt(1_010_000n), barAt(2_020_000n)],
    [2n, barAt(1_005_000n), { price: 2_020_000n, high: 2_020_000n, low: 2_020_000n, flagged: true }],
    [4n, barAt(1_008_000n), barAt(2_010_000n)],
  ];
  let market = first;
  return days.map(([epoch, ...bars], i) => {
    const places = barsInPlaces(bars);
    const next = nextMarket(market, places, model, Number(epoch));
    const publication: MarketPublication = {
      epoch,
      previousRoot: marketRoot(market),
      marketRoot: marketRoot(next),
      tier: Math.max(next.tier, i === 2 ? 2 : 0),
      modelTier: next.tier,
      flagged: bars.reduce((mask, bar, f) => mask | (bar.flagged === true ? 1 << f : 0), 0),
      bars: packBars(places),
      block: epoch,
      logIndex: 5,
      transaction: `0x${"00".repeat(31)}0${epoch}`,
    };
    market = next;
    return publication;
  });
}
