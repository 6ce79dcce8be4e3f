import fc from "fast-check";
import { fromField, toField } from "../../../../model/field.ts";
import { abs, at, pow2, sum, times } from "../../../../model/integers.ts";
import { worstLoss } from "../../../../model/rules/worst-loss.ts";
import { packTriple } from "../../../../model/sheet.ts";
import { bits, bounded, fields, type Kind, natural, raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out, type Template } from "../../support/template-lab.ts";

const source = "rules/worst-loss";
const most = pow2(36) - 1n;
export const LIFT = 6n * pow2(76);

/** The three signed windows of a packed element. */
function windows(element: bigint): [bigint, bigint, bigint] {
  const half = pow2(83);
  let rest = fromField(toField(element));
  const next = (): bigint => {
    const low = ((((rest + half) % pow2(84)) + pow2(84)) % pow2(84)) - half;
    rest = (rest - low) / pow2(84);
    return low;
  };
  return [next(), next(), next()];
}

const perLot = fc.oneof(fc.bigInt(-most, most), fc.bigInt(-9n, 9n), fc.constantFrom(0n, most, -most));
/** Elements as a publisher packs them: three signed values below 2^36 each. */
const packed = (...dims: number[]): Kind<readonly bigint[]> => ({
  dims,
  claim: {},
  edges: [
    packTriple(0n, 0n, 0n),
    packTriple(most, most, most),
    packTriple(-most, -most, -most),
    packTriple(-1n, 0n, most),
  ],
  arbitrary: fc.tuple(perLot, perLot, perLot).map((triple) => packTriple(...triple) as bigint),
});
const vegaOnly: Kind<readonly bigint[]> = { ...packed(), arbitrary: perLot.map((vega) => packTriple(vega, 0n, 0n)) };

interface Book {
  readonly size: readonly bigint[];
  readonly collateral: readonly bigint[];
  readonly packed: readonly bigint[];
  readonly header: readonly bigint[];
}

/** Totals of every window of the first 11 elements, and of the twelfth as one number. */
function totals({ size, collateral, packed: rows, header }: Book): { scenario: bigint[]; gamma: bigint; vega: bigint } {
  const total = (i: number, w: number): bigint =>
    sum(size.map((lots, j) => lots * (windows(at(rows, 12 * j + i))[w] as bigint))) +
    sum(collateral.map((lots, k) => lots * (windows(at(header, 11 * k + i))[w] as bigint)));
  const all = times(33, (s) => total(Math.floor(s / 3), s % 3));
  const vega = fromField(toField(sum(size.map((lots, j) => lots * fromField(toField(at(rows, 12 * j + 11)))))));
  return { scenario: all.slice(0, 32), gamma: at(all, 32), vega };
}

const BOOK = { size: bounded(40, 2), collateral: natural(40, 4), packed: packed(2, 12), header: packed(4, 11) };
const anyBook: fc.Arbitrary<Book> = fc.record({
  size: fc.tuple(BOOK.size.arbitrary, BOOK.size.arbitrary),
  collateral: fc.array(BOOK.collateral.arbitrary, { minLength: 4, maxLength: 4 }),
  packed: fc
    .tuple(
      ...times(2, () =>
        fc.tuple(fc.array(BOOK.packed.arbitrary, { minLength: 11, maxLength: 11 }), vegaOnly.arbitrary),
      ),
    )
    .map((rows) => rows.flatMap(([shocks, vega]) => [...shocks, vega])),
  header: fc.array(BOOK.header.arbitrary, { minLength: 44, maxLength: 44 }),
});

/** A book of one row whose scenario `s` loses 5 per lot; size 3. */
export function losing(s: number): Book {
  const row = times(12, (i) =>
    packTriple(...(times(3, (w) => (3 * i + w === s ? -5n : 2n)) as [bigint, bigint, bigint])),
  );
  const vega = packTriple(-7n, 0n, 0n);
  const header = times(44, (i) => packTriple(BigInt(i % 3), 1n, i % 11 === 10 ? 0n : 2n) as bigint);
  return {
    size: [3n, 0n],
    collateral: [0n, 0n, 0n, 0n],
    packed: [...row.with(11, vega), ...row.with(11, vega)],
    header,
  };
}
export const extreme: Book = {
  size: [pow2(40) - 1n, pow2(40) - 1n],
  collateral: times(4, () => pow2(40) - 1n),
  packed: times(24, (i) => packTriple(-most, i % 12 === 11 ? 0n : -most, i % 12 === 11 ? 0n : -most)),
  header: times(44, (i) => packTriple(-most, -most, i % 11 === 10 ? 0n : -most)),
};
export const losses = (book: Book): bigint => worstLoss(totals(book).scenario);
export const claim = (book: Book, off: bigint) => ({ worstLoss: losses(book) + off, ...book });
const mixed: Book = { ...losing(4), size: [3n, -4n], collateral: [1n, 2n, 3n, 4n] };

export const WORST_LOSS = {
  source,
  call: "WorstLoss(2)",
  inputs: { worstLoss: raw(79), ...BOOK },
  outputs: { out: bound(79), gamma: bound(79), vega: bound(79) },
} satisfies Template;

export const worstLossSpec = spec({
  ...WORST_LOSS,
  model: ({ worstLoss: claimed, ...book }) => {
    const loss = toField(claimed);
    const { scenario, gamma, vega } = totals(book);
    if (loss >= pow2(79) || loss < worstLoss(scenario) || abs(vega) >= pow2(79)) return undefined;
    return { out: loss, gamma: abs(gamma), vega: abs(vega) };
  },
  bases: [claim(mixed, 0n), claim(extreme, 5n)],
  cases: [
    ...times(32, losing).flatMap((book) => [claim(book, 0n), claim(book, -1n)]),
    ...[-1n, 0n, 1n].map((off) => claim(extreme, off)),
  ],
  arbitrary: fc.tuple(anyBook, fc.constantFrom(-1n, 0n, 1n)).map(([book, off]) => claim(book, off)),
  runs: 60,
  thinEdges: true,
});

const oneHot = (length: number, index: number): bigint[] => times(length, (i) => (i === index ? 1n : 0n));
const choose = (book: Book, element: number, window: number) => ({
  element: oneHot(11, element),
  windowHint: oneHot(3, window),
  ...book,
});

export const selectedLossSpec = spec({
  source,
  call: "SelectedLoss(2)",
  inputs: { element: raw(1, 11), windowHint: raw(1, 3), ...BOOK },
  outputs: { out: bound(83) },
  model: ({ element, windowHint, ...book }) => {
    const choices = [element, windowHint].map((hint): bigint[] => hint.map(toField));
    if (choices.some((digits) => digits.some((digit) => digit > 1n) || sum(digits) > 1n)) return undefined;
    const [e, w] = choices.map((digits) => digits.indexOf(1n)) as [number, number];
    if (e === 10 && w === 2) return undefined;
    return { out: e < 0 || w < 0 ? 0n : -at(totals(book).scenario, 3 * e + w) };
  },
  bases: [choose(mixed, 1, 1), choose(extreme, 10, 1), ...times(10, (e) => choose(mixed, e, 2))],
  cases: [
    choose(mixed, -1, -1),
    choose(mixed, -1, 2),
    choose(mixed, 10, 2),
    choose(mixed, 3, -1),
    { ...choose(mixed, 3, 0), windowHint: [1n, 1n, 0n] },
    { ...choose(mixed, 3, 0), element: times(11, (i) => (i < 2 ? 1n : 0n)) },
    { ...choose(mixed, 3, 0), windowHint: [-1n, 1n, 1n] },
  ],
  arbitrary: fc
    .tuple(anyBook, fc.integer({ min: -1, max: 10 }), fc.integer({ min: -1, max: 2 }))
    .map(([book, e, w]) => choose(book, e, w)),
  unbound: { "packed[0][11]": "vega, which no scenario reads", "packed[1][11]": "vega" },
  runs: 60,
  thinEdges: true,
});

export const packedTotalSpec = spec({
  source,
  call: "PackedTotal(2)",
  inputs: { size: BOOK.size, collateral: BOOK.collateral, row: fields(2), header: fields(4) },
  outputs: { out: out() },
  model: ({ size, collateral, row, header }) => ({
    out: sum(size.map((lots, j) => lots * at(row, j))) + sum(collateral.map((lots, k) => lots * at(header, k))),
  }),
  bases: [{ size: [3n, -4n], collateral: [1n, 2n, 3n, 4n], row: [5n, 6n], header: [7n, 8n, 9n, 10n] }],
});

export const pickSpec = spec({
  source,
  call: "Pick(3)",
  inputs: { choice: bits(3), value: fields(3) },
  outputs: { out: out() },
  model: ({ choice, value }) => ({ out: sum(choice.map((on, i) => on * at(value, i))) }),
  bases: times(4, (i) => ({ choice: oneHot(3, i), value: [5n, 6n, 7n] })),
});
