import type { Flow, Mode } from "./call.ts";
import { ASSETS } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { abs } from "./integers.ts";
import { inRange, type Lots, type Micros, RANGE, type Range } from "./units.ts";

/** A requested size of one instrument: the new one, not a difference. */
export interface TargetSize {
  readonly instrument: number;
  readonly size: Lots;
}

/** What an operator asks for. */
export interface Change {
  readonly mode: Mode;
  /** Each instrument at most once; all others keep their size. */
  readonly sizes: readonly TargetSize[];
  readonly flow?: Flow;
  /** Cash that this account pays for the trade (negative: receives). Default: Σ Δ·mark over unsettled slots. */
  readonly cost?: Micros;
  /** Salt of the trade commitment, agreed with the other side. */
  readonly tradeSalt?: bigint;
}

/** Refuses a change with numbers out of range or an instrument named twice. Throws BallastError BAL-104/105. */
export function checkChange(change: Change, file = "change"): void {
  const ranged = (path: string, value: bigint, range: Range): void => {
    if (inRange(value, range)) return;
    const remedy = `Use an integer from ${range.least} to ${range.most}.`;
    throw inputError({ code: MODEL_CODES.range, file, path, problem: "out of range", remedy });
  };
  const seen = new Set<number>();
  change.sizes.forEach(({ instrument, size }, i) => {
    ranged(`sizes[${i}].instrument`, BigInt(instrument), RANGE.instrument);
    ranged(`sizes[${i}].size`, size, RANGE.size);
    if (seen.has(instrument)) {
      const remedy = "Name each instrument once, with its final size.";
      const path = `sizes[${i}].instrument`;
      throw inputError({ code: MODEL_CODES.structure, file, path, problem: "duplicate instrument", remedy });
    }
    seen.add(instrument);
  });
  if (change.flow !== undefined) {
    if (change.flow.asset !== "cash") {
      ranged("flow.asset", BigInt(change.flow.asset), { least: 0n, most: BigInt(ASSETS - 1) });
    }
    ranged("flow.amount", abs(change.flow.amount), RANGE.flow);
  }
  if (change.cost !== undefined) ranged("cost", change.cost, RANGE.cash);
  if (change.tradeSalt !== undefined) ranged("tradeSalt", change.tradeSalt, RANGE.salt);
}
