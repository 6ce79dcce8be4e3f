import { slotIndexOf } from "../../model/book.ts";
import type { TargetSize } from "../../model/change.ts";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import { abs, at, ceilDiv, max } from "../../model/integers.ts";
import { type RiskRow, rowOf } from "../../model/sheet.ts";
import type { Lots, Micros } from "../../model/units.ts";
import { factsAfter, judge, type SizingScene } from "./judge.ts";

/** A trade of one linear instrument that brings the book's net delta inside a band. */
export interface DeltaHedge {
  /** ΣX_f before, micro-quote. */
  readonly net: Micros;
  /** Half the band's width, micro-quote. */
  readonly band: Micros;
  /** null when the delta is inside already, or nothing linear trades on its factor. */
  readonly trade: {
    readonly instrument: number;
    readonly lots: Lots;
    readonly size: Lots;
    readonly netAfter: Micros;
    /** What the policy refuses of it. */
    readonly broken: readonly string[];
  } | null;
}

/** What a hedge may be told. */
export interface HedgeOptions {
  /** Basis points of capacity; the policy's delta limit unless given. */
  readonly band?: number;
  /** The instrument to hedge with; else the first linear one on the factor that carries most of the delta. */
  readonly instrument?: number;
}

/**
 * The fewest lots of a linear instrument after which |ΣX_f| is within the band, the book's other sizes as asked. Trading at the mark
 * leaves equity and capacity as they are, so the band does not move with the hedge.
 *
 * @throws BallastError BAL-104…108; BAL-106 when the instrument to hedge with is not linear
 */
export function deltaHedge(scene: SizingScene, sizes: readonly TargetSize[], options: HedgeOptions = {}): DeltaHedge {
  const { netExposure: net, capacity, totals } = factsAfter(scene, sizes);
  const band = (capacity * BigInt(options.band ?? scene.policy.deltaLimit)) / 10_000n;
  const row =
    options.instrument === undefined ? hedgeRow(scene, totals.exposure, net) : chosenRow(scene, options.instrument);
  if (abs(net) <= band || row === undefined) return { net, band, trade: null };
  const lots = ceilDiv(abs(net) - band, abs(row.delta)) * (net > 0n === row.delta > 0n ? -1n : 1n);
  const size = sizeBefore(scene, sizes, row.instrument) + lots;
  const all = [
    ...sizes.filter(({ instrument }) => instrument !== row.instrument),
    { instrument: row.instrument, size },
  ];
  const broken = judge(scene, all)?.broken ?? [];
  return { net, band, trade: { instrument: row.instrument, lots, size, netAfter: net + lots * row.delta, broken } };
}

function isLinear({ settled, delta, mark, gamma, vega }: RiskRow): boolean {
  return !settled && delta === mark && delta !== 0n && gamma === 0n && vega === 0n;
}

/** The first linear row on the factor that adds most to the net delta. */
function hedgeRow({ sheet }: SizingScene, exposure: readonly Micros[], net: Micros): RiskRow | undefined {
  const weight = (x: Micros): Micros => (net > 0n ? x : -x);
  const most = exposure.map(weight).reduce(max);
  const factor = exposure.findIndex((x) => weight(x) === most);
  return sheet.rows.find((row) => row.factor === factor && isLinear(row));
}

function chosenRow({ sheet }: SizingScene, instrument: number): RiskRow {
  const row = rowOf(sheet, instrument);
  if (row !== undefined && isLinear(row)) return row;
  const problem = `instrument ${instrument} is not a linear instrument of the sheet`;
  const remedy = "Choose a spot pair, a perpetual or a future that has not settled.";
  throw inputError({ code: MODEL_CODES.unknownInstrument, file: "sheet", path: "", problem, remedy });
}

function sizeBefore({ book }: SizingScene, sizes: readonly TargetSize[], instrument: number): Lots {
  const asked = sizes.find((item) => item.instrument === instrument);
  if (asked !== undefined) return asked.size;
  const slot = slotIndexOf(book, instrument);
  return slot < 0 ? 0n : at(book.slots, slot).size;
}
