/** Models and market moves that the normative vectors are made of. Changing one changes the vectors. */
import { type Bar, flaggedBar, type Market, type NamedModel, riskMetrics, times } from "../../../model/index.ts";

const symbols = ["BTC", "ETH", "USDT"];

/** Exponential weights over three factors. */
export const MODEL: NamedModel = {
  ...riskMetrics(3, [1_200_000_000_000_000n, 1_900_000_000_000_000n, 500_000_000_000n]),
  symbols,
};

/** GARCH(1,1) with a constant term in every entry, signs included, over all eight factors. */
const GARCH: NamedModel = {
  alpha: 102_000_000n,
  beta: 885_000_000n,
  used: times(8, () => true),
  omega: times(36, (i) => ([0, 8, 15, 21, 26, 30, 33, 35].includes(i) ? 9n : i % 2 === 0 ? -1n : 1n) * 10n ** 12n),
  longRun: times(8, (f) => BigInt(f + 1) * 10n ** 15n),
  tiers: [
    { varianceRatio: 1, move: 1n },
    { varianceRatio: 1, move: 5_000_000n },
    { varianceRatio: 2 ** 24 - 1, move: 10n ** 9n },
  ],
  symbols: times(8, (f) => `F${f}`),
};

export const MODELS: readonly NamedModel[] = [MODEL, GARCH];

/** Prices moved by thousandths of themselves, with a range around both; the factors behind those given keep still. */
function moved(previous: Market, permille: readonly bigint[]): (Bar | null)[] {
  return previous.factors.map(({ price }, f) => {
    if (f >= symbols.length) return null;
    const next = price + (price * (permille[f] ?? 0n)) / 1000n;
    const [high, low] = next > price ? [next, price] : [price, next];
    return { price: next, high: high + price / 200n, low: low - price / 200n };
  });
}

/** One step each: the bars that follow a market. */
export const MARKET_STEPS: readonly ((previous: Market) => (Bar | null)[])[] = [
  (market) => moved(market, [12n, -8n, 0n]),
  (market) => moved(market, [-350n, -120n, 3n]),
  (market) =>
    moved(market, [20n, 10n, 0n]).map((bar, f) => (f === 1 ? flaggedBar(market.factors[1]?.price ?? 1n) : bar)),
  (market) => moved(market, [1_500n, 4n, -1n]),
];
