import { expect, test } from "vitest";
import { cooledDown, heldTiers } from "../../calibration/cool-down.ts";
import { madeSeries } from "./support/series.ts";

test("a tier rises at once and falls with the third epoch below it, each tier by itself", () => {
  const reached = [0, 1, 3, 0, 2, 0, 0, 0, 1, 0];
  expect(heldTiers(reached, 3)).toEqual([0, 1, 3, 3, 3, 2, 2, 0, 1, 1]);
  expect(heldTiers(reached, 1)).toEqual(reached);
});

test("a series keeps the model's own tiers beside those in force", () => {
  const series = madeSeries(["A"]);
  const { records } = cooledDown(series, 4);
  expect(records.map(({ modelTier }) => modelTier)).toEqual(series.records.map(({ modelTier }) => modelTier));
  expect(records.slice(68, 75).map(({ tier }) => tier)).toEqual([3, 3, 3, 3, 3, 0, 0]);
});
