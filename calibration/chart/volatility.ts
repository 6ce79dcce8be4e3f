import { volatilityOf } from "../market-record.ts";
import { percent } from "./format.ts";
import type { Plot } from "./plot.ts";
import { lastOf, type View } from "./view.ts";

/** Volatility of every factor on one scale: of a year at the left, of an epoch at the right. */
export function volatilityPlot({ series: { symbols, records }, times, annual, stressed }: View): Plot {
  const lines = symbols.map((name, f) => ({
    name,
    colour: f,
    values: records.map((record) => annual * volatilityOf(record, f)),
  }));
  const now = lines.map(({ name, values }) => `${name} ${percent(lastOf(values))}`).join(", ");
  return {
    id: "volatility",
    title: "Volatility",
    note: "a year; small: an epoch",
    summary: `Annual volatility by factor; latest: ${now}.`,
    times,
    kind: "percent",
    lines,
    stressed,
    size: "large",
    second: 1 / annual,
    endLabels: symbols.length > 1,
  };
}
