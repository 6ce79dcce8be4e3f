import { scaleLinear } from "d3-scale";
import { type Markup, markup, raw } from "../../../calibration/chart/markup.ts";
import { STYLE } from "../../../calibration/chart/style.ts";
import type { Explanation } from "../../../model/explain.ts";
import { at } from "../../../model/integers.ts";
import { GRID_UNIT, type Scenario } from "../../../model/stress-grid.ts";
import type { Micros } from "../../../model/units.ts";
import { RULE_TITLES } from "../../rule-titles.ts";
import type { Headroom } from "../headroom.ts";

/** One line of the page's table of sizes. */
export interface SizeLine {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** What the page shows: a proposed book, how it stands, and how it fares in the scenarios. */
export interface SizePage {
  readonly title: string;
  readonly explanation: Explanation;
  readonly sizes: readonly SizeLine[];
  readonly headrooms: readonly Headroom[];
  /** P&L of the proposed book in each scenario, micro-quote. */
  readonly profits: readonly Micros[];
  readonly scenarios: readonly Scenario[];
}

const OWN_STYLE = `
.bars{display:grid;grid-template-columns:minmax(130px,max-content) 1fr max-content;gap:8px 12px;align-items:center}
.bar{position:relative;height:14px;border-radius:4px;background:var(--rule);overflow:hidden}
.bar i{position:absolute;inset:0 auto 0 0;background:var(--accent);border-radius:4px}
.bar i.over{background:var(--alarm)}
.heat{width:100%}.heat td,.heat th{text-align:center}.heat th:first-child{text-align:left}
.heat td.gain{background:color-mix(in srgb,var(--plus) calc(var(--s)*1%),transparent)}
.heat td.loss{background:color-mix(in srgb,var(--minus) calc(var(--s)*1%),transparent)}
.heat td.worst{outline:2px solid var(--alarm);outline-offset:-2px;font-weight:600}
`;

/**
 * A proposed book as one HTML file that asks nothing of the network: sizes, headroom under each rule, and the stress grid as a heat map.
 * The same input gives the same file.
 */
export function sizePage(page: SizePage): string {
  const { title, explanation, sizes } = page;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(STYLE + OWN_STYLE)}</style>
</head>
<body>
<header><h1>${title}</h1>${tiles(explanation)}</header>
<main>
<section aria-labelledby="sizes-head"><h2 id="sizes-head">Sizes</h2>
<div class="card scroll" tabindex="0"><table><thead><tr><th scope="col">limit</th><th scope="col">lots</th><th scope="col">note</th></tr></thead>
<tbody>${sizes.map(({ name, value, note }) => markup`<tr><th scope="row">${name}</th><td>${value}</td><td>${note}</td></tr>`)}</tbody></table></div></section>
<section aria-labelledby="headroom-head"><h2 id="headroom-head">Headroom</h2>
<p class="note">How much of each rule's limit the proposed book uses; for the volatility target, of the standard deviation.</p>
<div class="card">${headroom(page.headrooms)}</div></section>
<section aria-labelledby="stress-head"><h2 id="stress-head">Stress grid</h2>
<p class="note">Profit and loss of the proposed book, collateral included, in quote. Framed: the worst.</p>
<div class="card scroll" tabindex="0">${heatMap(page)}</div></section>
</main>
<footer>Made by <code>ballast size</code>. Numbers are rounded; <code>--json</code> has the integers.</footer>
</body>
</html>
`.text;
}

function tiles({ accepted, equity, worstLoss, contingency, capacity }: Explanation): Markup {
  const tile = (name: string, value: string): Markup =>
    markup`<div class="tile"><dt>${name}</dt><dd>${value}</dd></div>`;
  return markup`<dl class="tiles">${tile("Policy", accepted ? "accepted" : "refused")}${tile("Equity", quote(equity))}${tile("Worst loss", quote(worstLoss))}${tile("Contingency", quote(contingency))}${tile("Risk capacity", quote(capacity))}</dl>`;
}

function headroom(uses: readonly Headroom[]): Markup {
  const width = scaleLinear([0, 1], [0, 100]).clamp(true);
  return markup`<div class="bars">${uses.map(({ id, used, at: row }) => {
    const text = Number.isFinite(used) ? `${(100 * used).toFixed(1)} %` : "no limit left";
    return markup`<span title="${row}">${RULE_TITLES[id] ?? id}</span><div class="bar"><i${raw(used > 1 ? ' class="over"' : "")} style="width:${width(used).toFixed(1)}%"></i></div><span>${text}</span>`;
  })}</div>`;
}

const VOLATILITIES = ["up", "none", "down"] as const;

/** A row for each spot move and share, a column for what volatility does; tilts have a row of their own. */
function heatMap({ scenarios, profits }: SizePage): Markup {
  const most = profits.reduce((peak, profit) => Math.max(peak, Math.abs(Number(profit))), 1);
  const strength = scaleLinear([0, most], [0, 38]);
  const worst = profits.reduce((least, profit) => (profit < least ? profit : least), 0n);
  const cell = (s: number): Markup => {
    if (s < 0) return markup`<td></td>`;
    const profit = at(profits, s);
    const kind = `${profit < 0n ? "loss" : "gain"}${profit === worst && worst < 0n ? " worst" : ""}`;
    return markup`<td class="${kind}" style="--s:${strength(Math.abs(Number(profit))).toFixed(1)}" title="${at(scenarios, s).name}">${quote(profit)}</td>`;
  };
  const keys = [...new Map(scenarios.filter(({ tilt }) => tilt === 0).map((one) => [moveKey(one), one])).values()];
  const rows = keys
    .sort((a, b) => a.spot - b.spot || b.dampening - a.dampening)
    .map((move) => {
      const found = (volatility: Scenario["volatility"]): number =>
        scenarios.findIndex((one) => one.tilt === 0 && moveKey(one) === moveKey(move) && one.volatility === volatility);
      return markup`<tr><th scope="row">${moveName(move)}</th>${VOLATILITIES.map((volatility) => cell(found(volatility)))}</tr>`;
    });
  const tilted = scenarios.flatMap((one, s) =>
    one.tilt === 0 ? [] : [markup`<tr><th scope="row">${one.name}</th><td></td>${cell(s)}<td></td></tr>`],
  );
  return markup`<table class="heat"><thead><tr><th scope="col">spot</th>${VOLATILITIES.map((name) => markup`<th scope="col">volatility ${name}</th>`)}</tr></thead><tbody>${rows}${tilted}</tbody></table>`;
}

const moveKey = ({ spot, dampening }: Scenario): string => `${spot},${dampening}`;

function moveName({ spot, dampening }: Scenario): string {
  const percent = ((spot - GRID_UNIT) / GRID_UNIT) * 100;
  const move = `${percent > 0 ? "+" : ""}${Number(percent.toFixed(2))} %`.replace("-", "−");
  return dampening === GRID_UNIT ? move : `${move}, × ${Number((dampening / GRID_UNIT).toFixed(4))}`;
}

function quote(value: bigint): string {
  return (Number(value) / 1e6).toLocaleString("en-US", { maximumFractionDigits: 0 }).replace("-", "−");
}
