/**
 * Structural lies (support/lies). Each entry changes private inputs of an honest witness, has everything after them recomputed, re-derives the public signals
 * from the forged inputs where a liar could, and is judged by the R1CS alone. The rules that object are a snapshot: a lie about one input may
 * rightly offend several.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { HELD, scene } from "./support/base-scene.ts";
import { inputOf } from "./support/case-input.ts";
import { DESK_8, type LoadedCircuit, loadCircuit } from "./support/desk-8.ts";
import { brokenRules } from "./support/forge.ts";
import { bookLies } from "./support/lies/books.ts";
import { choiceLies } from "./support/lies/choices.ts";
import { add, honest, list, refresh } from "./support/lies/lie.ts";
import { modeLies } from "./support/lies/modes.ts";
import { riskRootLies } from "./support/lies/risk-root.ts";
import { tradeLies } from "./support/lies/trades.ts";
import { copyInput, type RawInput, reseal } from "./support/reseal.ts";

let circuit: LoadedCircuit;
beforeAll(async () => {
  circuit = await loadCircuit(DESK_8);
});

const lies = [...bookLies, ...riskRootLies, ...tradeLies, ...choiceLies, ...modeLies];

describe("a forged witness is refused by the constraints of the rule it breaks", () => {
  it.each(lies)("$name", ({ name, from, tell, keepPublic, samePublic, by }) => {
    expect(brokenRules(circuit, from), "the honest case").toEqual([]);
    const forged = copyInput(from);
    tell(forged);
    const sealed = keepPublic ? forged : reseal(forged);
    if (samePublic) for (const signal of ["oldCommitment", "riskRoot"]) expect(sealed[signal]).toBe(from[signal]);
    const broken = brokenRules(circuit, sealed);
    expect(broken).toContain(by ?? name.slice(0, 4));
    expect(broken.join(" ")).toMatchSnapshot();
  });
});

it("S-22 a stressed market refuses growth in the circuit itself", () => {
  const stressed = scene({ tier: 2, policy: { ...scene().policy, scale: [256, 256, 256, 256], kellyFraction: 0 } });
  // The switch of growth is one wire with that of S-16, and the compiler keeps that name.
  expect(brokenRules(circuit, inputOf(stressed) as RawInput)).toEqual(["S-16"]);
});

it("every public signal is bound: any other value is refused", () => {
  for (const name of ["oldCommitment", "newCommitment", "riskRoot", "trade", "call"]) {
    const forged = honest();
    add(forged, name, 1n << 179n);
    const sound = name === "call" ? [] : ["refused"];
    // The context has no meaning inside the circuit; its 180 bits are bound by being public.
    expect(brokenRules(circuit, forged).length > 0 ? ["refused"] : [], name).toEqual(sound);
  }
});

it("an empty slot contributes exactly nothing, whatever row it carries", () => {
  expect(HELD.length, "slot 6 is empty").toBeLessThanOrEqual(6);
  const forged = honest(refresh);
  for (const [name, value] of [
    ["rowMark", 5n],
    ["rowDelta", 7n],
    ["rowContLong", 9n],
    ["rowDepth", 3n],
  ] as const)
    list(forged, name)[6] = value;
  // Its row is of no sheet; the path it climbs must still be consistent, so only the path objects.
  expect(brokenRules(circuit, forged)).toEqual(["S-03"]);
});
