/** Every template of `circuits/lib/`, small enough that each of its constraints can be deleted in turn. */

import { DOMAINS } from "../../../model/domains.ts";
import { times } from "../../../model/integers.ts";
import { H } from "../../../model/poseidon.ts";
import { bit, bits, bounded, field, fields, raw, rawSigned, trusted } from "../../circuits/support/signal-kinds.ts";
import { bound, type Output, out } from "../../circuits/support/template-lab.ts";
import { type Subject, subject } from "./subject.ts";

const one: { readonly [name: string]: Output } = { out: out() };
const PAIRS = times(4, (i) => ({ a: BigInt(i >> 1), b: BigInt(i & 1) }));
const small = bounded(8);

/** `width` is what the result's tag has to say. */
const arithmetic = (call: string, width: number, inputs: Subject["inputs"], bases: Subject["bases"]): Subject => ({
  source: "lib/range/arithmetic",
  call,
  inputs,
  outputs: { out: bound(width) },
  bases,
});

const zero = (
  call: string,
  outputs: Subject["outputs"],
  inputs: Subject["inputs"],
  bases: Subject["bases"],
): Subject => ({
  source: "lib/range/zero",
  call,
  inputs,
  ...(outputs === undefined ? {} : { outputs }),
  bases,
});

const signedOutputs = (...dims: number[]) => ({
  value: out(...dims),
  abs: out(...dims),
  negative: out(...dims),
  nonZero: out(...dims),
});

const CHILDREN = times(8, (i) => BigInt(10 + i));
const NEXT = [H(DOMAINS.node, CHILDREN), ...times(7, (i) => BigInt(30 + i))];

/** The table. A test holds it against the templates that the library defines. */
export const LIBRARY: readonly Subject[] = [
  arithmetic("Mul()", 16, { a: small, b: small }, [{ a: 7n, b: -9n }]),
  arithmetic("Scale(10)", 12, { in: small }, [{ in: 7n }]),
  arithmetic("Add()", 9, { a: small, b: small }, [{ a: 7n, b: -9n }]),
  arithmetic("Sub()", 9, { a: small, b: small }, [{ a: 7n, b: -9n }]),
  arithmetic("Neg()", 8, { in: small }, [{ in: 7n }]),
  arithmetic("Sum(3)", 10, { in: bounded(8, 3) }, [{ in: [1n, -2n, 5n] }]),
  arithmetic("Dot(2)", 17, { a: bounded(8, 2), b: bounded(8, 2) }, [{ a: [1n, -2n], b: [3n, 7n] }]),
  arithmetic("Select()", 8, { choice: bit, yes: small, no: small }, [
    { choice: 1n, yes: 7n, no: 9n },
    { choice: 0n, yes: 7n, no: 9n },
  ]),
  arithmetic("Gate()", 8, { on: bit, in: small }, [
    { on: 1n, in: 7n },
    { on: 0n, in: 7n },
  ]),
  subject({
    source: "lib/range/assert-below",
    call: "AssertBelow(20)",
    inputs: { in: raw(5) },
    bases: [{ in: 7n }, { in: 19n }],
  }),
  subject({
    source: "lib/range/assert-below",
    call: "AssertBelow(1000)",
    inputs: { in: raw(10) },
    bases: [{ in: 7n }, { in: 999n }],
    probes: times(30, (i) => ({ in: BigInt(995 + i) })),
  }),
  subject({
    source: "lib/range/assert-below",
    call: "AssertBelow(22)",
    inputs: { in: raw(5) },
    bases: [{ in: 7n }, { in: 21n }],
    probes: times(10, (i) => ({ in: BigInt(22 + i) })),
  }),
  subject({
    source: "lib/range/assert-below",
    call: "AssertBelow(180)",
    inputs: { in: raw(8) },
    bases: [{ in: 7n }, { in: 179n }],
    probes: times(76, (i) => ({ in: BigInt(180 + i) })),
  }),
  subject({
    source: "lib/range/bits",
    call: "Bits(6)",
    inputs: { in: raw(6) },
    outputs: { bit: out(6) },
    bases: [{ in: 0n }, { in: 45n }],
  }),
  subject({
    source: "lib/range/bits",
    call: "Bit()",
    inputs: { in: raw(1) },
    outputs: one,
    bases: [{ in: 0n }, { in: 1n }],
  }),
  subject({
    source: "lib/range/bits",
    call: "Unsigned(6)",
    inputs: { in: raw(6) },
    outputs: one,
    bases: [{ in: 45n }],
  }),
  subject({
    source: "lib/range/bits",
    call: "UnsignedArray(2, 4)",
    inputs: { in: raw(4, 2) },
    outputs: { out: out(2) },
    bases: [{ in: [3n, 9n] }],
  }),
  subject({
    source: "lib/range/bits",
    call: "FromBits(4)",
    inputs: { bit: bits(4) },
    outputs: one,
    bases: [{ bit: [1n, 0n, 1n, 1n] }],
  }),
  subject({ source: "lib/range/bits", call: "Constant(5)", inputs: {}, outputs: one, bases: [{}] }),
  subject({
    source: "lib/range/bits",
    call: "Trusted(40)",
    inputs: { in: trusted(40) },
    outputs: one,
    bases: [{ in: 7n }],
  }),
  subject({
    source: "lib/range/bits",
    call: "TrustedArray(2, 40)",
    inputs: { in: trusted(40, 2) },
    outputs: { out: out(2) },
    bases: [{ in: [7n, -7n] }],
  }),
  subject({
    source: "lib/range/compare",
    call: "AssertLessEqWhen()",
    inputs: { on: bit, lhs: small, rhs: small },
    bases: [
      { on: 1n, lhs: -3n, rhs: 9n },
      { on: 0n, lhs: 9n, rhs: -3n },
    ],
    probes: [
      { on: 1n, lhs: 9n, rhs: -3n },
      { on: 1n, lhs: 1n, rhs: 0n },
    ],
  }),
  subject({
    source: "lib/range/compare",
    call: "AssertLessEq()",
    inputs: { lhs: small, rhs: small },
    bases: [{ lhs: -3n, rhs: 9n }],
    probes: [{ lhs: 1n, rhs: 0n }],
  }),
  subject({
    source: "lib/range/less-eq",
    call: "IsLessEq()",
    inputs: { a: small, b: small },
    outputs: one,
    bases: [
      { a: -3n, b: 9n },
      { a: 9n, b: -3n },
    ],
  }),
  subject({
    source: "lib/range/signed",
    call: "Signed(5)",
    inputs: { sign: raw(1), mag: raw(5) },
    outputs: signedOutputs(),
    bases: [
      { sign: 1n, mag: 9n },
      { sign: 0n, mag: 0n },
    ],
    probes: [{ sign: 1n, mag: 0n }],
  }),
  subject({
    source: "lib/range/signed",
    call: "SplitSigned(5)",
    inputs: { in: rawSigned(5) },
    outputs: signedOutputs(),
    bases: [{ in: -9n }, { in: 9n }, { in: 0n }],
  }),
  subject({
    source: "lib/range/signed",
    call: "SignedArray(2, 4)",
    inputs: { sign: raw(1, 2), mag: raw(4, 2) },
    outputs: signedOutputs(2),
    bases: [{ sign: [1n, 0n], mag: [9n, 0n] }],
    probes: [
      { sign: [2n, 0n], mag: [9n, 9n] },
      { sign: [1n, 2n], mag: [9n, 9n] },
      { sign: [1n, 1n], mag: [9n, 0n] },
      { sign: [1n, 1n], mag: [0n, 9n] },
    ],
  }),
  subject({
    source: "lib/range/windows",
    call: "SplitWindows(6)",
    inputs: { in: field },
    outputs: { digit: out(3) },
    bases: [{ in: 5n + (9n << 84n) + (63n << 168n) }],
  }),
  subject({
    source: "lib/range/windows",
    call: "SplitWindows(84)",
    inputs: { in: field },
    outputs: { digit: out(3) },
    bases: [{ in: 5n + (9n << 84n) + (63n << 168n) }],
    probes: times(9, (i) => ({ in: (BigInt(5 + (i % 3)) << 81n) << BigInt(84 * Math.floor(i / 3)) })),
  }),
  zero("IsZero()", one, { in: field }, [{ in: 0n }, { in: 5n }]),
  zero("AssertNonZero()", undefined, { in: field }, [{ in: 5n }]),
  zero("Not()", one, { in: bit }, [{ in: 0n }]),
  zero("And()", one, { a: bit, b: bit }, PAIRS),
  zero("AndNot()", one, { a: bit, b: bit }, PAIRS),
  zero("Or()", one, { a: bit, b: bit }, PAIRS),
  zero("AssertNotBoth()", undefined, { a: bit, b: bit }, PAIRS.slice(0, 3)),
  zero("AssertImplies()", undefined, { a: bit, b: bit }, [PAIRS[0], PAIRS[1], PAIRS[3]] as Subject["bases"]),
  zero(
    "OneHot8()",
    { out: out(8) },
    { bit: bits(3) },
    times(8, (i) => ({ bit: [i & 1, (i >> 1) & 1, i >> 2].map(BigInt) })),
  ),
  {
    ...zero("OneHotOrNone(3)", { choice: out(3) }, { in: raw(1, 3) }, [{ in: [0n, 1n, 0n] }, { in: [0n, 0n, 0n] }]),
    probes: [
      { in: [1n, 1n, 0n] },
      // Each place once with −1 beside a 1: the sum is 0, and only that place's own check refuses.
      ...times(3, (i) => ({ in: times(3, (j) => (j === i ? -1n : j === (i + 1) % 3 ? 1n : 0n)) })),
    ],
  },
  // One block, a second one that is not full, and two full ones: the last block's width and the chain between blocks.
  ...[2, 17, 32].map((count) =>
    subject({
      source: "lib/hash",
      call: `Sponge(7, ${count})`,
      inputs: { in: fields(count) },
      outputs: one,
      bases: [{ in: times(count, (i) => BigInt(5 + 4 * i)) }],
    }),
  ),
  subject({
    source: "lib/hash",
    call: "Hash5()",
    inputs: { in: fields(5) },
    outputs: one,
    bases: [{ in: [1n, 2n, 3n, 4n, 5n] }],
  }),
  subject({
    source: "lib/tree",
    call: "Node()",
    inputs: { child: fields(8) },
    outputs: one,
    bases: [{ child: CHILDREN }],
  }),
  subject({
    source: "lib/tree",
    call: "NoneOf(3)",
    inputs: { value: field, candidate: fields(3) },
    outputs: one,
    bases: [{ value: 5n, candidate: [1n, 2n, 3n] }],
  }),
  subject({
    source: "lib/tree",
    call: "ClimbTo(2)",
    inputs: { leaf: field, children: fields(2, 8) },
    outputs: one,
    bases: [{ leaf: 12n, children: [...CHILDREN, ...NEXT] }],
    probes: [{ leaf: 99n, children: [...CHILDREN, ...NEXT] }],
  }),
];
