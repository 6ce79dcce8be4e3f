/** A stretch of invented days, for tests that are not about prices. */
import type { Bar } from "../../../../model/bars.ts";
import { firstMarket } from "../../../../model/first-market.ts";
import { at, times } from "../../../../model/integers.ts";
import { covarianceIndex } from "../../../../model/market.ts";
import { riskMetrics } from "../../../../model/market-model.ts";
import { seededRandom } from "../../../support/seeded-random.ts";
import type { Stretch } from "./history.ts";

const STATED = 30;

/** Days of three factors that move by up to 2 % up and down, the first two mostly together; the same ones every time. */
export function invented(count: number): Stretch {
  const symbols = ["BTC", "ETH", "USDT"];
  const random = seededRandom("market days");
  const prices = [20_000_000_000n, 1_500_000_000n, 1_000_000n];
  const days = times(STATED + count, (i) => {
    const shared = random.bigint(-150n, 150n);
    const bars = prices.map((before, f): Bar => {
      const move = (f < 2 ? shared : 0n) + random.bigint(-50n, 50n);
      const price = (before * (10_000n + move)) / 10_000n;
      prices[f] = price;
      const [high, low] = price > before ? [price, before] : [before, price];
      return { price, high: (high * 1_004n) / 1_000n, low: (low * 997n) / 1_000n };
    });
    return { date: `day ${i - STATED}`, bars };
  });
  const histories = symbols.map((symbol, f) => ({
    symbol,
    bars: days.slice(0, STATED).map(({ bars }) => at(bars, f)),
  }));
  const first = firstMarket(histories);
  const longRun = symbols.map((_, f) => at(first.covariance, covarianceIndex(f, f)));
  const model = { symbols, ...riskMetrics(symbols.length, longRun) };
  return { symbols, model, first, days: days.slice(STATED) };
}
