import { at } from "../../model/integers.ts";
import type { Market } from "../../model/market.ts";
import { TIER_NAMES } from "../../model/tiers.ts";
import type { Claims } from "./claims.ts";
import { duration, grouped } from "./screen/figures.ts";
import { ink } from "./screen/ink.ts";
import type { Screen } from "./screen/screen.ts";
import type { RiskLine } from "./strangle/risk-panel.ts";
import type { Timeline } from "./timeline.ts";
import type { World } from "./world.ts";

/** What was refused, by whom, and why. */
export interface Refusal {
  readonly attempt: string;
  readonly by: "policy" | "contract";
  /** Rule ids, or the contract's custom error. */
  readonly reason: string;
}

/** A performance of the story: its stage, its calendar, and what it has shown so far. */
export interface Play {
  readonly world: World;
  readonly screen: Screen;
  readonly timeline: Timeline;
  readonly refusals: Refusal[];
  readonly claims: { readonly when: string; readonly claims: Claims }[];
  /** How an options book stood, day by day; empty in a story without one. */
  readonly risks: RiskLine[];
}

/** The days on which somebody acts. */
export type Moment = "open" | "resize" | "stress" | "after" | "leave";

/** Opens a chapter: publishes up to its day and gives what the day is judged by. */
export async function begin({ world, screen, timeline }: Play, moment: Moment, title: string) {
  const { date, market } = at(timeline.days, timeline[moment]);
  screen.chapter(`${date} · ${title}`);
  const judge = await screen.step(
    `epoch ${market.epoch}: market proven from ${world.symbols.length} feeds, sheet signed by 2 of 3 publishers`,
    () => world.advanceTo(timeline[moment]),
  );
  const moves = world.symbols.map((symbol, f) => `${symbol} ${moveOf(timeline, moment, f)}`).join(", ");
  const shown = `tier ${judge.market.tier}, ${TIER_NAMES[judge.market.tier]}`;
  screen.show([`${moves} · ${shown} ${ink.faint(provenWords(world, judge.market.tier, market.tier))}`, ""]);
  return judge;
}

/** What stands behind the tier: the proof, and the cool-down where that holds a higher tier than the proof. */
function provenWords({ workshop }: World, tier: number, proven: number): string {
  const last = workshop.measures.markets.at(-1);
  if (last === undefined) return "";
  const held = tier > proven ? `; the proof shows ${proven}, the cool-down holds ${tier}` : "";
  return `(follows from the feeds' prices: proof ${duration(last.proveMs)}, ${grouped(last.gas)} gas${held})`;
}

/** The day's return. */
function moveOf({ days, before, ...moments }: Timeline, moment: Moment, factor: number): string {
  const day = moments[moment];
  const price = ({ factors }: Market): number => Number(at(factors, factor).price);
  const last = day === 0 ? before : at(days, day - 1).market;
  const move = 100 * (price(at(days, day).market) / price(last) - 1);
  return `${move < 0 ? "−" : "+"}${Math.abs(move).toFixed(2)} %`;
}
