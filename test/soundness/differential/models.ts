/** What each template of the library has to give: its outputs, or undefined where no witness may exist. Numbers are as the caller means them; values are compared mod r. */

import { toField } from "../../../model/field.ts";
import { abs, at, sum, times } from "../../../model/integers.ts";
import { H, P5 } from "../../../model/poseidon.ts";
import { nodeHash } from "../../../model/sheet-tree.ts";
import type { Values } from "../../circuits/support/template-lab.ts";

type Numbers = readonly bigint[];
/** A template by its parameters: from the leaves of each input to the outputs. */
export type Model = (params: Numbers, input: Readonly<Record<string, Numbers>>) => Values | undefined;

const WINDOW = 1n << 84n;

const one = (name: string, input: Readonly<Record<string, Numbers>>): bigint => at(input[name] as Numbers, 0);
/** A template of numbers to one number. */
const out =
  (names: readonly string[], apply: (...values: bigint[]) => bigint): Model =>
  (_, input) => ({ out: apply(...names.map((name) => one(name, input))) });
/** A template that only asserts. */
const holds =
  (names: readonly string[], test: (...values: bigint[]) => boolean): Model =>
  (_, input) =>
    test(...names.map((name) => one(name, input))) ? {} : undefined;

const fits = (value: bigint, bits: bigint): boolean => toField(value) < 1n << bits;
const digits = (value: bigint, bits: bigint): bigint[] => times(Number(bits), (i) => (value >> BigInt(i)) & 1n);

/** The readings of a sign and a magnitude; none for −0 and what is out of range. */
function signed(sign: bigint, mag: bigint, bits: bigint) {
  const [s, m] = [toField(sign), toField(mag)];
  if (s > 1n || !fits(m, bits) || (s === 1n && m === 0n)) return undefined;
  return { value: s === 1n ? -m : m, abs: m as bigint, negative: s as bigint, nonZero: m === 0n ? 0n : 1n };
}

function climb(levels: bigint, leaf: bigint, children: Numbers): Values | undefined {
  let node = toField(leaf);
  for (const group of times(Number(levels), (l) => children.slice(8 * l, 8 * l + 8).map(toField))) {
    if (!group.includes(node)) return undefined;
    node = nodeHash(group);
  }
  return { out: node };
}

/** Every template of `circuits/lib/` by its name. */
export const MODELS: Readonly<Record<string, Model>> = {
  Mul: out(["a", "b"], (a, b) => a * b),
  Scale: ([c = 0n], input) => ({ out: c * one("in", input) }),
  Add: out(["a", "b"], (a, b) => a + b),
  Sub: out(["a", "b"], (a, b) => a - b),
  Neg: out(["in"], (value) => -value),
  Sum: (_, input) => ({ out: sum(input.in as Numbers) }),
  Dot: (_, { a = [], b = [] }) => ({ out: sum(a.map((value, i) => value * at(b, i))) }),
  Select: out(["choice", "yes", "no"], (choice, yes, no) => (choice === 1n ? yes : no)),
  Gate: out(["on", "in"], (on, value) => (on === 1n ? value : 0n)),
  AssertBelow: ([limit = 0n], input) => (toField(one("in", input)) < limit ? {} : undefined),
  Bits: ([bits = 0n], input) => {
    const value = toField(one("in", input));
    return fits(value, bits) ? { bit: digits(value, bits) } : undefined;
  },
  Bit: (_, input) => (fits(one("in", input), 1n) ? { out: one("in", input) } : undefined),
  Unsigned: ([bits = 0n], input) => (fits(one("in", input), bits) ? { out: one("in", input) } : undefined),
  UnsignedArray: ([, bits = 0n], { in: values = [] }) =>
    values.every((value) => fits(value, bits)) ? { out: values } : undefined,
  FromBits: (_, { bit = [] }) => ({ out: sum(bit.map((digit, i) => digit << BigInt(i))) }),
  Constant: ([c = 0n]) => ({ out: c }),
  Trusted: out(["in"], (value) => value),
  TrustedArray: (_, { in: values = [] }) => ({ out: values }),
  AssertLessEqWhen: holds(["on", "lhs", "rhs"], (on, lhs, rhs) => on === 0n || lhs <= rhs),
  AssertLessEq: holds(["lhs", "rhs"], (lhs, rhs) => lhs <= rhs),
  IsLessEq: out(["a", "b"], (a, b) => (a <= b ? 1n : 0n)),
  Signed: ([bits = 0n], input) => signed(one("sign", input), one("mag", input), bits),
  SplitSigned: ([bits = 0n], input) => {
    const value = toField(one("in", input));
    const near = 2n * value > toField(-1n) ? -toField(-value) : value;
    return signed(near < 0n ? 1n : 0n, abs(near), bits);
  },
  SignedArray: ([, bits = 0n], { sign = [], mag = [] }): Values | undefined => {
    const parts = sign.map((s, i) => signed(s, at(mag, i), bits));
    if (parts.includes(undefined)) return undefined;
    const list = (name: "value" | "abs" | "negative" | "nonZero"): bigint[] => parts.map((part) => part?.[name] ?? 0n);
    return { value: list("value"), abs: list("abs"), negative: list("negative"), nonZero: list("nonZero") };
  },
  SplitWindows: ([bits = 0n], input) => {
    const value = toField(one("in", input));
    const digit = [value % WINDOW, (value >> 84n) % WINDOW, value >> 168n];
    const top = bits === 84n ? 5n << 81n : 1n << bits;
    return digit.every((part) => part < top) ? { digit } : undefined;
  },
  IsZero: out(["in"], (value) => (toField(value) === 0n ? 1n : 0n)),
  AssertNonZero: holds(["in"], (value) => toField(value) !== 0n),
  Not: out(["in"], (value) => 1n - value),
  And: out(["a", "b"], (a, b) => a & b),
  AndNot: out(["a", "b"], (a, b) => a & (1n - b)),
  Or: out(["a", "b"], (a, b) => a | b),
  AssertNotBoth: holds(["a", "b"], (a, b) => (a & b) === 0n),
  AssertImplies: holds(["a", "b"], (a, b) => a === 0n || b === 1n),
  OneHot8: (_, { bit = [] }) => {
    const number = sum(bit.map((digit, i) => digit << BigInt(i)));
    return { out: times(8, (i) => (BigInt(i) === number ? 1n : 0n)) };
  },
  OneHotOrNone: (_, input) => {
    const choice = (input.in as Numbers).map(toField);
    return choice.every((digit) => digit <= 1n) && sum(choice) <= 1n ? { choice } : undefined;
  },
  Sponge: ([domain = 0n], { in: values = [] }) => ({ out: H(toField(domain), values.map(toField)) }),
  Hash5: (_, { in: values = [] }) => ({
    out: P5(...(values.map(toField) as never as [bigint, bigint, bigint, bigint, bigint])),
  }),
  Node: (_, { child = [] }) => ({ out: nodeHash(child.map(toField)) }),
  NoneOf: (_, { value = [], candidate = [] }) => ({
    out: candidate.reduce((product, other) => toField(product * (at(value, 0) - other)), 1n),
  }),
  ClimbTo: ([levels = 0n], { leaf = [], children = [] }) => climb(levels, at(leaf, 0), children),
};
