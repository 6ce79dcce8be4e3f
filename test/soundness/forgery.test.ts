/** Forgeries by recomputation: those written by hand, a seeded slice of the campaign, and proof that the forger finds what there is to find. */
import { beforeAll, describe, expect, test } from "vitest";
import type { CircuitInputs } from "../../prover/artifacts/witness-calculator.ts";
import { writeCanary } from "./canaries/open.ts";
import { ForgeryBench } from "./forgery/bench.ts";
import { boundariesOf } from "./forgery/boundaries.ts";
import { runCampaign } from "./forgery/campaign.ts";
import { SUBJECTS } from "./forgery/subjects.ts";
import { BALLAST_SEED } from "./seed.ts";

/** Forgeries of the slice, per statement. */
const SLICE = 60;
let boundaries = 0;

describe.each(SUBJECTS)("$name", (subject) => {
  let bench: ForgeryBench;
  beforeAll(async () => {
    bench = await ForgeryBench.open(subject);
    bench.start(subject.input(`boundaries/${BALLAST_SEED}`));
  });

  test(`refuses every boundary forgery written by hand (seed ${BALLAST_SEED})`, () => {
    const all = boundariesOf(bench);
    boundaries += all.length;
    const accepted = all.flatMap(({ what, forced }) => {
      const verdict = bench.judge(forced);
      // A flag of the table may hit an honest choice, such as another scenario of S-20; the bench knows which these are.
      return ["refused", "invisible", "choice"].includes(verdict.kind) ? [] : [`${what}: ${JSON.stringify(verdict)}`];
    });
    expect(accepted).toEqual([]);
  });

  test(`refuses a slice of the campaign (seed ${BALLAST_SEED})`, async () => {
    const { holes, verdicts } = await runCampaign(subject, { seed: BALLAST_SEED, count: SLICE }, bench);
    expect(holes).toEqual([]);
    // Where commitments are all that is public, most honest-looking changes make another statement.
    expect(verdicts.refused).toBeGreaterThan(SLICE / 12);
    expect(verdicts.refused + verdicts.invisible + verdicts["another statement"]).toBeGreaterThan(SLICE / 2);
  });
});

test("there are at least 200 of them", () => {
  expect(boundaries).toBeGreaterThanOrEqual(200);
});

/** Bugs that changing one decision, and what follows from it, must find, each with an honest input at which it can be exploited. */
const FORGEABLE = [
  ["unchecked-remainder", { in: 83n }],
  ["unchecked-quotient", { in: 83n }],
  ["remainder-equals-divisor", { in: 15n, divisor: 5n }],
  ["zero-divisor", { in: 17n, divisor: 5n }],
  ["negative-zero", { in: 0n }],
  ["magnitude-unranged", { in: 5n }],
  ["packed-limbs", { packed: 515n }],
  ["is-zero-half", { in: 5n }],
  ["is-zero-other-half", { in: 5n }],
  ["square-root", { in: 49n }],
] as const;

describe("the forger is no fool", () => {
  const attack = async (name: string, mended: boolean, input: CircuitInputs): Promise<readonly string[]> => {
    const main = writeCanary({ name }, mended);
    const subject = {
      name: `${name}/${mended}`,
      main,
      follows: [],
      trusted: {},
      input: () => input,
      choice: () => "an input",
    };
    return (await runCampaign(subject, { seed: "canaries", count: 400 })).holes;
  };

  test.each(FORGEABLE)("%s is found, its mended twin is not", async (name, input) => {
    expect(await attack(name, false, input)).not.toEqual([]);
    expect(await attack(name, true, input)).toEqual([]);
  });
});
