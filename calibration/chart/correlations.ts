import { correlationOf } from "../market-record.ts";
import { correlation } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { type Plot, plotFigure } from "./plot.ts";
import { lastOf, type View } from "./view.ts";

/** A plot for every pair of factors. */
export function correlationPlots({ series: { symbols, records }, times, stressed }: View): Plot[] {
  return symbols.flatMap((left, f) =>
    symbols.slice(f + 1).map((right, i): Plot => {
      const g = f + 1 + i;
      const values = records.map((record) => correlationOf(record, f, g));
      return {
        id: `correlation-${f}-${g}`,
        title: `${left} · ${right}`,
        note: "",
        summary: `Correlation from ${correlation(Math.min(...values))} to ${correlation(Math.max(...values))}; latest ${correlation(lastOf(values))}.`,
        times,
        kind: "correlation",
        lines: [{ name: `${left} · ${right}`, values, colour: 0 }],
        stressed,
        size: "small",
        range: [-1, 1],
      };
    }),
  );
}

/** The latest matrix as a table, shaded by size, and the plots. */
export function correlationSection(view: View): Markup {
  const { symbols, records } = view.series;
  const last = lastOf(records);
  const cell = (f: number, g: number): Markup => {
    const value = f === g ? 1 : correlationOf(last, f, g);
    const shade = `background:color-mix(in srgb, var(--${value < 0 ? "minus" : "plus"}) ${Math.round(34 * Math.abs(value))}%, transparent)`;
    return markup`<td style="${shade}">${correlation(value)}</td>`;
  };
  const rows = symbols.map(
    (symbol, f) => markup`<tr><th scope="row">${symbol}</th>${symbols.map((_, g) => cell(f, g))}</tr>`,
  );
  const few = symbols.length <= 3;
  return markup`<div class="grid ${few ? "two" : "three"}"><div class="card${few ? "" : " wide"}"><div class="scroll" tabindex="0" role="region" aria-label="Latest correlations"><table class="matrix">
<caption>Correlation forecast for the next epoch</caption>
<thead><tr><td></td>${symbols.map((symbol) => markup`<th scope="col">${symbol}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div></div>
${correlationPlots(view).map((plot) => markup`<div class="card">${plotFigure(plot)}</div>`)}</div>`;
}
