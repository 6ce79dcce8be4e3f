import { FACTORS, SCENARIOS } from "../classes.ts";
import { at, floorDiv, sum, times } from "../integers.ts";
import type { Plan, Position } from "../plan.ts";
import type { Totals } from "../rules/totals.ts";

/** `constant + slope·x`. */
interface Line {
  readonly constant: bigint;
  readonly slope: bigint;
}

const line = (constant: bigint, slope: bigint): Line => ({ constant, slope });

/** Last integer at or before the zero of a line; none for a constant. */
function zeroOf({ constant, slope }: Line): bigint[] {
  if (slope === 0n) return [];
  return slope > 0n ? [floorDiv(-constant, slope)] : [floorDiv(constant, -slope)];
}

/** Cuts where the upper envelope of the lines bends, between the envelope's members `left` and `right`. */
function bends(lines: readonly Line[], left: Line, right: Line): bigint[] {
  const den = right.slope - left.slope;
  if (den <= 0n) return [];
  const num = left.constant - right.constant;
  const height = (l: Line): bigint => l.constant * den + l.slope * num;
  const top = lines.reduce((best, l) => (height(l) > height(best) ? l : best), left);
  if (height(top) === height(left)) return [floorDiv(num, den)];
  return [...bends(lines, left, top), ...bends(lines, top, right)];
}

/** Cuts where the worst loss passes from one scenario to another. */
function lossCuts(rest: Totals, position: Position): bigint[] {
  const losses = times(SCENARIOS, (s) => line(-at(rest.scenario, s), -at(position.row.shocks, s)));
  const lines = [line(0n, 0n), ...losses];
  const steeper = (a: Line, b: Line): boolean => a.slope > b.slope || (a.slope === b.slope && a.constant > b.constant);
  const right = lines.reduce((best, l) => (steeper(l, best) ? l : best));
  const flatter = (a: Line, b: Line): boolean => a.slope < b.slope || (a.slope === b.slope && a.constant > b.constant);
  const left = lines.reduce((best, l) => (flatter(l, best) ? l : best));
  return bends(lines, left, right);
}

/**
 * Integers c such that, between two neighbouring cuts (c, c'], every inequality keeps one form in the size x: no absolute
 * value, maximum, sign test or switch changes there. `rest` are the totals without the tried instrument.
 */
export function cutsOf(plan: Plan, position: Position, rest: Totals, equityAtZero: bigint): bigint[] {
  const { row, before } = position;
  const agreed = plan.agreedCost;
  const lines: Line[] = [
    line(at(rest.exposure, row.factor), row.delta),
    line(sum(times(FACTORS, (f) => at(rest.exposure, f))), row.delta),
    line(rest.gamma, row.gamma),
    line(rest.vega, row.vega),
  ];
  if (agreed !== undefined) {
    lines.push(line(agreed + before * row.mark, -row.mark), line(equityAtZero, row.mark));
  }
  const switches = [0n, before, -before].flatMap((x) => [x - 1n, x]);
  const all = new Set([...switches, ...lines.flatMap(zeroOf), ...lossCuts(rest, position)]);
  return [...all].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
