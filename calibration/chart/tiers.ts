import { TIER_NAMES } from "../../model/tiers.ts";
import { count, moment, percent } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import { fixed, horizontal, svg, timeAxis } from "./plot.ts";
import { lastOf, spansOf, type View } from "./view.ts";

/** A step of the strip is this high; a calm stretch keeps a base line. */
const STEP = 30;
const BASE = 8;

/** The tiers over the epochs: height and colour say the same, the model's own tier is drawn inside the one in force. */
export function tierFigure({ series: { records, symbols }, times }: View): Markup {
  const x = horizontal(times);
  const bars = (tierOf: (epoch: number) => number, kind: string): Markup[] =>
    TIER_NAMES.flatMap((_, tier) =>
      spansOf(records.map((_, epoch) => tierOf(epoch) === tier)).map(({ from, to }) => {
        const height = BASE + STEP * tier;
        const width = fixed(Math.max(1.2, x(to) - x(from)));
        return markup`<rect class="${kind} t${tier}" x="${fixed(x(from))}" y="${100 - height}" width="${width}" height="${height}"/>`;
      }),
    );
  const inForce = (epoch: number): number => records[epoch]?.tier ?? 0;
  const byModel = (epoch: number): number => records[epoch]?.modelTier ?? 0;
  const cools = records.some(({ tier, modelTier }) => tier !== modelTier);
  const faults = records.flatMap(({ flagged }, epoch) => (flagged.length > 0 ? [`M${fixed(x(epoch))} 3h0`] : []));
  const names = TIER_NAMES.map((_, tier) => markup`<span style="top:${100 - BASE - STEP * tier}%">${tier}</span>`);
  return markup`<figure class="plot strip${symbols.length > 1 ? " labelled" : ""}">
<figcaption><span class="title">${cools ? "Tier in force" : "Tier"}</span> <span class="note">height is the tier</span><span class="readout">${tierCounts(records.map(({ tier }) => tier))}</span></figcaption>
<div class="frame" role="img" aria-label="${summary(records, symbols)}">
${svg(markup`${bars(inForce, cools ? "held" : "own")}${cools ? bars(byModel, "own") : ""}<path class="fault" d="${faults.join("")}"/>`)}
<div class="labels" aria-hidden="true">${names}</div>
</div>
${timeAxis(times, 7)}
${cools || faults.length > 0 ? key(cools, faults.length) : ""}
</figure>`;
}

function key(cools: boolean, faults: number): Markup {
  const held = cools ? "Pale: held up while the registry cools down; full: the model's own tier. " : "";
  const dots =
    faults > 0 ? `Dots on top: a feed at fault in ${count(faults)} ${faults === 1 ? "epoch" : "epochs"}.` : "";
  return markup`<p class="key">${held}${dots}</p>`;
}

function tierCounts(tiers: readonly number[]): Markup {
  return markup`${TIER_NAMES.map((name, tier) => {
    const number = tiers.filter((value) => value === tier).length;
    return markup`<span class="value"><i class="t${tier}"></i>${tier} ${name} <b>${count(number)}</b></span>`;
  })}`;
}

function summary(records: View["series"]["records"], symbols: readonly string[]): string {
  const stressed = records.filter(({ tier }) => tier >= 2);
  const share = percent(stressed.length / records.length);
  const last = lastOf(records);
  const when = stressed.length === 0 ? "" : ` The last one on ${moment(lastOf(stressed).time)}.`;
  return `Tiers of ${count(records.length)} epochs of ${symbols.join(", ")}: ${count(stressed.length)} (${share}) stressed or halted.${when} Now ${TIER_NAMES[last.tier] ?? ""}.`;
}
