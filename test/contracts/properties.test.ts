/** Random series of calls, friendly and hostile, against every property of contracts/PROPERTIES.md after each step. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { seededRandom } from "../support/seeded-random.ts";
import { ACTIONS, EPILOGUE, PRELUDE } from "./properties/deeds.ts";
import { PROPERTIES } from "./properties/properties.ts";
import { momentOf, newWorld } from "./properties/world.ts";

const SEED = process.env.BALLAST_SEED ?? "properties";
const STEPS = Number(process.env.BALLAST_STEPS ?? 80);

it(`${STEPS} calls keep every property (BALLAST_SEED=${SEED})`, { timeout: STEPS * 10_000 }, async () => {
  const random = seededRandom(SEED);
  const world = await newWorld(random);
  const tally = new Map<string, number>();
  let before = await momentOf(world);
  const series = Array.from({ length: STEPS }, () => random.pick(ACTIONS));
  for (const [step, act] of [...PRELUDE, ...series, ...EPILOGUE].entries()) {
    const deed = await act(world);
    const after = await momentOf(world);
    for (const [id, hold] of Object.entries(PROPERTIES)) {
      try {
        await hold({ world, before, after, deed });
      } catch (cause) {
        throw new Error(`${id} fails after step ${step}, ${deed.name} by ${deed.by}`, { cause });
      }
    }
    const outcome = `${deed.name} ${deed.accepted ? "accepted" : "refused"}`;
    tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
    before = after;
  }
  await world.venue.chain.close();
  if (process.env.BALLAST_TALLY === "1") console.log(Object.fromEntries([...tally].sort()));
  // A series in which nothing is accepted shows nothing.
  for (const name of ["deposit", "withdraw", "pair", "claim", "default", "void", "operation", "batch"])
    expect(tally.keys()).toContain(`${name} accepted`);
  expect(tally.keys()).toContain("replay refused");
});

it("are those of the page, by their ids", () => {
  const rows = [...readFileSync("contracts/PROPERTIES.md", "utf8").matchAll(/^\| (P-\d+) \|.*\| (yes)? ?\|$/gm)];
  expect(rows.length).toBeGreaterThanOrEqual(15);
  expect(new Set(rows.map((row) => row[1])).size).toBe(rows.length);
  expect(rows.filter((row) => row[2] === "yes").map((row) => row[1])).toEqual(Object.keys(PROPERTIES));
});
