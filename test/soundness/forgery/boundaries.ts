/**
 * Forgeries written by hand: at every place where a range ends, a sign turns, a quotient is rounded or a limb is packed, what somebody would try first.
 * Each row of the table is tried at an honest witness with the values that its kind calls for; the rest follows honestly.
 */

import { inverse, R } from "../../../model/field.ts";
import { times } from "../../../model/integers.ts";
import type { ForgeryBench } from "./bench.ts";

/** A forgery ready to be told. */
export type Boundary = { readonly what: string; readonly forced: ReadonlyMap<number, bigint> };

type Read = (name: string) => bigint;
type Row = { readonly what: string; readonly values: Readonly<Record<string, bigint>> };

const HALF = (R - 1n) / 2n;

/** A value of `bits` bits: the ends of the field, the middle where signs turn, and the first values that do not fit. */
function range(read: Read, name: string, bits: number): Row[] {
  const top = 1n << BigInt(bits);
  const tries: readonly (readonly [string, bigint])[] = [
    ["r − 1", R - 1n],
    ["(r − 1)/2", HALF],
    ["(r + 1)/2", HALF + 1n],
    [`2^${bits}`, top],
    [`itself + 2^${bits}`, read(name) + top],
    ["itself negated", R - read(name)],
  ];
  return tries
    .filter(([, value]) => value % R !== read(name))
    .map(([what, value]) => ({ what: `${name}: ${what}`, values: { [name]: value } }));
}

/** A quotient one too large or small, and wrapped round the field by its divisor; the remainder follows. */
function quotient(read: Read, name: string, divisor: bigint): Row[] {
  const tries: readonly (readonly [string, bigint])[] = [
    ["q + 1", 1n],
    ["q − 1", -1n],
    ["q + 1/d", inverse(divisor)],
    ["q − 1/d", -inverse(divisor)],
  ];
  return tries.map(([what, by]) => ({ what: `${name}: ${what}`, values: { [name]: read(name) + by } }));
}

/** The other sign with the same magnitude, with the magnitude negated, and a sign that is no bit. */
function sign(read: Read, negative: string, magnitude: string): Row[] {
  const other = 1n - read(negative);
  return [
    { what: `${negative}: the other sign (−0 where the value is 0)`, values: { [negative]: other } },
    { what: `${negative}: the other sign of a magnitude of 0`, values: { [negative]: 1n, [magnitude]: 0n } },
    { what: `${negative}: both turned`, values: { [negative]: other, [magnitude]: R - read(magnitude) } },
    { what: `${negative}: a sign of 2`, values: { [negative]: 2n } },
    { what: `${negative}: a sign of 1/2`, values: { [negative]: HALF + 1n } },
  ].filter(({ values }) => Object.entries(values).some(([name, value]) => value % R !== read(name)));
}

/** Limbs of one element that lend to and borrow from each other, `apart` bits from one to the next. */
function limbs(read: Read, names: readonly string[], apart: number): Row[] {
  const step = 1n << BigInt(apart);
  return names.slice(1).flatMap((upper, i) => {
    const lower = names[i] as string;
    return [
      { what: `${lower}: lent to the limb above`, values: { [lower]: read(lower) + step, [upper]: read(upper) - 1n } },
      {
        what: `${lower}: borrowed from the limb above`,
        values: { [lower]: read(lower) - step, [upper]: read(upper) + 1n },
      },
      { what: `${lower}: exchanged with the limb above`, values: { [lower]: read(upper), [upper]: read(lower) } },
    ].filter(({ values }) => Object.entries(values).some(([name, value]) => value % R !== read(name)));
  });
}

/** A flag that says the opposite, or is no flag. */
function flag(read: Read, name: string): Row[] {
  return [1n - read(name), 2n, R - 1n].map((value) => ({ what: `${name} = ${value}`, values: { [name]: value } }));
}

const each = (count: number, make: (i: number) => Row[]): Row[] => times(count, make).flat();

const TABLE: Readonly<Record<string, (read: Read) => Row[]>> = {
  "size-update-desk-8": (read) => [
    ...range(read, "main.s11_capacity.remainder", 8),
    ...quotient(read, "main.s11_capacity.remainder", 256n),
    ...flag(read, "main.s11_capacity.stressed"),
    ...sign(read, "main.s01_oldCash.negative", "main.s01_oldCash.abs"),
    ...range(read, "main.s01_oldCash.abs", 84),
    ...sign(read, "main.s05_newCash.negative", "main.s05_newCash.abs"),
    ...range(read, "main.s05_newCash.abs", 84),
    ...sign(read, "main.s05_trade.splitCash.negative", "main.s05_trade.splitCash.abs"),
    ...range(read, "main.s05_trade.splitCash.abs", 84),
    ...each(3, (j) => sign(read, `main.s02_slot[${j}].changeNegative`, `main.s02_slot[${j}].changeAbs`)),
    ...each(3, (j) => range(read, `main.s02_slot[${j}].changeAbs`, 41)),
    ...each(3, (f) => sign(read, `main.s12_exposure.split[${f}].negative`, `main.s12_exposure.exposureAbs[${f}]`)),
    ...each(3, (f) => range(read, `main.s12_exposure.exposureAbs[${f}]`, 80)),
    ...sign(read, "main.s12_exposure.netSplit.negative", "main.s09_contingency.netAbs"),
    ...range(read, "main.s09_contingency.netAbs", 83),
    ...sign(read, "main.s08_worstLoss.gammaSigned.negative", "main.s08_worstLoss.gamma"),
    ...sign(read, "main.s08_worstLoss.vegaSigned.negative", "main.s08_worstLoss.vega"),
    ...range(read, "main.s08_worstLoss.gamma", 80),
    ...range(read, "main.s08_worstLoss.vega", 80),
    ...each(4, (i) => limbs(read, times(3, (w) => `main.s08_worstLoss.split[${i}].digit[${w}]`).slice(0, 2), 84)),
    ...range(read, "main.worstLoss", 80),
    ...each(4, (k) => range(read, `main.haircut[${k}]`, 78)),
    ...range(read, "main.nettingCharge", 86),
    ...each(2, (j) => range(read, `main.oldMag[${j}]`, 40)),
    ...each(2, (j) => range(read, `main.newMag[${j}]`, 40)),
    ...each(2, (j) => sign(read, `main.newSign[${j}]`, `main.newMag[${j}]`)),
    ...each(2, (k) => range(read, `main.oldCollateral[${k}]`, 40)),
    ...limbs(
      read,
      times(3, (j) => `main.newMag[${j}]`),
      73,
    ),
    ...limbs(
      read,
      times(3, (k) => `main.oldCollateral[${k}]`),
      40,
    ),
    ...range(read, "main.tier", 2),
    ...each(2, (l) => flag(read, `main.oldWindow[${l}]`)),
    ...each(2, (l) => flag(read, `main.oldElement[${l}]`)),
    ...flag(read, "main.s04_outflow"),
    ...flag(read, "main.s22_isReduce"),
    ...flag(read, "main.s22_isMaintenance"),
    ...flag(read, "main.s16_kelly.grows"),
    ...flag(read, "main.s20_risk.flat"),
  ],
  "market-update-f8": (read) => [
    ...each(4, (f) => quotient(read, `main.m04_range[${f}].quotient`, 20n)),
    ...each(4, (f) => quotient(read, `main.m03_cov.own[${f}].quotient`, 1_000_000_000n)),
    ...each(2, (f) => range(read, `main.m03_cov.own[${f}].quotient`, 60)),
    ...each(2, (f) => range(read, `main.m04_range[${f}].quotient`, 38)),
    ...each(4, (f) => quotient(read, `main.m02_change[${f}]`, read(`main.price[${f}]`))),
    ...each(2, (f) => sign(read, `main.m02_return[${f}].split.negative`, `main.m02_changeAbs[${f}]`)),
    ...each(2, (f) => range(read, `main.m02_changeAbs[${f}]`, 30)),
    ...[1, 10].flatMap((i) => quotient(read, `main.m03_cov.shared[${i}].quotient`, 1_000_000_000n)),
    ...[1, 10].flatMap((i) =>
      sign(read, `main.m03_cov.shared[${i}].split.negative`, `main.m03_cov.shared[${i}].split.abs`),
    ),
    ...[1, 10].flatMap((i) => range(read, `main.m03_cov.shared[${i}].split.abs`, 60)),
    ...each(2, (f) => [
      ...flag(read, `main.m02_return[${f}].within`),
      ...flag(read, `main.m04_range[${f}].isHigh`),
      ...flag(read, `main.m04_range[${f}].isLow`),
      ...flag(read, `main.m02_return[${f}].flagged`),
    ]),
    ...flag(read, "main.m05_tier.none"),
    ...flag(read, "main.m05_tier.low"),
    ...flag(read, "main.m05_tier.high"),
    ...range(read, "main.level", 2),
    ...range(read, "main.tierFactor", 3),
    ...range(read, "main.tierByMove", 1),
    ...each(2, (f) => range(read, `main.price[${f}]`, 38)),
    ...each(2, (f) => range(read, `main.atr[${f}]`, 38)),
    ...range(read, "main.alpha", 30),
    ...range(read, "main.beta", 30),
  ],
  // What a row's accuser would bend: the mark, a loss or a charge that the market implies, what the terms say, and how deep the row is.
  "row-void": (read) => [
    ...quotient(read, "main.v05_mark.quotient", 10_000n * read("main.v03_terms.denominator")),
    ...range(read, "main.v05_mark.quotient", 98),
    ...[0, 1, 15, 31].flatMap((s) => quotient(read, `main.v06_shock[${s}].quotient`, 10n ** 16n)),
    ...[0, 31].flatMap((s) => range(read, `main.v06_shock[${s}].quotient`, 49)),
    ...["long", "short"].flatMap((side) => [
      ...quotient(read, `main.v07_${side}.charge`, 10_000n),
      ...range(read, `main.v07_${side}.charge`, 40),
    ]),
    ...flag(read, "main.v03_terms.isCollateral"),
    ...each(8, (f) => flag(read, `main.v03_terms.isFactor[${f}]`)),
    ...flag(read, "main.v08_within.out"),
    ...range(read, "main.rowDepth", 40),
    ...range(read, "main.rowContLong", 36),
    ...range(read, "main.rowContShort", 36),
    ...range(read, "main.prover", 160),
    ...limbs(read, ["main.v03_terms.contingencyLong", "main.v03_terms.contingencyShort"], 14),
    ...limbs(read, ["main.v03_terms.numerator", "main.v03_terms.denominator"], 40),
  ],
};

/** Statements that the table has rows for. */
export const WITH_BOUNDARIES: readonly string[] = Object.keys(TABLE);

/** The table's forgeries of a statement, at the witness that its bench holds. */
export function boundariesOf(bench: ForgeryBench): Boundary[] {
  const read = (name: string): bigint => bench.view.read(bench.signal(name));
  return (TABLE[bench.subject.name]?.(read) ?? []).map(({ what, values }) => ({
    what,
    forced: new Map(Object.entries(values).map(([name, value]) => [bench.signal(name), value])),
  }));
}
