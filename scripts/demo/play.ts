import { at } from "../../model/integers.ts";
import type { Claims } from "./claims.ts";
import type { Screen } from "./screen/screen.ts";
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
}

/** The days on which somebody acts. */
export type Moment = "open" | "resize" | "stress" | "withdraw" | "leave";

const TIERS = ["calm", "elevated", "stressed", "halted"];

/** Opens a chapter: publishes up to its day and gives what the day is judged by. */
export async function begin({ world, screen, timeline }: Play, moment: Moment, title: string) {
  const { date, market } = at(timeline.days, timeline[moment]);
  screen.chapter(`${date} · ${title}`);
  const judge = await screen.step(
    `epoch ${market.epoch}: market, covariance, sheet and tier signed by 2 of 3 publishers`,
    () => world.advanceTo(timeline[moment]),
  );
  const moves = world.symbols.map((symbol, f) => `${symbol} ${moveOf(timeline, moment, f)}`).join(", ");
  screen.show([`${moves} · tier ${judge.market.tier}, ${TIERS[judge.market.tier]}`, ""]);
  return judge;
}

/** The day's return, or the price on the first day. */
function moveOf({ days, ...moments }: Timeline, moment: Moment, factor: number): string {
  const price = (day: number): number => Number(at(at(days, day).market.factors, factor).price);
  const day = moments[moment];
  if (day === 0) return `at ${(price(0) / 1e6).toFixed(2)}`;
  const move = 100 * (price(day) / price(day - 1) - 1);
  return `${move < 0 ? "−" : "+"}${Math.abs(move).toFixed(2)} %`;
}
