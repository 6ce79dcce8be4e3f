import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A day of the S&P 500 as the dataset has it, in index points. */
export interface SpxDay {
  readonly date: string;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** The dataset read by a few lines of its own, so that what is compared with it shares no code with the reader under test. */
export function spxDays(): SpxDay[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve("vega-datasets")), "..", "data");
  const [, ...lines] = readFileSync(join(folder, "sp500-2000.csv"), "utf8").trim().split("\n");
  return lines.map((line) => {
    const [date = "", , high, low, close] = line.split(",");
    return { date, high: Number(high), low: Number(low), close: Number(close) };
  });
}
