import { expect, test } from "vitest";
import { fromField, toField } from "../../../../model/field.ts";
import { abs, pow2 } from "../../../../model/integers.ts";
import { fiveWays } from "../../support/five-ways.ts";
import { raw, rawSigned } from "../../support/signal-kinds.ts";
import { openTemplateForge } from "../../support/template-forge.ts";
import { bound, openTemplate, type Values } from "../../support/template-lab.ts";

const source = "lib/range/signed";

/** The four readings of a sign and a magnitude, or undefined for −0 and for what is out of range. */
function reading(sign: bigint, mag: bigint, width: number): Record<string, bigint> | undefined {
  const [s, m] = [toField(sign), toField(mag)];
  if (s > 1n || m >= pow2(width) || (s === 1n && m === 0n)) return undefined;
  return { value: s === 1n ? -m : m, abs: m, negative: s, nonZero: m === 0n ? 0n : 1n };
}
const shape = (width: number, ...dims: number[]) => ({
  value: bound(width, ...dims),
  abs: bound(width, ...dims),
  negative: bound(1, ...dims),
  nonZero: bound(1, ...dims),
});

await fiveWays({
  source,
  call: "Signed(40)",
  inputs: { sign: raw(1), mag: raw(40) },
  outputs: shape(40),
  model: ({ sign, mag }) => reading(sign, mag, 40),
  bases: [
    { sign: 0n, mag: 0n },
    { sign: 0n, mag: 9n },
    { sign: 1n, mag: 9n },
  ],
});

await fiveWays({
  source,
  call: "SignedArray(2, 8)",
  inputs: { sign: raw(1, 2), mag: raw(8, 2) },
  outputs: shape(8, 2),
  model: ({ sign, mag }): Values | undefined => {
    const parts = sign.map((s, i) => reading(s, mag[i] as bigint, 8));
    const list = (name: string): bigint[] => parts.map((part) => part?.[name] ?? 0n);
    if (parts.includes(undefined)) return undefined;
    return { value: list("value"), abs: list("abs"), negative: list("negative"), nonZero: list("nonZero") };
  },
  bases: [{ sign: [0n, 1n], mag: [200n, 255n] }],
});

const SPLIT = { source, call: "SplitSigned(84)", inputs: { in: rawSigned(84) }, outputs: shape(84) };
await fiveWays({
  ...SPLIT,
  model: (input) => {
    const value = fromField(toField(input.in));
    return reading(value < 0n ? 1n : 0n, abs(value), 84);
  },
  bases: [{ in: 0n }, { in: 1n }, { in: -12_345n }],
  forgeries: [
    { title: "−0", input: { in: 0n }, values: { sign: 1n } },
    { title: "−0 with every copy of the sign", input: { in: 0n }, values: { sign: 1n, mag: 0n } },
    { title: "the other sign", input: { in: 7n }, values: { sign: 1n, mag: -7n } },
    { title: "a sign of 2", input: { in: 7n }, values: { sign: 2n, mag: toField(-7n) } },
  ],
});

test("without the line against −0 the forged sign of 0 would pass", async () => {
  const line = "isZero * negative === 0;";
  const mutant = await openTemplate(SPLIT, { file: "lib/range/signed.circom", from: line, to: "" });
  const forge = await openTemplateForge(mutant);
  const { accepted } = forge.forge({ in: 0n }, { sign: 1n });
  expect(accepted).toBe(true);
});
