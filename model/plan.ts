import { type Book, slotIndexOf } from "./book.ts";
import type { Flow, Mode } from "./call.ts";
import type { Change } from "./change.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { abs, at, sum } from "./integers.ts";
import type { RiskRow, Sheet } from "./sheet.ts";
import { rowOf } from "./sheet.ts";
import type { Leg } from "./trade.ts";
import { inRange, type Lots, type Micros, RANGE } from "./units.ts";

/** One instrument of a change: the slot it uses, its row, its size before and after. */
export interface Position {
  /** Index of the slot, or −1 when no slot is free for it. */
  readonly slot: number;
  readonly row: RiskRow;
  readonly before: Lots;
  readonly after: Lots;
}

/** What stays fixed while sizes are tried. */
export interface PlanStart {
  readonly mode: Mode;
  readonly cash: Micros;
  readonly collateral: readonly Lots[];
  /** Absent when nothing flows. */
  readonly flow: Flow | undefined;
  /** The agreed cost, or undefined for the default. */
  readonly agreedCost: Micros | undefined;
}

/** The arithmetic of a change (S-04, S-05), before any rule judges it. */
export interface Plan extends PlanStart {
  readonly positions: readonly Position[];
  /** Changes of unsettled sizes, the account's own sign. */
  readonly deltas: readonly Leg[];
  /** Σ Δ·mark over unsettled slots. */
  readonly fairCost: Micros;
  readonly cost: Micros;
  /** Σ q·mark over settled slots that go to 0. */
  readonly settlement: Micros;
  readonly newCash: Micros;
  /** May be negative: that is S-04's to refuse. */
  readonly newCollateral: readonly bigint[];
  readonly outflow: boolean;
  /** Some slot grows: |q'| > |q| or the sign flips. */
  readonly growing: boolean;
}

/** True when a size grows: its magnitude rises or its sign flips. */
export function grows(before: Lots, after: Lots): boolean {
  return abs(after) > abs(before) || (before > 0n && after < 0n) || (before < 0n && after > 0n);
}

function requireRow(sheet: Sheet, instrument: number, path: string, file: string): RiskRow {
  const row = rowOf(sheet, instrument);
  if (row !== undefined) return row;
  throw inputError({
    code: MODEL_CODES.unknownInstrument,
    file,
    path,
    problem: `instrument ${instrument} has no row in the risk sheet`,
    remedy: "Use the sheet of this epoch, or correct the instrument's id.",
  });
}

/** New size of a settled instrument that is held. */
function settledAfter(mode: Mode, before: Lots, wanted: Lots | undefined, instrument: number): Lots {
  if (wanted !== undefined && wanted !== 0n && !(mode === "reduce" && wanted === before)) {
    throw inputError({
      code: MODEL_CODES.settled,
      file: "change",
      path: "sizes",
      problem: `instrument ${instrument} is settled and cannot take that size`,
      remedy: "Ask for size 0, or leave it out.",
    });
  }
  return mode === "reduce" && wanted === undefined ? before : (wanted ?? 0n);
}

/** The positions a change leads to: held slots in their order, then new instruments in the first free slots. */
function positionsOf(book: Book, change: Change, sheet: Sheet): Position[] {
  const wanted = new Map(change.sizes.map(({ instrument, size }) => [instrument, size]));
  const held = book.slots.flatMap((slot, index): Position[] => {
    if (slot.size === 0n) return [];
    const row = requireRow(sheet, slot.instrument, `slots[${index}].instrument`, "book");
    const target = wanted.get(slot.instrument);
    const after = row.settled ? settledAfter(change.mode, slot.size, target, slot.instrument) : (target ?? slot.size);
    return [{ slot: index, row, before: slot.size, after }];
  });
  const free = book.slots.flatMap((slot, index) => (slot.size === 0n ? [index] : []));
  const opened = change.sizes.flatMap(({ instrument, size }, i): Position[] => {
    if (slotIndexOf(book, instrument) >= 0) return [];
    const row = requireRow(sheet, instrument, `sizes[${i}].instrument`, "change");
    if (row.settled) settledAfter(change.mode, 0n, size, instrument);
    return size === 0n ? [] : [{ slot: free.shift() ?? -1, row, before: 0n, after: size }];
  });
  return [...held, ...opened];
}

/** Works out the arithmetic of given positions. Ranges are not judged here. */
export function finishPlan(start: PlanStart, positions: readonly Position[]): Plan {
  const { flow } = start;
  const moved = positions.filter(({ row, before, after }) => !row.settled && before !== after);
  const fairCost = sum(moved.map(({ row, before, after }) => (after - before) * row.mark));
  const cost = start.agreedCost ?? fairCost;
  const settled = positions.filter(({ row, before, after }) => row.settled && before !== 0n && after === 0n);
  const settlement = sum(settled.map(({ row, before }) => before * row.mark));
  const cashFlow = flow?.asset === "cash" ? flow.amount : 0n;
  return {
    ...start,
    positions,
    deltas: moved.map(({ row, before, after }) => ({ instrument: row.instrument, lots: after - before })),
    fairCost,
    cost,
    settlement,
    newCash: start.cash + cashFlow - cost + settlement,
    newCollateral: start.collateral.map((lots, k) => (flow?.asset === k ? lots + flow.amount : lots)),
    outflow: flow !== undefined && flow.amount < 0n,
    growing: positions.some(({ before, after }) => grows(before, after)),
  };
}

/** Refuses a plan whose totals leave the bit ledger. Throws BallastError BAL-108. */
function checkLedger(plan: Plan): void {
  const refuse = (path: string, remedy: string): never => {
    throw inputError({ code: MODEL_CODES.ledger, file: "change", path, problem: "total out of range", remedy });
  };
  if (!inRange(plan.cost, RANGE.cash)) refuse("cost", "Trade fewer lots at once.");
  if (!inRange(plan.newCash, RANGE.cash)) refuse("cash", "The new cash must stay below 2^84 in magnitude.");
  plan.newCollateral.forEach((lots, k) => {
    if (lots > RANGE.collateral.most) refuse(`collateral[${k}]`, "Deposit less: the total must stay below 2^40 lots.");
  });
}

/**
 * Lays a change out over a book. Bad input (unknown or settled instruments, totals out of range) throws BallastError
 * BAL-106…108; what merely breaks a rule does not.
 */
export function planChange(book: Book, change: Change, sheet: Sheet): Plan {
  const flow = change.flow === undefined || change.flow.amount === 0n ? undefined : change.flow;
  const start: PlanStart = {
    mode: change.mode,
    cash: book.cash,
    collateral: book.collateral,
    flow,
    agreedCost: change.cost,
  };
  const plan = finishPlan(start, positionsOf(book, change, sheet));
  checkLedger(plan);
  return plan;
}

/** The position that a slot index holds in a plan, or undefined. */
export function positionAt(plan: Plan, slot: number): Position | undefined {
  return plan.positions.find((position) => position.slot === slot);
}

/** The k-th new collateral, with a negative one (refused by S-04) counted as none. */
export function usableCollateral(plan: Pick<Plan, "newCollateral">): Lots[] {
  return plan.newCollateral.map((_, k) => {
    const lots = at(plan.newCollateral, k);
    return lots < 0n ? 0n : lots;
  });
}
