/** Reads a bit ledger of `circuits/` and evaluates its bounds exactly. */
import { readFileSync } from "node:fs";

export interface LedgerInput {
  readonly name: string;
  readonly max: string;
  readonly note: string;
}
export interface LedgerTotal extends LedgerInput {
  /** Bits of the maximum, by class. */
  readonly bits: Record<string, number>;
}
export interface LedgerComparison {
  readonly component: string;
  readonly rule: string;
  readonly lhs: string;
  readonly rhs: string;
  readonly bits: Record<string, number>;
  /** Digits that the circuit decomposes, where a component compares in several widths. */
  readonly width?: number;
}
export interface Ledger {
  readonly limitBits: number;
  readonly inputs: readonly LedgerInput[];
  readonly derived: readonly LedgerTotal[];
  readonly comparisons: readonly LedgerComparison[];
}

export const LEDGER_PATH = "circuits/bit-ledger.json";

export const MARKET_LEDGER_PATH = "circuits/market-bit-ledger.json";

export const ROW_VOID_LEDGER_PATH = "circuits/row-void-bit-ledger.json";

export function readLedger(path = LEDGER_PATH): Ledger {
  return JSON.parse(readFileSync(path, "utf8")) as Ledger;
}

/** Every bound of the ledger for a class of `slots` slots: names to exact maxima. */
export function boundsOf(ledger: Ledger, slots: number): Map<string, bigint> {
  const bounds = new Map<string, bigint>([
    ["N", BigInt(slots)],
    ["loss", 76n + BigInt(Math.ceil(Math.log2(slots + 4)))],
  ]);
  for (const { name, max } of [...ledger.inputs, ...ledger.derived]) bounds.set(name, evaluate(max, bounds));
  return bounds;
}

/** Number of bits of a non-negative integer. */
export function bitsOf(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** Evaluates `+ - * / ^`, parentheses, integers and names, left to right with the usual precedence; `/` rounds up. */
export function evaluate(formula: string, names: ReadonlyMap<string, bigint>): bigint {
  const tokens = formula.match(/\d+|[A-Za-z]\w*|[-+*/^()]/g) ?? [];
  let position = 0;
  const take = (): string => tokens[position++] ?? fail(formula);
  const next = (...wanted: string[]): boolean => wanted.includes(tokens[position] ?? "");

  const atom = (): bigint => {
    const token = take();
    if (token === "(") {
      const inner = sum();
      if (take() !== ")") fail(formula);
      return inner;
    }
    return /^\d/.test(token) ? BigInt(token) : (names.get(token) ?? fail(`${formula}: unknown name ${token}`));
  };
  const power = (): bigint => {
    const base = atom();
    if (!next("^")) return base;
    take();
    return base ** power();
  };
  const product = (): bigint => {
    let value = power();
    while (next("*", "/")) {
      if (take() === "*") value *= power();
      else {
        const divisor = power();
        value = (value + divisor - 1n) / divisor;
      }
    }
    return value;
  };
  const sum = (): bigint => {
    let value = product();
    while (next("+", "-")) value = take() === "+" ? value + product() : value - product();
    return value;
  };

  const value = sum();
  if (position !== tokens.length) fail(formula);
  return value;
}

function fail(what: string): never {
  throw new Error(`bit ledger: cannot evaluate ${what}`);
}
