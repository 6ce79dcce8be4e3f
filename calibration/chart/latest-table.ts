import { at } from "../../model/integers.ts";
import { TIER_NAMES } from "../../model/tiers.ts";
import { volatilityOf } from "../market-record.ts";
import { moment, percent, price } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import type { View } from "./view.ts";

/** Epochs in the table. */
const ROWS = 15;

/** The latest epochs as numbers, newest first. */
export function latestTable({ series: { symbols, records } }: View): Markup {
  const rows = records.slice(-ROWS).reverse();
  const heads = symbols.map((symbol) => markup`<th scope="col">${symbol}</th><th scope="col">volatility</th>`);
  return markup`<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="Latest epochs"><table>
<caption>Latest epochs <span class="note">price in quote per lot, volatility per epoch</span></caption>
<thead><tr><th scope="col">epoch</th><th scope="col">boundary</th><th scope="col">tier</th>${heads}<th scope="col">at fault</th></tr></thead>
<tbody>${rows.map(
    (
      record,
    ) => markup`<tr><th scope="row">${record.epoch}</th><td>${moment(record.time)}</td><td class="word">${record.tier} ${TIER_NAMES[record.tier] ?? ""}</td>
${symbols.map((_, f) => markup`<td>${price(Number(at(record.factors, f).price) / 1e6)}</td><td>${percent(volatilityOf(record, f))}</td>`)}<td class="word">${record.flagged.join(", ") || "–"}</td></tr>`,
  )}</tbody></table></div></div>`;
}
