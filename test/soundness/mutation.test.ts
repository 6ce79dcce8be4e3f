import { expect, test } from "vitest";
import { circuitMutants, groupsOf, judgeMutants, sliceOfMutants } from "./mutation/campaign.ts";
import { equivalents, isOf, unexplainedMutants } from "./mutation/equivalents.ts";
import { judgeTemplates } from "./mutation/judge.ts";
import { BALLAST_SEED } from "./seed.ts";

test(`one in twenty slips in the sources is noticed (seed ${BALLAST_SEED})`, async () => {
  for (const group of groupsOf(sliceOfMutants(BALLAST_SEED)))
    expect(unexplainedMutants(await judgeMutants(group, BALLAST_SEED))).toEqual([]);
});

test("there are at least 1,500 mutants, of every kind, and the list of equivalent ones names some of them", () => {
  const mutants = circuitMutants();
  expect(mutants.length).toBeGreaterThanOrEqual(1_500);
  expect(new Set(mutants.map(({ slip }) => slip)).size).toBe(10);
  for (const entry of equivalents()) {
    expect(
      mutants.some((mutant) => isOf(entry, mutant.file, mutant)),
      `${entry.file}: ${entry.source}`,
    ).toBe(true);
  }
});

test("a signal that a slip leaves to the prover is solved as a liar would, where an honest generator shows nothing", async () => {
  const file = "objects/trade.circom";
  const left = circuitMutants().filter(
    ({ file: own, source, becomes }) =>
      own === file && source.startsWith("signal output {binary} used[L]") && becomes === "<--",
  );
  expect(left).toHaveLength(1);
  const killers = await judgeTemplates(file, left, BALLAST_SEED);
  expect([...killers.values()]).toEqual(["model"]);
});
