import { joinDays, type PriceHistory } from "../../../calibration/prices.ts";
import { spxSeries } from "../../../scripts/demo/prices.ts";

/** The S&P 500 alone, daily from 2000-01-03 to 2020-04-17. */
export async function spxHistory(): Promise<PriceHistory> {
  return { ...joinDays(await spxSeries()), source: "S&P 500, daily (npm: vega-datasets)" };
}
