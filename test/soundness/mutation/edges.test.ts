import { expect, test } from "vitest";
import { scene } from "../../circuits/support/base-scene.ts";
import { verdictOf } from "../../circuits/support/case-input.ts";
import type { Case } from "../../support/random-case.ts";
import { edgesOf } from "./edges.ts";

/** The one number of the policy in which two cases differ, and by how much. */
function differenceOf(one: Case, other: Case): readonly [name: string, by: bigint] {
  const names = Object.keys(one.policy) as (keyof Case["policy"])[];
  const [name, ...more] = names.filter((each) => one.policy[each] !== other.policy[each]);
  if (name === undefined || more.length > 0) throw new Error("the two differ in no number, or in several");
  return [name, BigInt(one.policy[name] as bigint) - BigInt(other.policy[name] as bigint)];
}

test("around an accepted case every edge is two policies, one apart, of which the first passes", () => {
  const edges = [...edgesOf(scene())];
  const pairs = edges.flatMap((one, i) => (i % 2 === 0 ? [[one, edges[i + 1] as Case] as const] : []));
  expect(pairs.map(([good, bad]) => [verdictOf(good).accepted, verdictOf(bad).accepted])).toEqual(
    pairs.map(() => [true, false]),
  );
  const found = pairs.map(([good, bad]) => differenceOf(good, bad));
  expect(found.every(([, by]) => by === 1n || by === -1n)).toBe(true);
  const bound = [
    "imFactor",
    "leverage",
    "deltaLimit",
    "gammaLimit",
    "vegaLimit",
    "atrRisk",
    "participation",
    "horizon",
  ];
  expect(found.map(([name]) => name)).toEqual(expect.arrayContaining([...bound, "basis", "volTarget"]));
});

test("a case that is refused has no edges", () => {
  const one = scene();
  expect([...edgesOf({ ...one, policy: { ...one.policy, leverage: 0 } })]).toEqual([]);
});
