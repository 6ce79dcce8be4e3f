import { ASSETS } from "./classes.ts";
import { asField, type Field } from "./field.ts";
import { abs, pow2 } from "./integers.ts";
import type { Side } from "./trade.ts";
import { inRange, RANGE } from "./units.ts";

/** 0 full update or refresh, 1 reduce-only, 2 maintenance refresh. */
export type ModeNumber = 0 | 1 | 2;
export type Mode = "full" | "reduce" | "maintenance";

/** Names of the modes by number. */
export const MODES: readonly [Mode, Mode, Mode] = ["full", "reduce", "maintenance"];

/** The number of a mode. */
export function modeNumber(mode: Mode): ModeNumber {
  return MODES.indexOf(mode) as ModeNumber;
}

/** Tokens that enter (> 0) or leave (< 0) the vault: µ-quote of cash or lots of a collateral asset. */
export interface Flow {
  readonly asset: "cash" | number;
  readonly amount: bigint;
}

/** What the public input `call` says. */
export interface Call {
  /** The low 180 bits of the context hash. */
  readonly context: bigint;
  readonly mode: ModeNumber;
  readonly side: Side;
  /** undefined when nothing flows. */
  readonly flow: Flow | undefined;
}

function flowBits(flow: Flow | undefined): bigint {
  if (flow === undefined || flow.amount === 0n) return 0n;
  const asset = flow.asset === "cash" ? 0 : flow.asset + 1;
  if (!Number.isInteger(asset) || asset < 0 || asset > ASSETS) throw new RangeError("call: no such flow asset");
  if (!inRange(abs(flow.amount), RANGE.flow)) throw new RangeError("call: flow amount out of range");
  return (BigInt(asset) << 183n) + (flow.amount < 0n ? pow2(186) : 0n) + (abs(flow.amount) << 187n);
}

/**
 * Packs `call` into its 251 bits. Throws RangeError on a field out of range.
 *
 * @example
 * packCall({ context, mode: 0, side: 0, flow: { asset: "cash", amount: -5_000_000n } });
 */
export function packCall(call: Call): Field {
  if (!inRange(call.context, RANGE.context)) throw new RangeError("call: context out of range");
  return asField(call.context + (BigInt(call.mode) << 180n) + (BigInt(call.side) << 182n) + flowBits(call.flow));
}

/** The inverse of `packCall`; undefined for a number that no call packs to (unknown mode or asset, −0, stray bits). */
export function unpackCall(packed: bigint): Call | undefined {
  if (packed < 0n || packed >= pow2(251)) return undefined;
  const bits = (from: number, count: number): bigint => (packed >> BigInt(from)) & (pow2(count) - 1n);
  const [mode, asset, amount] = [Number(bits(180, 2)), Number(bits(183, 3)), bits(187, 64)];
  if (mode > 2 || asset > ASSETS) return undefined;
  const outward = bits(186, 1) === 1n;
  if (amount === 0n && (asset !== 0 || outward)) return undefined;
  const flow: Flow | undefined =
    amount === 0n ? undefined : { asset: asset === 0 ? "cash" : asset - 1, amount: outward ? -amount : amount };
  return { context: bits(0, 180), mode: mode as ModeNumber, side: Number(bits(182, 1)) as Side, flow };
}

/** What the call of a move between classes has where an update has its mode; no update has it. */
const MOVE_MARK = 3n << 180n;

/**
 * The public input `call` of a move between classes: the low 180 bits of its context hash, and the mark.
 * Throws RangeError on a context out of range.
 */
export function packMoveCall(context: bigint): Field {
  if (!inRange(context, RANGE.context)) throw new RangeError("call: context out of range");
  return asField(context + MOVE_MARK);
}
