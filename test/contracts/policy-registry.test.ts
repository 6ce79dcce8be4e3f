import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyRoot, RATIO_FIELDS } from "../../model/policy.ts";
import { type PolicyInput, samplePolicy } from "./support/policies.ts";
import { expectRevert } from "./support/reverts.ts";
import { said } from "./support/said.ts";
import { deployArtifact, NOTICE, NOTICES, newVenue, testArtifact, type Venue } from "./support/venue.ts";

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

/** Every value is another one, so that none can stand in another's place. */
const unlike = (): PolicyInput =>
  changed((p) => {
    for (const [i, name] of RATIOS.entries()) p[name] = 1_000_003 * (i + 1);
    Object.assign(p, { kellyFraction: 201, riskShare: 202, scale: [203, 204, 205, 206] });
    p.drift = p.drift.map((_, f) => BigInt(f % 2 === 0 ? 211 + f : -211 - f));
    p.haircuts.flat().forEach((each, i) => {
      Object.assign(each, { intercept: i % 4 === 0 ? 0n : 221n + BigInt(i), slope: 241n + BigInt(i) });
    });
  });

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
    for (const policy of [samplePolicy(), low, high, unlike()]) expect(await rootOf(policy)).toBe(inModel(policy));
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
      ...[0, 1, 2, 3].flatMap((tier) =>
        [0, 257].map((scale): (typeof cases)[number] => [
          "ScaleOutOfRange",
          [BigInt(tier), BigInt(scale)],
          (p) => Object.assign(p.scale, { [tier]: scale }),
        ]),
      ),
      ["VolTargetOutOfRange", [10n ** 18n + 1n], (p) => Object.assign(p, { volTarget: 10n ** 18n + 1n })],
      ...[1, 6, 8, 15].flatMap((place): (typeof cases)[number][] => {
        const [asset, index] = [Math.floor(place / 4), place % 4];
        const at = [BigInt(asset), BigInt(index)];
        return [
          [
            "InterceptOutOfRange",
            [...at, 2n ** 80n],
            (p) => Object.assign(line(p, asset, index), { intercept: 2n ** 80n }),
          ],
          ["SlopeOutOfRange", [...at, 10_001n], (p) => Object.assign(line(p, asset, index), { slope: 10_001n })],
          ["NoLineThroughZero", [BigInt(asset)], (p) => Object.assign(line(p, asset, 0), { intercept: 1n })],
        ];
      }),
    ];
    for (const [name, args, edit] of cases) {
      await expectRevert(rootOf(changed(edit)), `PolicyRegistry${name}`, args);
    }
    for (const drift of [10n ** 9n + 1n, -(10n ** 9n) - 1n]) {
      for (const factor of [0, 4, 7]) {
        const policy = changed((p) => {
          p.drift = p.drift.map((mu, i) => (i === factor ? drift : mu));
        });
        await expectRevert(rootOf(policy), "PolicyRegistryDriftOutOfRange", [BigInt(factor), drift]);
      }
    }
  });

  it("needs one line through zero for each asset, whichever of its four it is", async () => {
    for (const index of [0, 1, 2, 3]) {
      const policy = changed((p) => {
        p.haircuts.flat().forEach((each, i) => {
          each.intercept = i % 4 === index ? 0n : 1n;
        });
      });
      expect(await rootOf(policy)).toBe(inModel(policy));
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

  it("begin with one that is compared with none, and all are told", () =>
    venue.chain.undone(async () => {
      const own = venue.owner.account.address;
      const fresh = await deployArtifact(venue.chain, testArtifact("PolicyRegistry"), [own, NOTICES, venue.poseidon]);
      const ask = <T>(fn: string) => venue.get<T>("PolicyRegistry", fresh, fn);
      expect([await ask("TIGHTEN_NOTICE"), await ask("LOOSEN_NOTICE")]).toEqual([NOTICES.tighten, NOTICES.loosen]);
      expect((await ask<string>("POSEIDON")).toLowerCase()).toBe(venue.poseidon.toLowerCase());
      await expectRevert(ask("active"), "PolicyRegistryNoPolicy");
      const told = async (fn: string, args: readonly unknown[] = []) =>
        said("PolicyRegistry", fresh, await venue.write(venue.owner, "PolicyRegistry", fresh, fn, args));
      const out = changed((p) => Object.assign(p, { kellyFraction: 999 }));
      const first = await told("propose", [unlike(), out]);
      expect(first).toEqual([["PolicyProposed", 1, inModel(unlike()), await venue.chain.now(), unlike()]]);
      expect(await ask("active")).toEqual([1, inModel(unlike())]);
      expect(await ask("pending")).toEqual([0, 0n, 0n]);
      const second = await told("propose", [next(), unlike()]);
      const due = (await venue.chain.now()) + NOTICE;
      expect(second).toEqual([["PolicyProposed", 2, inModel(next()), due, next()]]);
      expect(await told("cancel")).toEqual([["PolicyCancelled", 2]]);
      expect(await ask("pending")).toEqual([0, 0n, 0n]);
      expect(await ask("active")).toEqual([1, inModel(unlike())]);
    }));

  it("come with what they replace, which is named when it is another", async () => {
    const given = changed((p) => Object.assign(p, { horizon: 8 }));
    const roots = [inModel(samplePolicy()), inModel(given)];
    await expectRevert(write("propose", [next(), given]), "PolicyRegistryOtherCurrent", roots);
    await expectRevert(write("propose", [samplePolicy(), samplePolicy()]), "PolicyRegistryNoChange", roots.slice(0, 1));
  });

  it("come from the owner alone", async () => {
    await expect(write("propose", [next(), samplePolicy()], venue.desk)).rejects.toThrow(/OwnableUnauthorizedAccount/);
    await expect(write("cancel", [], venue.desk)).rejects.toThrow(/OwnableUnauthorizedAccount/);
  });
});
