import { ASSETS } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { type Field, toField } from "./field.ts";
import { pow2 } from "./integers.ts";
import type { LinearInstrument } from "./linear-sheet.ts";
import type { Lots } from "./units.ts";

/** What a venue states of a spot pair or a perpetual, so that its row follows from the market block alone. */
export interface RowTerms {
  /** The instrument's id; 1 to 4 stands for collateral asset 0 to 3, as in a sheet.csv. */
  readonly instrument: number;
  readonly factor: number;
  /** Price of one unit over the factor's, in basis points of it: 10,000 without a premium. */
  readonly share: bigint;
  /** Contingencies in basis points of the mark. */
  readonly contingencyLong: bigint;
  readonly contingencyShort: bigint;
  /** The most that the row may have. */
  readonly depth: Lots;
  /** Units of the factor in one lot, as a fraction. */
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const FULL = 10_000n;
const none = { contingencyLong: 0n, contingencyShort: 0n, depth: 0n };

/** Widths of the fields from the low end. */
const FIELDS = [
  ["instrument", 32],
  ["factor", 3],
  ["share", 20],
  ["contingencyLong", 14],
  ["contingencyShort", 14],
  ["depth", 40],
  ["numerator", 40],
  ["denominator", 40],
] as const;

/** One unit of collateral asset k, 0 to 3: what its shocks in the header are of. */
export function collateralTerms(k: number): RowTerms {
  return { instrument: k + 1, factor: k, share: FULL, ...none, numerator: 1n, denominator: 1n };
}

/**
 * The terms of a spot pair or a perpetual. Throws BallastError BAL-104 for a number that the packed terms do not hold, BAL-105 for a
 * future, whose forward no market block knows.
 */
export function termsOf(item: LinearInstrument): RowTerms {
  if (item.kind === "future") {
    const remedy = "State terms of spot pairs and perpetuals only: no market block knows a forward.";
    throw termsError(MODEL_CODES.structure, item.instrument, "kind", "is a future", remedy);
  }
  return {
    instrument: item.instrument,
    factor: item.factor,
    share: FULL + BigInt(item.kind === "perpetual" ? (item.premium ?? 0) : 0),
    contingencyLong: BigInt(item.contingencyLong),
    contingencyShort: BigInt(item.contingencyShort),
    depth: item.depth,
    ...item.lot,
  };
}

/** The packed terms, 203 bits. Throws BallastError BAL-104 naming the field that does not fit. */
export function packTerms(terms: RowTerms): Field {
  let [packed, shift] = [0n, 0];
  for (const [name, bits] of FIELDS) {
    const value = BigInt(terms[name]);
    if (value < 0n || value >= pow2(bits)) {
      const remedy = `Choose a value from 0 to ${pow2(bits) - 1n}.`;
      throw termsError(MODEL_CODES.range, terms.instrument, name, "out of range", remedy);
    }
    packed += value * pow2(shift);
    shift += bits;
  }
  return toField(packed);
}

/** The terms that a packed element of at most 203 bits holds. */
export function unpackTerms(packed: bigint): RowTerms {
  let rest = packed;
  const values = FIELDS.map(([name, bits]) => {
    const value = rest % pow2(bits);
    rest >>= BigInt(bits);
    return [name, name === "instrument" || name === "factor" ? Number(value) : value] as const;
  });
  return Object.fromEntries(values) as unknown as RowTerms;
}

/** Whether terms are of a collateral asset, which stands in the header and not in the tree. */
export function isCollateral({ instrument }: Pick<RowTerms, "instrument">): boolean {
  return instrument >= 1 && instrument <= ASSETS;
}

function termsError(code: "BAL-104" | "BAL-105", instrument: number, field: string, problem: string, remedy: string) {
  return inputError({ code, file: "terms", path: `instrument ${instrument}.${field}`, problem, remedy });
}
