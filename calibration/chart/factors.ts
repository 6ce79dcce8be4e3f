import { at } from "../../model/integers.ts";
import { percent, price } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { type Plot, plotFigure } from "./plot.ts";
import { lastOf, type View } from "./view.ts";

const MICROS = 1e6;

/** Price and average true range of every factor, two plots each. */
export function factorPlots(view: View): Plot[] {
  return view.series.symbols.flatMap((symbol, f) => [pricePlot(view, symbol, f), rangePlot(view, symbol, f)]);
}

/** The plots in pairs, a heading over each. */
export function factorCards(view: View): Markup {
  const plots = factorPlots(view);
  return markup`<div class="grid ${view.series.symbols.length % 3 === 0 ? "three" : "two"}">${view.series.symbols.map(
    (symbol, f) => markup`<article class="card factor"><h3><i style="background:var(--c${f})"></i>${symbol}</h3>
${plotFigure(at(plots, 2 * f))}
${plotFigure(at(plots, 2 * f + 1))}
</article>`,
  )}</div>`;
}

function pricePlot({ series: { records }, times, stressed }: View, symbol: string, f: number): Plot {
  const values = records.map(({ factors }) => Number(at(factors, f).price) / MICROS);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return {
    id: `price-${f}`,
    title: "Price",
    note: most / least > 4 ? "logarithmic" : "",
    summary: `${symbol} from ${price(least)} to ${price(most)}; latest ${price(lastOf(values))}.`,
    times,
    kind: "price",
    lines: [{ name: symbol, values, colour: f }],
    stressed,
    size: "small",
  };
}

function rangePlot({ series: { records }, times, stressed }: View, symbol: string, f: number): Plot {
  const values = records.map(({ factors }) => Number(at(factors, f).atr) / Number(at(factors, f).price));
  return {
    id: `range-${f}`,
    title: "Average true range",
    note: "of the price",
    summary: `${symbol} moves within ${percent(lastOf(values))} of its price in an average epoch; most ${percent(Math.max(...values))}.`,
    times,
    kind: "percent",
    lines: [{ name: symbol, values, colour: f }],
    stressed,
    size: "small",
  };
}
