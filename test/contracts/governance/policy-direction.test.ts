import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PolicyInput, samplePolicy } from "../support/policies.ts";
import { expectRevert } from "../support/reverts.ts";
import { deployArtifact, NOTICE, newVenue, TIGHTEN_NOTICE, testArtifact, type Venue } from "../support/venue.ts";

const STRICTER = 1;
const LOOSER = 2;

let venue: Venue;
let directions: `0x${string}`;

beforeAll(async () => {
  venue = await newVenue({ firstEpoch: false });
  directions = await deployArtifact(venue.chain, testArtifact("Directions"), []);
});
afterAll(() => venue.chain.close());

const between = (next: PolicyInput, current: PolicyInput): Promise<number> =>
  venue.get<number>("Directions", directions, "between", [next, current]);

/** A policy as a list of numbers, each the stricter the lower it is; said here once more, and not from the contract. */
function strictness(policy: PolicyInput): bigint[] {
  const shares = [policy.kellyFraction, policy.riskShare].map((share) => (share === 0 ? 1_000 : share));
  const requirements = [policy.imFactor, policy.mmFactor, policy.mmShare, policy.basis].map((value) => -value);
  const { slippage, borrow, leverage, deltaLimit, gammaLimit, vegaLimit, atrRisk, participation, horizon } = policy;
  const limits = [slippage, borrow, leverage, deltaLimit, gammaLimit, vegaLimit, atrRisk, participation, horizon];
  const lines = policy.haircuts.flat().flatMap(({ intercept, slope }) => [intercept, slope]);
  return [...[...shares, ...requirements, ...limits, ...policy.scale].map(BigInt), policy.volTarget, ...lines];
}

function mirror(next: PolicyInput, current: PolicyInput): number {
  const [after, before] = [strictness(next), strictness(current)];
  const drifts = next.drift.some((drift, f) => drift !== current.drift[f]);
  const stricter = after.some((value, i) => value < (before[i] as bigint));
  const looser = drifts || after.some((value, i) => value > (before[i] as bigint));
  return (stricter ? STRICTER : 0) | (looser ? LOOSER : 0);
}

const ratio = fc.oneof(fc.integer({ min: 0, max: 2 ** 24 - 1 }), fc.constantFrom(0, 1, 2 ** 24 - 1));
const share = fc.integer({ min: 0, max: 256 });
const line = fc.record({
  intercept: fc.bigInt({ min: 0n, max: 2n ** 80n - 1n }),
  slope: fc.bigInt({ min: 0n, max: 10_000n }),
});

/** Any value of one field. */
const FIELDS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...Object.fromEntries(
    [
      ...["imFactor", "mmFactor", "mmShare", "slippage", "borrow", "basis", "leverage"],
      ...["deltaLimit", "gammaLimit", "vegaLimit", "atrRisk", "participation", "horizon"],
    ].map((name) => [name, ratio]),
  ),
  kellyFraction: share,
  riskShare: share,
  scale: fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 4, maxLength: 4 }),
  volTarget: fc.bigInt({ min: 0n, max: 10n ** 18n }),
  drift: fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), { minLength: 8, maxLength: 8 }),
  haircuts: fc.array(fc.array(line, { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 }),
};

describe("the direction of a policy", () => {
  it("is read of each field alone, both ways, and of none in what stays", async () => {
    expect(await between(samplePolicy(), samplePolicy())).toBe(0);
    const high = { ...samplePolicy(), riskShare: 100, borrow: 5, scale: [200, 192, 128, 64] } as PolicyInput;
    const steps: Readonly<Record<string, number>> = { imFactor: 1, mmFactor: 1, mmShare: 1, basis: 1 };
    const numbers = Object.keys(FIELDS).filter((name) => typeof high[name as keyof PolicyInput] === "number");
    expect(numbers).toHaveLength(15);
    for (const name of numbers) {
      const up = { ...high, [name]: (high[name as keyof PolicyInput] as number) + 1 };
      expect([name, await between(up, high)]).toEqual([name, name in steps ? STRICTER : LOOSER]);
      expect([name, await between(high, up)]).toEqual([name, name in steps ? LOOSER : STRICTER]);
    }
    const edits: ((policy: PolicyInput) => PolicyInput)[] = [
      ...[0, 1, 2, 3].map((t) => (p: PolicyInput) => ({
        ...p,
        scale: p.scale.map((scale, i) => (i === t ? scale + 1 : scale)) as PolicyInput["scale"],
      })),
      (p) => ({ ...p, volTarget: p.volTarget + 1n }),
      ...(["intercept", "slope"] as const).flatMap((key) =>
        Array.from({ length: 16 }, (_, place) => (p: PolicyInput) => ({
          ...p,
          haircuts: p.haircuts.map((lines, k) =>
            lines.map((each, t) => (4 * k + t === place ? { ...each, [key]: each[key] + 1n } : each)),
          ),
        })),
      ),
    ];
    for (const edit of edits) {
      expect(await between(edit(high), high)).toBe(LOOSER);
      expect(await between(high, edit(high))).toBe(STRICTER);
    }
  });

  it("knows that a share of zero is no limit, and that no drift is the stricter one", async () => {
    for (const name of ["kellyFraction", "riskShare"] as const) {
      const [off, most] = [
        { ...samplePolicy(), [name]: 0 },
        { ...samplePolicy(), [name]: 256 },
      ];
      expect(await between(off, most)).toBe(LOOSER);
      expect(await between(most, off)).toBe(STRICTER);
    }
    for (const factor of [0, 3, 7]) {
      const moved = { ...samplePolicy(), drift: samplePolicy().drift.map((mu, f) => (f === factor ? mu + 1n : mu)) };
      expect(await between(moved, samplePolicy())).toBe(LOOSER);
      expect(await between(samplePolicy(), moved)).toBe(LOOSER);
    }
  });

  it("is that of the mirror for any two policies", async () => {
    const names = fc.subarray(Object.keys(FIELDS), { maxLength: 4 });
    const policies = fc.tuple(names, fc.record(FIELDS), fc.record(FIELDS)).map(([changed, one, other]) => {
      const current = { ...samplePolicy(), ...one } as PolicyInput;
      const edits = Object.fromEntries(changed.map((name) => [name, other[name]]));
      return [{ ...current, ...edits } as PolicyInput, current] as const;
    });
    await fc.assert(
      fc.asyncProperty(policies, async ([next, current]) => {
        expect(await between(next, current)).toBe(mirror(next, current));
      }),
      { numRuns: 100 },
    );
  });
});

describe("a proposed policy", () => {
  const propose = (next: PolicyInput, current: PolicyInput) =>
    venue.write(venue.owner, "PolicyRegistry", venue.policies, "propose", [next, current]);
  const noticeOf = (next: PolicyInput): Promise<bigint> =>
    venue.chain.undone(async () => {
      await propose(next, samplePolicy());
      const [, , from] = await venue.get<[number, bigint, bigint]>("PolicyRegistry", venue.policies, "pending");
      return from - (await venue.chain.now());
    });

  it("waits for the shorter notice if it only tightens, for the longer one if anything loosens", async () => {
    const tight = { ...samplePolicy(), leverage: 40_000, imFactor: 11_000 };
    expect(await noticeOf(tight)).toBe(TIGHTEN_NOTICE);
    expect(await noticeOf({ ...tight, horizon: 6 })).toBe(NOTICE);
  });

  it("is compared with the policy in force and no other, and must differ from it", async () => {
    const tight = { ...samplePolicy(), leverage: 40_000 };
    const loose = { ...samplePolicy(), leverage: 90_000 };
    await expectRevert(propose(loose, { ...samplePolicy(), leverage: 99_000 }), "PolicyRegistryOtherCurrent");
    // Would hash as the policy in force: the eight bits above a ratio are the neighbour's lowest.
    const { imFactor, mmFactor } = samplePolicy();
    const alias = { ...samplePolicy(), imFactor: imFactor + 2 ** 24 * (mmFactor % 2 ** 8), mmFactor: mmFactor & ~0xff };
    await expectRevert(propose(loose, alias), "PolicyRegistryRatioOutOfRange");
    await expectRevert(propose(samplePolicy(), samplePolicy()), "PolicyRegistryNoChange");
    await venue.chain.undone(async () => {
      await propose(tight, samplePolicy());
      await venue.chain.goTo((await venue.chain.now()) + TIGHTEN_NOTICE);
      await expectRevert(propose(loose, samplePolicy()), "PolicyRegistryOtherCurrent");
      await propose(loose, tight);
    });
  });
});
