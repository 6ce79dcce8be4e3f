import { at } from "../../../../model/integers.ts";
import type { Moment, Play } from "../../play.ts";
import type { Judge } from "../../sizing.ts";
import { type RiskLine, riskOf } from "../risk-panel.ts";

/** Reads the desk's risk on a day and keeps it for the table at the end. */
export function noteRisk({ world, timeline, risks }: Play, judge: Judge, moment: Moment, what: string): RiskLine {
  const { date } = at(timeline.days, timeline[moment]);
  const risk = riskOf(world.desk, judge, date, what);
  risks.push(risk);
  return risk;
}
