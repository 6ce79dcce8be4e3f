import fc from "fast-check";
import { packBars } from "../../../../model/bars.ts";
import { toField } from "../../../../model/field.ts";
import { at, pow2, times } from "../../../../model/integers.ts";
import { bits, raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out } from "../../support/template-lab.ts";

const UNUSED = 1n + pow2(38) + pow2(76);
/** The four fields of the limb of a factor. */
const fieldsOf = (limb: bigint) => times(4, (i) => (limb >> BigInt(38 * i)) % pow2(38));

const all = times(8, (f) => BigInt(f + 1));
const bases = [
  {
    bars: packBars(all.map((n) => ({ price: n * 7n, high: n * 9n, low: n, flagged: n % 3n === 0n }))),
    used: times(8, () => 1n),
  },
  {
    bars: packBars(all.map((n) => (n <= 3n ? { price: pow2(38) - 1n, high: pow2(38) - 1n, low: n } : null))),
    used: all.map((n) => (n <= 3n ? 1n : 0n)),
  },
];
const limb = fc.oneof(fc.bigInt(0n, pow2(115) - 1n), fc.constantFrom(UNUSED, UNUSED + 1n, UNUSED + pow2(114), 0n));

export const openBarsSpec = spec({
  source: "objects/bars",
  call: "OpenBars()",
  inputs: { bars: raw(230, 4), used: bits(8) },
  outputs: { price: bound(38, 8), high: bound(38, 8), low: bound(38, 8), flagged: out(8) },
  model: ({ bars, used }) => {
    if (bars.some((element) => toField(element) >= pow2(230))) return undefined;
    const limbs = bars.flatMap((element) => [element % pow2(115), element >> 115n]);
    const fields = limbs.map(fieldsOf);
    if (fields.some(([price]) => price === 0n)) return undefined;
    if (limbs.some((value, f) => at(used, f) === 0n && value !== UNUSED)) return undefined;
    const column = (i: number): bigint[] => fields.map((field) => at(field, i));
    return { price: column(0), high: column(1), low: column(2), flagged: column(3) };
  },
  bases,
  // A digit above the second bar, whatever the bars below it say.
  cases: bases.map(({ bars, used }) => ({ bars: bars.with(0, at(bars, 0) + pow2(230)), used })),
  arbitrary: fc
    .tuple(fc.array(limb, { minLength: 8, maxLength: 8 }), fc.array(fc.bigInt(0n, 1n), { minLength: 8, maxLength: 8 }))
    .map(([limbs, used]) => ({
      bars: times(4, (i) => at(limbs, 2 * i) + at(limbs, 2 * i + 1) * pow2(115)),
      used: used.map((bit, f) => (at(limbs, f) === UNUSED ? bit : 1n)),
    })),
  runs: 60,
  thinEdges: true,
});
