import { slotIndexOf } from "../../model/book.ts";
import type { TargetSize } from "../../model/change.ts";
import { LEGS } from "../../model/classes.ts";
import { at } from "../../model/integers.ts";
import { judge, type SizingScene } from "./judge.ts";

/** Steps of the way to a target. */
export const STEPS = 1_000n;

/** How far a book can go towards a target portfolio. */
export interface PortfolioSize {
  /** Thousandths of the way; null when not even the book as it is passes. */
  readonly share: bigint | null;
  /** The sizes there. */
  readonly sizes: readonly TargetSize[];
  /** What refuses the next thousandth; empty at the target. */
  readonly binds: readonly string[];
  /** Trades of at most four legs that it takes. */
  readonly trades: number;
}

/**
 * The largest part of the way to a target portfolio at which the policy holds, in thousandths, all instruments moving alike. Every
 * thousandth is looked at from the target down, since a hedge may pass where half of it does not.
 *
 * @throws BallastError BAL-104…107
 */
export function sizePortfolio(scene: SizingScene, target: readonly TargetSize[]): PortfolioSize {
  const moving = target.filter(({ instrument, size }) => size !== currentSize(scene, instrument));
  const trades = Math.ceil(moving.length / LEGS);
  let binds: readonly string[] = [];
  for (let share = STEPS; share >= 0n; share--) {
    const sizes = moving.map(({ instrument, size }) => {
      const current = currentSize(scene, instrument);
      return { instrument, size: current + ((size - current) * share) / STEPS };
    });
    const judged = judge(scene, sizes);
    if (judged !== undefined && judged.broken.length === 0) return { share, sizes, binds, trades };
    binds = judged?.broken ?? [];
  }
  return { share: null, sizes: [], binds, trades };
}

function currentSize({ book }: SizingScene, instrument: number): bigint {
  const slot = slotIndexOf(book, instrument);
  return slot < 0 ? 0n : at(book.slots, slot).size;
}
