import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyRoot, RATIO_FIELDS } from "../../model/policy.ts";
import { type PolicyInput, samplePolicy } from "./support/policies.ts";
import { expectRevert } from "./support/reverts.ts";
import { NOTICE, newVenue, type Venue } from "./support/venue.ts";

let venue: Venue;

beforeAll(async () => {
  venue = await newVenue();
});
afterAll(() => venue.chain.close());

const rootOf = (policy: PolicyInput): Promise<bigint> =>
  venue.get<bigint>("PolicyRegistry", venue.policies, "rootOf", [policy]);

const inModel = (policy: PolicyInput): bigint => {
  const haircuts = policy.haircuts.map((lines) =>
    lines.map(({ intercept, slope }) => ({ intercept, slope: Number(slope) })),
  );
  return policyRoot({ ...policy, haircuts } as never);
};

const changed = (change: (policy: PolicyInput) => void): PolicyInput => {
  const policy = samplePolicy();
  change(policy);
  return policy;
};

const RATIOS = [...RATIO_FIELDS, "atrRisk", "participation", "horizon"] as const;

const line = (policy: PolicyInput, asset: number, index: number) => {
  const found = policy.haircuts[asset]?.[index];
  if (found === undefined) throw new Error("no such line");
  return found;
};

describe("the policy root", () => {
  it("is the model's, in the middle and at both ends of every range", async () => {
    const low = changed((p) => {
      for (const name of RATIOS) p[name] = 0;
      Object.assign(p, { kellyFraction: 0, riskShare: 0, scale: [1, 1, 1, 1], volTarget: 0n });
      p.drift = p.drift.map(() => -(10n ** 9n));
      for (const lines of p.haircuts) for (const each of lines) Object.assign(each, { intercept: 0n, slope: 0n });
    });
    const high = changed((p) => {
      for (const name of RATIOS) p[name] = 2 ** 24 - 1;
      Object.assign(p, { kellyFraction: 256, riskShare: 256, scale: [256, 256, 256, 256], volTarget: 10n ** 18n });
      p.drift = p.drift.map(() => 10n ** 9n);
      p.haircuts.flat().forEach((each, i) => {
        Object.assign(each, { intercept: i % 4 === 0 ? 0n : 2n ** 80n - 1n, slope: 10_000n });
      });
    });
    for (const policy of [samplePolicy(), low, high]) expect(await rootOf(policy)).toBe(inModel(policy));
  });

  it("changes with every field", async () => {
    const base = await rootOf(samplePolicy());
    const edits: ((p: PolicyInput) => void)[] = [
      ...RATIOS.map((name) => (p: PolicyInput) => {
        p[name] += 1;
      }),
      (p) => {
        p.kellyFraction += 1;
      },
      (p) => {
        p.riskShare += 1;
      },
      (p) => {
        p.scale[3] -= 1;
      },
      (p) => {
        p.volTarget += 1n;
      },
      (p) => {
        p.drift = p.drift.map((mu, i) => (i === 7 ? -mu : mu));
      },
      (p) => {
        line(p, 3, 3).intercept += 1n;
      },
      (p) => {
        line(p, 0, 0).slope -= 1n;
      },
    ];
    for (const edit of edits) expect(await rootOf(changed(edit))).not.toBe(base);
  });

  it("is refused beyond the edge of each range", async () => {
    for (const [i, name] of RATIOS.entries()) {
      const policy = changed((p) => {
        p[name] = 2 ** 24;
      });
      await expectRevert(rootOf(policy), "PolicyRegistryRatioOutOfRange", [BigInt(i), 2n ** 24n]);
    }
    const cases: [string, readonly unknown[], (p: PolicyInput) => void][] = [
      ["KellyFractionOutOfRange", [257n], (p) => Object.assign(p, { kellyFraction: 257 })],
      ["RiskShareOutOfRange", [257n], (p) => Object.assign(p, { riskShare: 257 })],
      ["ScaleOutOfRange", [2n, 0n], (p) => Object.assign(p, { scale: [1, 1, 0, 1] })],
      ["ScaleOutOfRange", [0n, 257n], (p) => Object.assign(p, { scale: [257, 1, 1, 1] })],
      ["VolTargetOutOfRange", [10n ** 18n + 1n], (p) => Object.assign(p, { volTarget: 10n ** 18n + 1n })],
      ["InterceptOutOfRange", [1n, 2n, 2n ** 80n], (p) => Object.assign(line(p, 1, 2), { intercept: 2n ** 80n })],
      ["SlopeOutOfRange", [3n, 0n, 10_001n], (p) => Object.assign(line(p, 3, 0), { slope: 10_001n })],
      ["NoLineThroughZero", [2n], (p) => Object.assign(line(p, 2, 0), { intercept: 1n })],
    ];
    for (const [name, args, edit] of cases) {
      await expectRevert(rootOf(changed(edit)), `PolicyRegistry${name}`, args);
    }
    for (const drift of [10n ** 9n + 1n, -(10n ** 9n) - 1n]) {
      const policy = changed((p) => {
        p.drift = p.drift.map((mu, i) => (i === 4 ? drift : mu));
      });
      await expectRevert(rootOf(policy), "PolicyRegistryDriftOutOfRange", [4n, drift]);
    }
  });
});

describe("versions", () => {
  const write = (fn: string, args: readonly unknown[] = [], from = venue.owner) =>
    venue.write(from, "PolicyRegistry", venue.policies, fn, args);
  const active = () => venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
  const next = changed.bind(undefined, (p) => {
    p.horizon = 9;
  });

  it("activate after the notice, the first one at once", () =>
    venue.chain.undone(async () => {
      expect(await active()).toEqual([1, inModel(samplePolicy())]);
      await write("propose", [next(), samplePolicy()]);
      const due = (await venue.chain.now()) + NOTICE;
      expect(await venue.get("PolicyRegistry", venue.policies, "pending")).toEqual([2, inModel(next()), due]);
      await venue.chain.goTo(due - 1n);
      expect((await active())[0]).toBe(1);
      await venue.chain.goTo(due);
      expect(await active()).toEqual([2, inModel(next())]);
      expect(await venue.get("PolicyRegistry", venue.policies, "pending")).toEqual([0, 0n, 0n]);
      await expectRevert(write("cancel"), "PolicyRegistryNothingPending");
      await write("propose", [samplePolicy(), next()]);
      expect((await active())[0]).toBe(2);
    }));

  it("wait one at a time, can be withdrawn, and never reuse a number", () =>
    venue.chain.undone(async () => {
      await expectRevert(write("cancel"), "PolicyRegistryNothingPending");
      await write("propose", [next(), samplePolicy()]);
      await expectRevert(write("propose", [next(), samplePolicy()]), "PolicyRegistryProposalPending");
      await write("cancel");
      await write("propose", [next(), samplePolicy()]);
      expect(await venue.get("PolicyRegistry", venue.policies, "versionCount")).toBe(3);
    }));

  it("come from the owner alone", async () => {
    await expect(write("propose", [next(), samplePolicy()], venue.desk)).rejects.toThrow(/OwnableUnauthorizedAccount/);
    await expect(write("cancel", [], venue.desk)).rejects.toThrow(/OwnableUnauthorizedAccount/);
  });
});
