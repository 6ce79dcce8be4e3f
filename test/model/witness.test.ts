import { describe, expect, it } from "vitest";
import * as model from "../../model/index.ts";
import { type Case, randomCase } from "../support/random-case.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { bookOf, LOOSE, MARKET, SHEET, slot, to } from "./support/fixture.ts";

/** Shapes of docs/encodings.md section 9 for N slots, public inputs first. */
const shapes = (n: number): Record<string, readonly number[]> => ({
  oldCommitment: [],
  newCommitment: [],
  riskRoot: [],
  trade: [],
  call: [],
  instrument: [n],
  oldSign: [n],
  oldMag: [n],
  newSign: [n],
  newMag: [n],
  oldCash: [],
  oldCollateral: [4],
  oldSalt: [],
  newSalt: [],
  legInstrument: [4],
  legSign: [4],
  legMag: [4],
  tradeCash: [],
  tradeSalt: [],
  price: [8],
  atr: [8],
  cov: [36],
  ratios: [10],
  atrRisk: [],
  participation: [],
  horizon: [],
  kellyFraction: [],
  riskShare: [],
  scale: [4],
  volTarget: [],
  driftSign: [8],
  driftMag: [8],
  slope: [4, 4],
  intercept: [4, 4],
  tier: [],
  header: [4, 11],
  top: [8],
  path: [n, 3, 8],
  rowPacked: [n, 12],
  rowFactor: [n],
  rowSettled: [n],
  rowDepth: [n],
  rowMark: [n],
  rowDelta: [n],
  rowContLong: [n],
  rowContShort: [n],
  haircut: [4],
  worstLoss: [],
  nettingCharge: [],
  oldElement: [11],
  oldWindow: [3],
});

function shapeOf(value: model.SignalValue): number[] {
  if (typeof value === "bigint") return [];
  const [first] = value;
  const inner = new Set(value.map((item) => JSON.stringify(shapeOf(item))));
  expect(inner.size, "ragged array").toBe(1);
  return [value.length, ...shapeOf(first ?? 0n)];
}

const flat = (value: model.SignalValue): bigint[] => (typeof value === "bigint" ? [value] : value.flatMap(flat));

function inputOf({ book, change, market, sheet, policy }: Case): model.CircuitInput | undefined {
  const step = model.transition(book, change, sheet, { salt: 99n });
  if (step.newBook === null || step.plan.deltas.length > 4) return undefined;
  const { newBook, used, trade } = step;
  return model.buildCircuitInput({
    oldBook: book,
    newBook,
    used,
    trade,
    call: model.callOf(step, 5n),
    market,
    sheet,
    policy,
  });
}

const pathEnd = (path: readonly (readonly bigint[])[]): bigint => model.nodeHash(path[2] as model.Field[]);

describe("circuit input", () => {
  it("has exactly the names, order and shapes of the encodings, all field elements", () => {
    for (const name of model.BOOK_CLASS_NAMES) {
      // A random change may lead to no book, which has no input.
      let input: model.CircuitInput | undefined;
      for (let seed = 0; input === undefined; seed++) input = inputOf(randomCase(`witness/${seed}`, name));
      const expected = shapes(model.slotsOf(name));
      expect(Object.keys(input)).toEqual(Object.keys(expected));
      for (const [signal, shape] of Object.entries(expected)) {
        expect(shapeOf(input[signal] as model.SignalValue), signal).toEqual(shape);
      }
      expect(
        Object.values(input)
          .flatMap(flat)
          .every((value) => value >= 0n && value < model.R),
      ).toBe(true);
      expect(model.publicInputs(input)).toEqual(Object.values(input).slice(0, 5));
    }
  });

  it("opens every used row to the tree and leaves empty slots beside it", () => {
    for (let seed = 0; seed < 12; seed++) {
      const item = randomCase(`witness/${seed}`);
      const input = inputOf(item);
      if (input === undefined) continue;
      const tree = model.sheetTree(item.sheet);
      (input.instrument as bigint[]).forEach((instrument, j) => {
        const path = (input.path as bigint[][][])[j] as bigint[][];
        expect(path[1]).toContain(model.nodeHash(path[0] as model.Field[]));
        expect(path[2]).toContain(model.nodeHash(path[1] as model.Field[]));
        const row = model.rowOf(item.sheet, Number(instrument));
        if (row !== undefined) expect(path[0]).toContain(model.rowLeaf(row));
        expect(tree.top.includes(pathEnd(path) as model.Field)).toBe(row !== undefined);
        expect(row === undefined).toBe(instrument === 0n);
      });
    }
  });

  it("hints what is best for the account", () => {
    const book = bookOf([slot(17, 100n), slot(18, -40n)], { collateral: [3n, 0n, 0n, 0n] });
    const item = {
      book,
      change: { mode: "reduce", sizes: [to(17, 90n)] } as const,
      market: MARKET,
      sheet: SHEET,
      policy: { ...LOOSE, basis: 7 },
    };
    const input = inputOf(item) as model.CircuitInput;
    const explained = model.explain(book, item.change, MARKET, SHEET, item.policy);
    expect(input.worstLoss).toBe(explained.worstLoss);
    expect(input.nettingCharge).toBe(56_000_000n / 10n);
    expect(input.haircut).toEqual([270_000_000n, 0n, 0n, 0n]);
    // Scenario 0 is worst for the old sizes: element 0, window 0.
    expect([(input.oldElement as bigint[]).indexOf(1n), (input.oldWindow as bigint[]).indexOf(1n)]).toEqual([0, 0]);
    const none = inputOf({ ...item, book: bookOf(), change: { mode: "full", sizes: [] } }) as model.CircuitInput;
    expect([...(none.oldElement as bigint[]), ...(none.oldWindow as bigint[])].every((bit) => bit === 0n)).toBe(true);
  });

  it("does not judge: a change that breaks rules still has an input", () => {
    const change: model.Change = { mode: "reduce", sizes: [to(17, 500n)], flow: { asset: "cash", amount: -9n } };
    expect(
      inputOf({ book: bookOf([slot(17, 1n)]), change, market: MARKET, sheet: SHEET, policy: LOOSE }),
    ).toBeDefined();
  });
});

describe("transition", () => {
  it("conserves: both sides of a trade move opposite lots and cash under one commitment", () => {
    const random = seededRandom("conserves");
    for (let i = 0; i < 200; i++) {
      const ids = [17, 18, 20, 21].filter(() => random.chance(0.6));
      const mine = bookOf([slot(17, random.signed(20) || 1n)]);
      const theirs = bookOf([slot(18, random.signed(20) || 1n), slot(17, random.signed(20) || 1n)]);
      const lots = ids.map((id) => [id, random.signed(18)] as const);
      const cost = random.signed(40);
      const change = (book: model.Book, sign: bigint): model.Change => ({
        mode: "full",
        sizes: lots.map(([id, delta]) => to(id, model.sizeOf(book, id) + sign * delta)),
        cost: sign * cost,
        tradeSalt: 5n,
      });
      const [a, b] = [
        model.transition(mine, change(mine, 1n), SHEET),
        model.transition(theirs, change(theirs, -1n), SHEET),
      ];
      if (a.newBook === null || b.newBook === null) throw new Error("no book");
      expect(a.newBook.cash + b.newBook.cash).toBe(mine.cash + theirs.cash);
      for (const id of [17, 18, 20, 21]) {
        const total = (x: model.Book, y: model.Book): bigint => model.sizeOf(x, id) + model.sizeOf(y, id);
        expect(total(a.newBook, b.newBook)).toBe(total(mine, theirs));
      }
      expect(model.tradeCommitment(a.trade?.trade ?? null)).toBe(model.tradeCommitment(b.trade?.trade ?? null));
      if (a.trade !== null) expect([a.trade.side, b.trade?.side].sort()).toEqual([0, 1]);
    }
  });

  it("leads to books that commit, on random changes", () => {
    for (let seed = 0; seed < 150; seed++) {
      const { book, change, sheet } = randomCase(`witness/${seed}`);
      const { newBook, used, trade } = model.transition(book, change, sheet, { salt: 3n });
      if (newBook === null) continue;
      expect(() => model.commit(newBook)).not.toThrow();
      expect(newBook.slots.every(({ instrument }, j) => instrument === 0 || instrument === used[j])).toBe(true);
      if (trade !== null) expect(model.tradeFault(trade.trade)).toBeUndefined();
    }
  });
});
