import { slotIndexOf } from "../../model/book.ts";
import { explain } from "../../model/explain.ts";
import { at } from "../../model/integers.ts";
import type { RuleId } from "../../model/rules/rule.ts";
import { type Lots, RANGE } from "../../model/units.ts";
import { type Judgement, judge, type SizingScene } from "./judge.ts";

/** How far one rule would let a size go if no other stood in the way; null where it never stops it. */
export interface RuleSize {
  readonly id: RuleId;
  readonly size: Lots | null | "off";
}

/** The end of the passing sizes in one direction. */
export interface SideSize {
  readonly size: Lots;
  /** What refuses one lot more; empty at the end of the range. */
  readonly binds: readonly string[];
  readonly rules: readonly RuleSize[];
}

/** The sizes of one instrument that pass, all else kept. */
export interface InstrumentSize {
  readonly instrument: number;
  readonly current: Lots;
  /** null when no size passes. */
  readonly passing: { readonly long: SideSize; readonly short: SideSize } | null;
}

type Direction = 1n | -1n;
type Look = (size: Lots) => Judgement | undefined;

/**
 * The largest size of an instrument each way, what binds there, and each rule's own limit: the volatility target's, Kelly's, parity's, the
 * range's and all others. The ends are exact (`explain`'s search); a rule's own limit is the first it breaks at beyond the end.
 *
 * @throws BallastError BAL-104…108 for an instrument without a row, settled, or data out of range
 *
 * @example
 * const { passing } = sizeInstrument({ book, market, sheet, policy }, 17);
 */
export function sizeInstrument(scene: SizingScene, instrument: number): InstrumentSize {
  const { book, market, sheet, policy } = scene;
  const slot = slotIndexOf(book, instrument);
  const current = slot < 0 ? 0n : at(book.slots, slot).size;
  // Any other size makes the search: it looks around the current one.
  const asked = current === RANGE.size.most ? current - 1n : current + 1n;
  const { largest } = explain(book, { mode: "full", sizes: [{ instrument, size: asked }] }, market, sheet, policy);
  if (largest === null || largest === undefined) return { instrument, current, passing: null };
  const look = remembered(scene, instrument);
  const { from, to } = largest;
  return { instrument, current, passing: { long: side(look, to, 1n), short: side(look, from, -1n) } };
}

function remembered(scene: SizingScene, instrument: number): Look {
  const known = new Map<Lots, Judgement | undefined>();
  return (size) => {
    if (!known.has(size)) known.set(size, judge(scene, [{ instrument, size }]));
    return known.get(size);
  };
}

function side(look: Look, size: Lots, direction: Direction): SideSize {
  const end = direction === 1n ? RANGE.size.most : RANGE.size.least;
  const beyond = size === end ? undefined : look(size + direction);
  const reports = (beyond ?? look(size))?.explanation.rules ?? [];
  const rules = reports.map(
    (rule): RuleSize => ({
      id: rule.id,
      size: "off" in rule ? "off" : lastOk(look, rule.id, size, direction, (end - size) * direction),
    }),
  );
  return { size, binds: beyond?.broken ?? [], rules };
}

/** The last size, from one that passes outwards, before a rule breaks: doubling steps, then halving. */
function lastOk(look: Look, id: RuleId, start: Lots, direction: Direction, room: Lots): Lots | null {
  const ok = (steps: Lots): boolean => {
    const found = look(start + direction * steps);
    // Where totals leave the ledger nothing passes; no rule is to blame, but no size is possible.
    return found?.explanation.rules.some((rule) => rule.id === id && rule.ok) ?? false;
  };
  let good = 0n;
  let bad = 1n;
  while (bad <= room && ok(bad)) [good, bad] = [bad, 2n * bad];
  if (bad > room) {
    if (ok(room)) return null;
    bad = room;
  }
  while (bad - good > 1n) {
    const middle = (good + bad) / 2n;
    if (ok(middle)) good = middle;
    else bad = middle;
  }
  return start + direction * good;
}
