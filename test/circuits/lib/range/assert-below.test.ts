import { R, toField } from "../../../../model/field.ts";
import { pow2, times } from "../../../../model/integers.ts";
import { fiveWays } from "../../support/five-ways.ts";
import { verdict } from "../../support/rule-rows.ts";
import { raw } from "../../support/signal-kinds.ts";

/** A limit, and the digits it is checked in: the divisors in use, powers of two, and limits with every pattern of digits. */
const LIMITS: readonly (readonly [bigint, number])[] = [
  [3n, 2],
  [20n, 5],
  [64n, 6],
  [65n, 7],
  [0b1011_0100n, 8],
  [1_000_000_000n, 30],
  [pow2(251) - 1n, 251],
];

for (const [limit, width] of LIMITS) {
  const edges = [limit - 2n, limit - 1n, limit, limit + 1n, pow2(width) - 1n, R - 1n];
  const every = width <= 8 ? times(1 << width, (i) => BigInt(i)) : edges;
  await fiveWays({
    source: "lib/range/assert-below",
    call: `AssertBelow(${limit})`,
    inputs: { in: raw(width) },
    model: (input) => verdict(toField(input.in) < limit),
    bases: [{ in: 0n }, { in: limit - 1n }, { in: limit / 2n }],
    cases: every.map((value) => ({ in: value })),
    runs: 150,
    forgeries: [{ title: "the limit itself", input: { in: limit }, values: {} }],
  });
}
