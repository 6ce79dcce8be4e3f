import { describe, expect, test } from "vitest";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { defaultNames, onDemandNames, readInstances } from "../../scripts/circuits/instances.ts";
import { examineStatement } from "./examine-statement.ts";
import { unreviewed } from "./exceptions.ts";
import { INSTANCES, ON_DEMAND } from "./instances.ts";
import { BALLAST_SEED } from "./seed.ts";

describe.each(INSTANCES)("$name", (instance) => {
  test(`every signal is unique given the inputs, and the shipped system says the same (seed ${BALLAST_SEED})`, async () => {
    const found = await examineStatement(instance, { seed: BALLAST_SEED, witnesses: 2 });
    expect(found.open).toEqual([]);
    expect(unreviewed(found)).toEqual([]);
    expect(found.tie).toEqual({ unsolved: 0, unmet: 0, extra: 0 });
    expect(found.free).toEqual([]);
    expect(found.repeated).toEqual([]);
  });
});

test("every instance that ships is examined, those built on demand by a full run", () => {
  const shipped = readInstances(packageRoot());
  expect(INSTANCES.map(({ name }) => name).sort()).toEqual(defaultNames(shipped).sort());
  expect(ON_DEMAND.map(({ name }) => name).sort()).toEqual(onDemandNames(shipped).sort());
});
