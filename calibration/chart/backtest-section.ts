import { backtest, type Coverage, exceeds, limitOf, SIGNIFICANCE } from "../backtest/backtest.ts";
import type { TestResult } from "../backtest/coverage.ts";
import { factorForecasts, portfolioForecast, type Subject } from "../backtest/forecasts.ts";
import { count, percent, probability } from "./format.ts";
import { type Markup, markup, raw } from "./markup.ts";
import { fixed, type Plot, pathOf, plotFigure } from "./plot.ts";
import type { View } from "./view.ts";

/** Everything that is tested: each factor, then each portfolio; without those that were never observed. */
export function subjectsOf({ series, portfolios }: View): Subject[] {
  const mixed = portfolios.map((portfolio) => portfolioForecast(series, portfolio));
  return [...factorForecasts(series), ...mixed].filter(({ outcomes }) => outcomes.length > 0);
}

/** The first portfolio's returns against their forecast limits; none when there is nothing to show. */
export function forecastPlot({ series, portfolios, times, stressed }: View): Plot[] {
  const [portfolio] = portfolios;
  if (portfolio === undefined) return [];
  const { name, outcomes } = portfolioForecast(series, portfolio);
  const at = new Map(outcomes.map((outcome) => [outcome.time, outcome]));
  const inOrder = series.records.map(({ time }) => at.get(time));
  const returns = inOrder.map((outcome) => outcome?.realised ?? Number.NaN);
  const edge = Math.max(
    ...inOrder.map((outcome) => (outcome ? Math.max(Math.abs(outcome.realised), 2.5 * outcome.forecast) : 0)),
  );
  const limits = (level: number): number[][] =>
    [-1, 1].map((sign) => inOrder.map((outcome) => (outcome ? sign * limitOf(level) * outcome.forecast : Number.NaN)));
  const beyond = (level: number): number[] =>
    inOrder.map((outcome) =>
      outcome && (exceeds(outcome, level, "loss") || exceeds(outcome, level, "gain")) ? outcome.realised : Number.NaN,
    );
  const lost = outcomes.filter((outcome) => exceeds(outcome, 0.99, "loss")).length;
  return [
    {
      id: "forecast",
      title: name,
      note: "return of each epoch between its limits of 95 % and 99 %",
      summary: `Returns against the limits forecast an epoch earlier; ${count(lost)} losses beyond 99 %.`,
      times,
      kind: "percent",
      lines: [{ name: "return", values: returns, colour: 0 }],
      stressed,
      size: "large",
      range: [-edge, edge],
      underlay: (
        x,
        y,
      ) => markup`${limits(0.99).map((values) => markup`<path class="limit far" d="${raw(pathOf(values, x, y))}"/>`)}
${limits(0.95).map((values) => markup`<path class="limit" d="${raw(pathOf(values, x, y))}"/>`)}
<path class="stems" d="${raw(stems(returns, x, y))}"/><path class="dots" d="${raw(dots(beyond(0.99), x, y))}"/>`,
    },
  ];
}

/** Plot and tables. */
export function backtestSection(view: View): Markup {
  const plots = forecastPlot(view).map(
    (plot) => markup`<div class="card bare">${plotFigure(plot)}
<p class="key">Lines: the forecast limits, 95 % full and 99 % dashed. Dots: returns beyond the 99 % limits.</p></div>`,
  );
  const tables = subjectsOf(view).map((subject) => table(subject));
  return markup`${plots}<div class="grid two">${tables}</div>`;
}

function table(subject: Subject): Markup {
  const { name, rows } = backtest(subject);
  return markup`<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="${`Backtest of ${name}`}"><table>
<caption>${name} <span class="note">${count(subject.outcomes.length)} epochs</span></caption>
<thead><tr><th scope="col">limit</th><th scope="col">beyond</th><th scope="col">expected</th><th scope="col">Kupiec <i>p</i></th><th scope="col">clusters <i>p</i></th></tr></thead>
<tbody>${rows.map(rowOf)}</tbody></table></div></div>`;
}

function rowOf({ level, tail, exceeded, expected, kupiec, independence, trials }: Coverage): Markup {
  const share = percent(exceeded / trials);
  return markup`<tr><th scope="row">${percent(level)} ${tail}</th><td><b>${count(exceeded)}</b> <span class="note share">${share}</span></td>
<td>${expected.toFixed(1)}</td>${verdict(kupiec)}${independence === undefined ? markup`<td class="note">too few</td>` : verdict(independence)}</tr>`;
}

/** The probability, with a word where the test rejects: colour alone would not do. */
function verdict({ pValue }: TestResult): Markup {
  if (pValue >= SIGNIFICANCE) return markup`<td>${probability(pValue)}</td>`;
  return markup`<td class="rejected">${probability(pValue)} <span>rejected</span></td>`;
}

const drawn = (values: readonly number[]): [number, number][] =>
  values.flatMap((value, epoch): [number, number][] => (Number.isNaN(value) ? [] : [[epoch, value]]));

/** Bars as thin as a line, from nothing to each return. */
function stems(values: readonly number[], x: (epoch: number) => number, y: (value: number) => number): string {
  return drawn(values)
    .map(([epoch, value]) => `M${fixed(x(epoch))} ${fixed(y(0))}V${fixed(y(value))}`)
    .join("");
}

/** Strokes of no length with round ends: dots that stay round however the plane is stretched. */
function dots(values: readonly number[], x: (epoch: number) => number, y: (value: number) => number): string {
  return drawn(values)
    .map(([epoch, value]) => `M${fixed(x(epoch))} ${fixed(y(value))}h0`)
    .join("");
}
