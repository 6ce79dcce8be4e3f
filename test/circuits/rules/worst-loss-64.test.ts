/**
 * The worst loss of `fund-64`, where totals fill their windows and a digit's limit of 5/8 is all that forbids a borrow: the one part of the larger
 * circuits whose argument is not that of desk-8.
 */
import { beforeAll, expect, test } from "vitest";
import { pow2, times } from "../../../model/integers.ts";
import { packTriple } from "../../../model/sheet.ts";
import { bounded, natural, raw } from "../support/signal-kinds.ts";
import { bound, openTemplate, type TemplateLab, type Values } from "../support/template-lab.ts";

const SLOTS = 64;
const [LOTS, RISK] = [pow2(40) - 1n, pow2(36) - 1n];
/** No total can be larger in magnitude. */
const LARGEST = BigInt(SLOTS + 4) * LOTS * RISK;

let lab: TemplateLab;
beforeAll(async () => {
  lab = await openTemplate({
    source: "rules/worst-loss",
    call: `WorstLoss(${SLOTS})`,
    inputs: {
      worstLoss: raw(83),
      size: bounded(40, SLOTS),
      collateral: natural(40, 4),
      packed: { ...raw(12), dims: [SLOTS, 12] },
      header: { ...raw(11), dims: [4, 11] },
    },
    outputs: { out: bound(83), gamma: bound(83), vega: bound(83) },
  });
});

/** Every slot and collateral at its largest, with these P&Ls in the windows of every element. */
function book(windows: readonly [bigint, bigint, bigint], worstLoss: bigint): Values {
  const [a, b, c] = windows;
  const packed = times(SLOTS, () => times(12, (i) => (i === 11 ? packTriple(b, 0n, 0n) : packTriple(a, b, c)))).flat();
  const header = times(4, () => times(11, (i) => packTriple(a, b, i === 10 ? 0n : c))).flat();
  return { worstLoss, size: times(SLOTS, () => LOTS), collateral: times(4, () => LOTS), packed, header };
}

const accepted = (values: Values): boolean => lab.run(values).accepted;

test.each([
  ["everywhere", [-RISK, -RISK, -RISK]],
  ["in the lowest window, with gains above it", [-RISK, RISK, RISK]],
  ["in the middle window", [RISK, -RISK, RISK]],
  ["in the highest window", [RISK, RISK, -RISK]],
] as const)("the largest loss there can be, %s, is taken to the micro-quote", (_, windows) => {
  expect(accepted(book(windows, LARGEST))).toBe(true);
  for (const short of [1n, 2n, pow2(76), LARGEST])
    expect(accepted(book(windows, LARGEST - short)), `${short}`).toBe(false);
});

test("gains alone lose nothing, gamma and vega come out with their magnitudes, and a loss may be overstated", () => {
  const gains = book([RISK, RISK, RISK], 0n);
  const { accepted: isTaken, witness } = lab.run(gains);
  expect(isTaken).toBe(true);
  const held = BigInt(SLOTS) * LOTS * RISK;
  expect(lab.outputs(witness)).toEqual({ out: 0n, gamma: held, vega: held });
  expect(accepted(book([-1n, -1n, -1n], LARGEST))).toBe(true);
  expect(accepted(book([-1n, -1n, -1n], pow2(83)))).toBe(false);
});
