import { describe, expect, it } from "vitest";
import type { Change } from "../../../model/change.ts";
import { BallastError } from "../../../model/errors.ts";
import { type Explanation, explain } from "../../../model/explain.ts";
import { pow2, times } from "../../../model/integers.ts";
import { type Case, randomCase } from "../../support/random-case.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const SEED = process.env.BALLAST_SEED ?? "20261";
const LIMIT = pow2(40) - 1n;

function judgeAt({ book, change, market, sheet, policy }: Case, instrument: number, size: bigint): boolean {
  const sizes = change.sizes.map((item) => (item.instrument === instrument ? { instrument, size } : item));
  try {
    return explain(book, { ...change, sizes }, market, sheet, policy, { largest: false }).accepted;
  } catch (error) {
    if (error instanceof BallastError && error.code === "BAL-108") return false;
    throw error;
  }
}

function heldOf({ book }: Case, instrument: number): bigint {
  return book.slots.find((slot) => slot.instrument === instrument)?.size ?? 0n;
}

/** A case with exactly one changed instrument. */
function oneChange(seed: string): Case & { instrument: number } {
  for (let draw = 0; ; draw++) {
    const base = randomCase(`${seed}/${draw}`);
    const settled = new Set(base.sheet.rows.filter((row) => row.settled).map((row) => row.instrument));
    const target = base.change.sizes.find(
      ({ instrument, size }) => !settled.has(instrument) && heldOf(base, instrument) !== size,
    );
    if (target === undefined) continue;
    const change: Change = { ...base.change, sizes: [target] };
    return { ...base, change, instrument: target.instrument };
  }
}

function explainCase({ book, change, market, sheet, policy }: Case): Explanation {
  return explain(book, change, market, sheet, policy);
}

/** A narrow case: sizes beyond a few hundred lots never pass, and every rounding matters. */
function narrow(seed: string): Case & { instrument: number } {
  const random = seededRandom(seed);
  const base = oneChange(seed);
  const sheet = {
    ...base.sheet,
    rows: base.sheet.rows.map((row) => ({ ...row, depth: random.bigint(1n, 25n) })),
  };
  const slots = base.book.slots.map((slot) =>
    slot.size === 0n ? slot : { ...slot, size: (slot.size % 150n) + (slot.size > 0n ? 1n : -1n) },
  );
  const policy = {
    ...base.policy,
    basis: random.pick([0, 1, 7, 333, 2_000, 9_999]),
    scale: [255, 251, 129, 77],
    participation: 100_000,
    imFactor: random.integer(1, 20_000),
    slippage: random.pick([0, 50, 5_000]),
  };
  const cash = random.bigint(-200_000_000n, 20_000_000_000n);
  const cost = random.chance(0.4) ? { cost: random.signed(34) } : {};
  const { cost: _, ...change } = base.change;
  const sizes = [{ instrument: base.instrument, size: 3n }];
  const book = { ...base.book, slots, cash, collateral: base.book.collateral.map((lots) => lots % 100n) };
  return { ...base, sheet, policy, book, change: { ...change, sizes, ...cost } };
}

/** The interval by looking at every size in [−span, span]; the case must not pass beyond. */
function bruteForce(item: Case & { instrument: number }, span: bigint): { from: bigint; to: bigint } | null {
  const current = heldOf(item, item.instrument);
  const passing = new Map<bigint, boolean>();
  const ok = (size: bigint): boolean => {
    const known = passing.get(size) ?? judgeAt(item, item.instrument, size);
    passing.set(size, known);
    return known;
  };
  const sizes = times(Number(2n * span) + 1, (i) => BigInt(i) - span).filter(ok);
  const distance = (x: bigint): bigint => (x > current ? x - current : current - x);
  const asked = item.change.sizes[0]?.size ?? 0n;
  const side = (x: bigint): number => (x > current === asked > current ? 0 : 1);
  const [nearest] = sizes.sort((a, b) => Number(distance(a) - distance(b)) || side(a) - side(b));
  if (nearest === undefined) return null;
  let [from, to] = [nearest, nearest];
  while (from > -span && ok(from - 1n)) from--;
  while (to < span && ok(to + 1n)) to++;
  return { from, to };
}

describe("largest size", () => {
  it(`equals brute force where every rounding matters (seed ${SEED})`, () => {
    let [intervals, empty] = [0, 0];
    for (let i = 0; i < 60; i++) {
      const item = narrow(`${SEED}/narrow/${i}`);
      const { largest } = explainCase(item);
      if (largest === undefined) continue;
      const span = 700n;
      if (largest !== null && (largest.from < -span || largest.to > span)) continue;
      const expected = bruteForce(item, span);
      if (largest === null) {
        expect(expected, `case ${i}`).toBeNull();
        empty++;
      } else {
        expect({ from: largest.from, to: largest.to }, `case ${i}`).toEqual(expected);
        intervals++;
      }
    }
    expect(intervals).toBeGreaterThan(15);
    expect(empty).toBeGreaterThan(5);
  });

  it(`has exact ends and passes everywhere between them on wide books (seed ${SEED})`, () => {
    let checked = 0;
    for (let i = 0; i < 250; i++) {
      const seed = `${SEED}/wide/${i}`;
      const random = seededRandom(seed);
      const item = oneChange(seed);
      const { largest, accepted } = explainCase(item);
      const wanted = item.change.sizes[0]?.size ?? 0n;
      if (largest === undefined) continue;
      if (largest === null) {
        expect(accepted, `case ${i}`).toBe(false);
        for (const size of times(20, () => random.signed(30))) {
          expect(judgeAt(item, item.instrument, size), `case ${i} at ${size}`).toBe(false);
        }
        continue;
      }
      checked++;
      const { from, to } = largest;
      const inside = [from, to, ...times(12, () => random.bigint(from, to))];
      for (const size of inside) expect(judgeAt(item, item.instrument, size), `case ${i} at ${size}`).toBe(true);
      if (from > -LIMIT) expect(judgeAt(item, item.instrument, from - 1n), `case ${i} below`).toBe(false);
      if (to < LIMIT) expect(judgeAt(item, item.instrument, to + 1n), `case ${i} above`).toBe(false);
      if (wanted >= from && wanted <= to) expect(accepted).toBe(true);
      const current = heldOf(item, item.instrument);
      const gap = current < from ? from - current : current > to ? current - to : 0n;
      for (const step of times(8, () => random.bigint(0n, gap === 0n ? 0n : gap - 1n))) {
        if (gap === 0n) break;
        for (const size of [current + step, current - step]) {
          expect(judgeAt(item, item.instrument, size), `case ${i}: ${size} is nearer`).toBe(false);
        }
      }
    }
    expect(checked).toBeGreaterThan(80);
  });

  it("is left out unless exactly one unsettled instrument changes", () => {
    const item = oneChange(SEED);
    expect(explainCase({ ...item, change: { ...item.change, sizes: [] } })).not.toHaveProperty("largest");
    const same = [{ instrument: item.instrument, size: heldOf(item, item.instrument) }];
    expect(explainCase({ ...item, change: { mode: "full", sizes: same } })).not.toHaveProperty("largest");
  });
});
