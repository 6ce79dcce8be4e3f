import { expect, test } from "vitest";
import { isBookClass, slotsOf } from "../../../model/classes.ts";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { chosenNames, defaultNames, onDemandNames, readInstances } from "../../../scripts/circuits/instances.ts";
import { sourcesOf } from "../../../scripts/circuits/sources.ts";

const root = packageRoot();
const instances = readInstances(root);

test("a build without names leaves out what is built on demand; a name or --all asks for it", () => {
  expect(chosenNames(instances, [])).toEqual(defaultNames(instances));
  expect(chosenNames(instances, ["--all"])).toEqual(Object.keys(instances));
  expect(chosenNames(instances, ["size-update-fund-64"])).toEqual(["size-update-fund-64"]);
  expect([...defaultNames(instances), ...onDemandNames(instances)].sort()).toEqual(Object.keys(instances).sort());
  for (const argv of [["fund-64"], ["--al"], ["--all", "size-update-desk-8"], ["toString"]])
    expect(() => chosenNames(instances, argv)).toThrow(/name some of .*size-update-fund-64.*or --all/);
});

test("what every clone builds has books of eight positions, and what it leaves out is the same sources with more slots", () => {
  const slots = (name: string): number => {
    const { class: bookClass = "" } = instances[name] ?? {};
    return isBookClass(bookClass) ? slotsOf(bookClass) : 0;
  };
  for (const name of defaultNames(instances)) expect(slots(name), name).toBeLessThanOrEqual(8);
  const shared = (name: string): string[] =>
    sourcesOf(root, `circuits/main/${name}.circom`).filter((path) => !path.startsWith("circuits/main/"));
  for (const name of ["size-update-desk-16", "size-update-fund-64"])
    expect(shared(name)).toEqual(shared("size-update-desk-8"));
});
