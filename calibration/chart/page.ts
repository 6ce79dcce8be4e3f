import { createHash } from "node:crypto";
import { at } from "../../model/integers.ts";
import { TIER_NAMES } from "../../model/tiers.ts";
import { backtest } from "../backtest/backtest.ts";
import { volatilityOf } from "../market-record.ts";
import { backtestSection, forecastPlot, subjectsOf } from "./backtest-section.ts";
import { correlationPlots, correlationSection } from "./correlations.ts";
import { factorCards, factorPlots } from "./factors.ts";
import { count, moment, percent } from "./format.ts";
import { latestTable } from "./latest-table.ts";
import { embeddedJson, type Markup, markup, raw } from "./markup.ts";
import { type Plot, plotFigure } from "./plot.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";
import { tierFigure } from "./tiers.ts";
import { type ChartInput, lastOf, type View, viewOf } from "./view.ts";
import { volatilityPlot } from "./volatility.ts";

/**
 * The page of a market: prices, volatility, correlation, ranges, tiers and the backtest, in one HTML file that asks nothing of the
 * network. It depends on its input alone: the same epochs give the same file. A series needs two epochs.
 *
 * @example
 * writeFileSync("market.html", chartPage({ series: replay(history, model), model, portfolios: [] }));
 */
export function chartPage(input: ChartInput): string {
  const view = viewOf(input);
  const { symbols, records } = view.series;
  const title = `Market volatility: ${symbols.join(", ")}`;
  const plots = [volatilityPlot(view), ...factorPlots(view), ...correlationPlots(view), ...forecastPlot(view)];
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash()}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header>
<h1>Market volatility</h1>
<p class="lead">${count(records.length)} epochs of ${symbols.join(", ")}, <span class="nowrap">${moment(at(records, 0).time)}</span> to <span class="nowrap">${moment(lastOf(records).time)}</span>. Source: ${view.series.source}.</p>
${tiles(view)}
</header>
<main>
<section aria-labelledby="volatility-head"><h2 id="volatility-head">Volatility and tiers</h2>
<p class="note">What the model expects of the next epoch. Shaded: epochs in tier 2 or 3.</p>
<div class="card">${plotFigure(at(plots, 0))}${tierFigure(view)}</div></section>
<section aria-labelledby="factors-head"><h2 id="factors-head">Prices and ranges</h2>
<p class="note">The price at each boundary in quote per lot, and Wilder's average of the true range over 20 epochs.</p>
${factorCards(view)}</section>
${symbols.length > 1 ? markup`<section aria-labelledby="correlation-head"><h2 id="correlation-head">Correlation</h2>${correlationSection(view)}</section>` : ""}
<section aria-labelledby="backtest-head"><h2 id="backtest-head">Backtest</h2>
<p class="note">How often a return left the limits that the epoch before had forecast, read from a Gaussian of that volatility. Kupiec tests whether so many fit the level; the other test whether
they cluster (Christoffersen). Both reject below 5 %. Fat tails show at 99 %: the tiers and the margin's stress scenarios stand beside these limits, not on them.</p>
${backtestSection(view)}</section>
<section aria-labelledby="numbers-head"><h2 id="numbers-head">Numbers</h2>
<details><summary>The latest epochs as a table</summary>${latestTable(view)}</details>${method(view)}</section>
</main>
<footer>Made by <code>ballast market chart</code>. Point at a plot, or focus it and use the arrow keys, to read any epoch.</footer>
<p id="spoken" class="hidden" aria-live="polite"></p>
<script type="application/json" id="data">${embeddedJson(dataOf(view, plots))}</script>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`.text;
}

/** What the content policy allows to run: this script and no other. */
function scriptHash(): Markup {
  return raw(`sha256-${createHash("sha256").update(SCRIPT).digest("base64")}`);
}

/** The values behind the plots, for the cross-hair: six digits are more than a caption shows. */
function dataOf({ times, series }: View, plots: readonly Plot[]) {
  const short = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);
  return {
    times,
    names: series.records.map(({ time }) => moment(time)),
    plots: Object.fromEntries(
      plots.map(({ id, kind, lines }) => [id, { kind, lines: lines.map(({ values }) => values.map(short)) }]),
    ),
  };
}

function tiles(view: View): Markup {
  const { symbols, records } = view.series;
  const last = lastOf(records);
  const stressed = records.filter(({ tier }) => tier >= 2).length;
  const volatilities = symbols.map((symbol, f) => {
    const epoch = volatilityOf(last, f);
    return tile(`Volatility ${symbol}`, percent(view.annual * epoch), `a year; ${percent(epoch)} an epoch`);
  });
  const subject = subjectsOf(view).at(-1);
  const row = subject === undefined ? undefined : backtest(subject).rows[0];
  const tested =
    row === undefined
      ? []
      : [
          tile(
            "Losses beyond 95 %",
            count(row.exceeded),
            `${row.expected.toFixed(0)} expected, ${subject?.name ?? ""}`,
          ),
        ];
  return markup`<dl class="tiles"><div class="tile tier" style="--tier:var(--t${last.tier})"><dt>Tier now</dt><dd>${last.tier} ${TIER_NAMES[last.tier] ?? ""}<small>${percent(stressed / records.length)} of epochs stressed</small></dd></div>
${volatilities}${tested}</dl>`;
}

function tile(name: string, value: string, more: string): Markup {
  return markup`<div class="tile"><dt>${name}</dt><dd>${value}<small>${more}</small></dd></div>`;
}

/** The published model in words, when it is known. */
function method({ model, series: { symbols } }: View): Markup {
  if (model === undefined) return markup``;
  const [alpha, beta] = [Number(model.alpha) / 1e9, Number(model.beta) / 1e9];
  const tiers = model.tiers.map(({ varianceRatio, move }, i) => {
    const volatility = Math.sqrt(varianceRatio / 10_000).toFixed(2);
    return `${TIER_NAMES[i + 1] ?? ""} at ${volatility} times the long-run volatility or a move of ${percent(Number(move) / 1e9)}`;
  });
  const longRun = symbols.map((symbol, f) => `${symbol} ${percent(Math.sqrt(Number(at(model.longRun, f)) / 1e18))}`);
  return markup`<dl class="method"><dt>Recursion</dt><dd>Σ ← ω + ${alpha}·r rᵀ + ${beta}·Σ</dd>
<dt>Long-run volatility per epoch</dt><dd>${longRun.join(", ")}</dd><dt>Tiers</dt><dd>${tiers.join("; ")}</dd></dl>`;
}
