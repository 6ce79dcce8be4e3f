import { abs, pow2 } from "../integers.ts";
import type { Plan, Position } from "../plan.ts";
import type { Scene } from "../rules/facts.ts";
import { addPosition, type Totals } from "../rules/totals.ts";
import type { Lots } from "../units.ts";
import { cutsOf } from "./cuts.ts";
import { firstFail, firstPass, type Progression } from "./progression.ts";
import { passes, type Sampler, samplerOf } from "./sample.ts";

/** The interval of new sizes of one instrument in which every size passes, ends included. */
export interface LargestSize {
  readonly instrument: number;
  readonly from: Lots;
  readonly to: Lots;
}

type Direction = 1n | -1n;
type Piece = readonly [start: bigint, length: bigint];

const LIMIT = pow2(40) - 1n;

/** Pieces of sizes from `from` to the end of the range, walking in `direction`, none crossing a cut. */
function piecesFrom(cuts: readonly bigint[], from: bigint, direction: Direction): Piece[] {
  const pieces: Piece[] = [];
  const ends = direction === 1n ? [...cuts, LIMIT] : [...cuts.map((cut) => cut + 1n).reverse(), -LIMIT];
  let start = from;
  for (const end of ends) {
    const inside = direction === 1n ? end >= start && end <= LIMIT : end <= start && end >= -LIMIT;
    if (!inside) continue;
    pieces.push([start, abs(end - start) + 1n]);
    start = end + direction;
  }
  return pieces;
}

/** First offset in a piece found by `find`, over all residues of the period. */
function firstInPiece(
  { sample, period }: Sampler,
  [start, length]: Piece,
  direction: Direction,
  find: (progression: Progression, most: bigint) => bigint | undefined,
): bigint | undefined {
  let best: bigint | undefined;
  for (let residue = 0n; residue < period && residue < length; residue++) {
    const bound = (best ?? length) - 1n;
    if (bound < residue) break;
    const progression: Progression = {
      last: (length - 1n - residue) / period,
      sample: (y) => sample(start + direction * (residue + period * y)),
    };
    const found = find(progression, (bound - residue) / period);
    if (found !== undefined) best = residue + period * found;
  }
  return best;
}

/** The first size from `from` on, in `direction`, that passes or fails. */
function walk(
  sampler: Sampler,
  cuts: readonly bigint[],
  from: bigint,
  direction: Direction,
  find: typeof firstFail,
): bigint | undefined {
  for (const piece of piecesFrom(cuts, from, direction)) {
    const offset = firstInPiece(sampler, piece, direction, find);
    if (offset !== undefined) return piece[0] + direction * offset;
  }
  return undefined;
}

/** The passing size nearest to the current one; of two equally near, the one on the side that was asked for. */
function nearestPassing(sampler: Sampler, cuts: readonly bigint[], position: Position): bigint | undefined {
  const current = position.before;
  if (passes(sampler.sample(current))) return current;
  const up = walk(sampler, cuts, current, 1n, firstPass);
  const down = walk(sampler, cuts, current, -1n, firstPass);
  if (up === undefined || down === undefined) return up ?? down;
  const [above, below] = [up - current, current - down];
  if (above !== below) return above < below ? up : down;
  return position.after > current ? up : down;
}

/** The one unsettled instrument that changes, or undefined. */
function onlyChange(plan: Plan): Position | undefined {
  const asked = plan.positions.filter(
    ({ row, before, after }) => before !== after && !(row.settled && plan.mode !== "reduce"),
  );
  const [only] = asked;
  return asked.length === 1 && only !== undefined && !only.row.settled ? only : undefined;
}

/**
 * The largest sizes of the one instrument that a plan changes, all else kept: the cost follows the size unless it was
 * agreed. undefined unless exactly one unsettled instrument changes; null when no size passes.
 *
 * Why the ends are exact. Between two cuts (`cutsOf`) and along a step of `period` sizes, every condition is a polynomial
 * of degree ≤ 2 in the size: the only roundings that move with the size are the floor in the capacity Q, which the step
 * makes exact, and the ceiling in the netting charge, which is looked at point by point where it could decide. Three
 * samples of the real rules give each polynomial, and bisection between its vertex and the ends its first sign change.
 */
export function largestSize(scene: Scene, plan: Plan, base: Totals): LargestSize | null | undefined {
  const position = onlyChange(plan);
  if (position === undefined) return undefined;
  const rest = plan.positions
    .filter((other) => other !== position)
    .reduce((totals, { row, after }) => addPosition(totals, row, after), base);
  const sampler = samplerOf(scene, plan, position, base, rest);
  const cuts = cutsOf(plan, position, rest, sampler.equityAtZero);
  const nearest = nearestPassing(sampler, cuts, position);
  if (nearest === undefined) return null;
  const above = walk(sampler, cuts, nearest, 1n, firstFail);
  const below = walk(sampler, cuts, nearest, -1n, firstFail);
  return {
    instrument: position.row.instrument,
    from: below === undefined ? -LIMIT : below + 1n,
    to: above === undefined ? LIMIT : above - 1n,
  };
}
