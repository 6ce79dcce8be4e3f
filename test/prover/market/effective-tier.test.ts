import { expect, it } from "vitest";
import { checkEffectiveTiers } from "../../../prover/market/effective-tier.ts";
import { replayEpochs } from "../../../prover/market/replay.ts";
import { first, model, published } from "./support/published.ts";

// Model tiers 0, 2 (a feed at fault) and 0; the last one is held at 2.
const epochs = replayEpochs(first, published(), model);
const OFF = [0, 0];

it("holds deviation and cool-down against what the registry says", () => {
  expect(() => checkEffectiveTiers(first, epochs, { coolDown: 2n, deviations: OFF })).not.toThrow();
  expect(() => checkEffectiveTiers(first, epochs, { coolDown: 2n ** 64n - 1n, deviations: OFF })).not.toThrow();
  expect(() => checkEffectiveTiers(first, [], { coolDown: 2n, deviations: OFF })).not.toThrow();
});

it.each([0n, 1n])("refuses a tier that a cool-down of %d does not hold", (coolDown) => {
  expect(() => checkEffectiveTiers(first, epochs, { coolDown, deviations: OFF })).toThrow(
    expect.objectContaining({ code: "BAL-411", message: expect.stringMatching(/epoch 4: .* give tier 0, not 2/) }),
  );
});

it("refuses a tier that ignores a deviation, to the basis point", () => {
  const check = (deviation: number) => () =>
    checkEffectiveTiers(first, epochs, { coolDown: 2n, deviations: [deviation, 0] });
  // The first factor falls from 1.018 to 1.010, by 78.6 basis points.
  expect(check(79)).not.toThrow();
  expect(check(78)).toThrow(/epoch 1: deviations and cool-down give tier 2, not 0/);
});

it("does not count the price that a feed at fault carries", () => {
  const withheld = epochs.slice(0, 2);
  expect(() => checkEffectiveTiers(first, withheld, { coolDown: 2n, deviations: [1_000, 1_000] })).not.toThrow();
});
