/** The classic bugs, one small circuit each: what the source leaves out, and which check of the laboratory has to notice. */

import { R, toField } from "../../../model/field.ts";
import { H } from "../../../model/poseidon.ts";
import type { CircuitInputs } from "../../../prover/artifacts/witness-calculator.ts";
import type { Check } from "../checks.ts";

/** What a circuit should do with inputs: give these outputs, or have no witness. */
export type Wanted = (input: Readonly<Record<string, bigint>>) => Readonly<Record<string, bigint>> | undefined;

/** One canary: `canaries/<name>.circom` holds `Canary(0)` with the bug and `Canary(1)` without. */
export type Canary = {
  readonly name: string;
  /** Checks that must flag the bug, all of them and no other. */
  readonly flaggedBy: readonly Check[];
  /** An input with a witness, of the circuit with the bug or of the mended one. */
  readonly input: CircuitInputs | ((mended: boolean) => CircuitInputs);
  /** For bugs that leave every witness unique but let a wrong one in. Inputs that are arrays are named `in[0]`. */
  readonly wanted?: Wanted;
  /** Inputs to try besides the edges of each input. */
  readonly tries?: readonly CircuitInputs[] | ((mended: boolean) => readonly CircuitInputs[]);
};

/** The input of one of the two circuits. */
export const inputFor = ({ input }: Canary, mended: boolean): CircuitInputs =>
  typeof input === "function" ? (input as (mended: boolean) => CircuitInputs)(mended) : input;

/** What to try on one of the two circuits. */
export const triesFor = ({ tries = [] }: Canary, mended: boolean): readonly CircuitInputs[] =>
  typeof tries === "function" ? tries(mended) : tries;

const isByte = (value: bigint | undefined): boolean => value !== undefined && value >= 0n && value < 256n;
const isBit = (value: bigint | undefined): boolean => value === 0n || value === 1n;
const bytes = (...values: (bigint | undefined)[]): boolean => values.every(isByte);

/** 2^127·b is just above r, so the product comes back small. */
const WRAPPED = { a: 2n ** 127n, b: R / 2n ** 127n + 1n };
/** Two leaves under a node, and the node beside a third: id 1 holds 10, id 2 holds 20, id 3 holds 30. */
function tree(domain: bigint) {
  const leaf = (id: bigint, value: bigint): bigint => H(toField(domain), [id, value]);
  const [one, two, three] = [leaf(1n, 10n), leaf(2n, 20n), leaf(3n, 30n)] as const;
  return { one, two, three, root: H(toField(2n), [H(toField(2n), [one, two]), three]) };
}
/** The commitment of the list (5), with its length where the bug is mended. */
const listOf = (mended: boolean): bigint => H(toField(3n), [5n, 0n, mended ? 1n : 0n]);
const LEAVES: Readonly<Record<string, bigint>> = { 1: 10n, 2: 20n, 3: 30n };

const UNIQUE: readonly Check[] = ["uniqueness"];
const FREE: readonly Check[] = ["uniqueness", "rank"];
/** A hint that nothing ties to its input leaves the input unused too. */
const LOOSE: readonly Check[] = ["uniqueness", "rank", "unused input"];
const WRONG: readonly Check[] = ["wanted"];

export const CANARIES: readonly Canary[] = [
  { name: "missing-bit", flaggedBy: UNIQUE, input: { in: 200n } },
  { name: "hint-only", flaggedBy: LOOSE, input: { in: 5n } },
  { name: "unchecked-remainder", flaggedBy: UNIQUE, input: { in: 83n } },
  { name: "unchecked-quotient", flaggedBy: UNIQUE, input: { in: 83n } },
  { name: "wrong-signal", flaggedBy: UNIQUE, input: { in: 83n } },
  { name: "remainder-equals-divisor", flaggedBy: UNIQUE, input: { in: 17n, divisor: 5n } },
  { name: "zero-divisor", flaggedBy: UNIQUE, input: { in: 17n, divisor: 5n } },
  { name: "alias-254", flaggedBy: UNIQUE, input: { in: 5n } },
  { name: "negative-zero", flaggedBy: UNIQUE, input: { in: 5n } },
  { name: "magnitude-unranged", flaggedBy: UNIQUE, input: { in: 5n } },
  { name: "one-hot-without-sum", flaggedBy: UNIQUE, input: { index: 2n } },
  { name: "packed-limbs", flaggedBy: UNIQUE, input: { packed: 515n } },
  { name: "is-zero-half", flaggedBy: FREE, input: { in: 5n } },
  { name: "is-zero-other-half", flaggedBy: UNIQUE, input: { in: 5n } },
  { name: "limit-forgotten", flaggedBy: UNIQUE, input: { in: 83n } },
  { name: "offset-quotient", flaggedBy: UNIQUE, input: { in: 83_500n, offset: 7n } },
  { name: "square-root", flaggedBy: UNIQUE, input: { in: 49n } },
  { name: "repeated-weight", flaggedBy: UNIQUE, input: { in: 5n } },
  { name: "last-one-forgotten", flaggedBy: LOOSE, input: { in: [1n, 2n, 3n, 4n] } },
  { name: "switched-off", flaggedBy: UNIQUE, input: { on: 1n, in: 5n } },
  { name: "forgotten-wire", flaggedBy: UNIQUE, input: { in: 5n } },
  { name: "unused-input", flaggedBy: ["unused input"], input: { amount: 5n, recipient: 7n } },
  {
    name: "comparison-unranged",
    flaggedBy: WRONG,
    input: { a: 3n, b: 5n },
    wanted: ({ a = 0n, b = 0n }) => (bytes(a, b) ? { out: a < b ? 1n : 0n } : undefined),
  },
  {
    name: "comparison-too-wide",
    flaggedBy: ["uniqueness", "wanted"],
    input: { a: 3n, b: 5n },
    wanted: ({ a = 0n, b = 0n }) => (bytes(a, b) && a <= b ? {} : undefined),
  },
  { name: "width-off-by-one", flaggedBy: WRONG, input: { in: 200n }, wanted: (i) => (isByte(i.in) ? {} : undefined) },
  {
    name: "index-out-of-range",
    flaggedBy: WRONG,
    input: { index: 1n, table: [4n, 5n, 6n] },
    wanted: (i) => ((i.index ?? 3n) < 3n ? { out: i[`table[${i.index}]`] as bigint } : undefined),
  },
  {
    name: "selector-not-binary",
    flaggedBy: WRONG,
    input: { selector: 1n, yes: 7n, no: 9n },
    wanted: ({ selector, yes = 0n, no = 0n }) => (isBit(selector) ? { out: selector === 1n ? yes : no } : undefined),
  },
  {
    name: "swapped-mux",
    flaggedBy: WRONG,
    input: { selector: 1n, yes: 7n, no: 9n },
    wanted: ({ selector, yes = 0n, no = 0n }) => (isBit(selector) ? { out: selector === 1n ? yes : no } : undefined),
  },
  {
    name: "gate-not-binary",
    flaggedBy: WRONG,
    input: { a: 1n, b: 0n },
    wanted: ({ a, b }) => (isBit(a) && isBit(b) ? { out: a === b ? 0n : 1n } : undefined),
  },
  {
    name: "path-index",
    flaggedBy: WRONG,
    input: { leaf: 11n, sibling: 22n, index: 0n, left: 11n, right: 22n },
    // (leaf, sibling) = (5, 28) keeps the sum 33; the index (11 − 5)/(28 − 5) puts them at 11 and 22.
    tries: [{ leaf: 5n, sibling: 28n, index: divide(6n, 23n), left: 11n, right: 22n }],
    wanted: ({ leaf, sibling, index, left, right }) => {
      const [first, second] = index === 1n ? [sibling, leaf] : [leaf, sibling];
      return isBit(index) && first === left && second === right ? {} : undefined;
    },
  },
  {
    name: "packed-inputs",
    flaggedBy: WRONG,
    input: { low: 3n, high: 2n, commitment: 515n ** 2n },
    tries: [{ low: 515n, high: 0n, commitment: 515n ** 2n }],
    wanted: ({ low = 0n, high = 0n, commitment }) =>
      bytes(low, high) && commitment === (low + 256n * high) ** 2n ? {} : undefined,
  },
  {
    name: "window-without-gap",
    flaggedBy: WRONG,
    // Totals −5 and 7; a loss of 0 hides behind a borrow.
    input: { packed: -5n + 7n * 2n ** 16n, loss: 5n },
    tries: [{ packed: -5n + 7n * 2n ** 16n, loss: 0n }],
    wanted: windows,
  },
  {
    name: "product-overflow",
    flaggedBy: WRONG,
    input: { a: 3n, b: 5n, limit: 15n },
    tries: [{ ...WRAPPED, limit: 2n ** 200n - 1n }],
    wanted: ({ a = 0n, b = 0n, limit = 0n }) =>
      a < 2n ** 128n && b < 2n ** 128n && limit < 2n ** 200n && a * b <= limit ? {} : undefined,
  },
  {
    name: "assert-as-constraint",
    flaggedBy: WRONG,
    input: { amount: 5n },
    tries: [{ amount: 1001n }],
    wanted: ({ amount = 0n }) => (amount <= 1000n ? {} : undefined),
  },
  {
    name: "domain-separation",
    flaggedBy: WRONG,
    input: (mended) => {
      const { two, three, root } = tree(mended ? 1n : 2n);
      return { id: 1n, value: 10n, sibling: [two, three], isDeep: 1n, root };
    },
    tries: (mended) => {
      const { one, two, three, root } = tree(mended ? 1n : 2n);
      return [{ id: one, value: two, sibling: [three, 0n], isDeep: 0n, root }];
    },
    wanted: ({ id, value, isDeep }) => (isBit(isDeep) && LEAVES[String(id)] === value ? {} : undefined),
  },
  {
    name: "length-not-bound",
    flaggedBy: WRONG,
    input: (mended) => ({ count: 1n, item: [5n, 0n], commitment: listOf(mended) }),
    tries: (mended) => [{ count: 2n, item: [5n, 0n], commitment: listOf(mended) }],
    // The commitment that the tests hold is that of the list (5) alone.
    wanted: ({ count }) => (count === 1n ? {} : undefined),
  },
];

/** x with x·divisor = value in the field. */
function divide(value: bigint, divisor: bigint): bigint {
  for (let k = 0n; ; k++) if ((value + k * R) % divisor === 0n) return (value + k * R) / divisor;
}

/** Both totals, read as signed windows of 16 bits below 2^12, are at least the negated loss. */
function windows({ packed = 0n, loss = 0n }: Readonly<Record<string, bigint>>): Record<string, bigint> | undefined {
  const signed = packed > R / 2n ? packed - R : packed;
  const low = ((((signed + 2n ** 15n) % 2n ** 16n) + 2n ** 16n) % 2n ** 16n) - 2n ** 15n;
  const high = (signed - low) / 2n ** 16n;
  const isLifted = (total: bigint): boolean => total + loss >= 0n && total + loss < 2n ** 13n;
  return loss < 2n ** 12n && isLifted(low) && isLifted(high) ? {} : undefined;
}
