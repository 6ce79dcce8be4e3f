import { expect, test } from "vitest";
import { equivalents, isOf, judgeMutants, libraryMutants, sliceOfMutants } from "./mutation/campaign.ts";
import { BALLAST_SEED } from "./seed.ts";

test(`one in twenty slips in the range library is noticed (seed ${BALLAST_SEED})`, async () => {
  for (const [file, mutants] of Map.groupBy(sliceOfMutants(BALLAST_SEED), (mutant) => mutant.file)) {
    expect((await judgeMutants(file, mutants, BALLAST_SEED)).unexplained).toEqual([]);
  }
});

test("there are at least 200 mutants of every kind, and the list of equivalent ones names some of them", () => {
  const mutants = libraryMutants();
  expect(mutants.length).toBeGreaterThanOrEqual(200);
  expect(new Set(mutants.map(({ slip }) => slip)).size).toBe(7);
  for (const entry of equivalents()) {
    expect(
      mutants.some((mutant) => isOf(entry, mutant)),
      `${entry.file}: ${entry.source}`,
    ).toBe(true);
  }
});
