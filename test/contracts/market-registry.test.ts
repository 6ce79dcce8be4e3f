import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DOMAINS } from "../../model/domains.ts";
import { R } from "../../model/field.ts";
import { P5 } from "../../model/poseidon.ts";
import type { Wallet } from "./support/chain.ts";
import { latestEpoch } from "./support/changes.ts";
import { samplePolicy } from "./support/policies.ts";
import { type MarketUpdate, marketOf, type Report, reportOf, rootOfEpoch, signReport } from "./support/reports.ts";
import { expectRevert } from "./support/reverts.ts";
import { said } from "./support/said.ts";
import { EXPIRY, GRACE, HOUR, NOTICE, newVenue, testArtifact, type Venue } from "./support/venue.ts";

let venue: Venue;

beforeAll(async () => {
  venue = await newVenue();
});
afterAll(() => venue.chain.close());

const get = <T>(fn: string, args: readonly unknown[] = []): Promise<T> =>
  venue.get<T>("MarketRegistry", venue.market, fn, args);
const write = (fn: string, args: readonly unknown[], from = venue.owner) =>
  venue.write(from, "MarketRegistry", venue.market, fn, args);
const boundary = (epoch: bigint): bigint => venue.start + epoch * HOUR;
const submit = async (
  over: Partial<Report> & { epoch: bigint },
  signers: readonly Wallet[],
  registry = venue.market,
) => {
  const signed = await signReport(registry, venue.chainId, signers, over);
  return write("publishSheet", [signed.report, signed.signatures], venue.desk);
};
const two = (): readonly Wallet[] => venue.publishers.slice(0, 2);

describe("an epoch", () => {
  it("has the risk root of its market, sheet, the active policy and its tier", async () => {
    const [riskRoot] = await get<[bigint, number, bigint]>("epochs", [1n]);
    const [, policyRoot] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
    expect(riskRoot).toBe(P5(DOMAINS.risk, 1_001n, 2_001n, policyRoot, 0n));
  });

  it("is told whole: its market with what was proven, its sheet with what it serves", () =>
    venue.chain.undone(async () => {
      const one = 1n | (1n << 38n) | (1n << 76n);
      const bars = Array.from({ length: 4 }, () => one | (one << 115n));
      const market = await venue.publishMarket({ epoch: 3n, tier: 1 });
      expect(said("MarketRegistry", venue.market, market)).toEqual([
        ["MarketPublished", 3n, rootOfEpoch(1n), rootOfEpoch(3n), 1, 1, 0, bars],
      ]);
      const sheet = await submit({ epoch: 3n }, two());
      const [version, policyRoot] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
      const { sheetRoot, dataHash, location } = reportOf({ epoch: 3n });
      const riskRoot = P5(DOMAINS.risk, rootOfEpoch(3n), sheetRoot, policyRoot, 1n);
      expect(said("MarketRegistry", venue.market, sheet)).toEqual([
        [
          ...["EpochPublished", 3n, riskRoot, rootOfEpoch(3n), sheetRoot],
          ...[policyRoot, version, 1, 2n, dataHash, location],
        ],
      ]);
      expect(await get("epochs", [3n])).toEqual([riskRoot, 1, 2n]);
      expect(await get("markets", [3n])).toEqual([rootOfEpoch(3n), 1]);
      expect(await get("latest")).toEqual([3n, await venue.chain.now(), 2n]);
      // A market at the cool tier, while the memory of the one before keeps it raised.
      const next = await venue.publishMarket({ epoch: 4n, tier: 0 });
      expect(said("MarketRegistry", venue.market, next)).toEqual([
        ["MarketPublished", 4n, rootOfEpoch(3n), rootOfEpoch(4n), 1, 0, 0, bars],
      ]);
    }));

  it("keeps the policy it was published under", () =>
    venue.chain.undone(async () => {
      const before = await get("epochs", [1n]);
      await venue.write(venue.owner, "PolicyRegistry", venue.policies, "propose", [
        { ...samplePolicy(), horizon: 9 },
        samplePolicy(),
      ]);
      await venue.chain.goTo((await venue.chain.now()) + NOTICE);
      expect(await get("epochs", [1n])).toEqual(before);
      await venue.publish(30n);
      const [version, policyRoot] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
      expect(version).toBe(2);
      expect((await get<[bigint]>("epochs", [30n]))[0]).toBe(P5(DOMAINS.risk, 1_030n, 2_030n, policyRoot, 0n));
    }));

  it("comes once, in order, with gaps, and not before its boundary", () =>
    venue.chain.undone(async () => {
      const market = (epoch: bigint) => write("publishMarket", [marketOf({ epoch })], venue.desk);
      await expectRevert(market(1n), "MarketRegistryEpochOutOfOrder", [1n, 1n]);
      await expectRevert(market(0n), "MarketRegistryEpochOutOfOrder", [0n, 1n]);
      await expectRevert(market(5n), "MarketRegistryEpochInFuture", [5n, boundary(5n)]);
      await expectRevert(market(2n ** 64n - 1n), "MarketRegistryEpochInFuture");
      await venue.publish(5n);
      expect(await get("epochs", [3n])).toEqual([0n, 0, 0n]);
      expect(await get("markets", [3n])).toEqual([0n, 0]);
      await expectRevert(market(4n), "MarketRegistryEpochOutOfOrder", [4n, 5n]);
      await expectRevert(submit({ epoch: 5n }, two()), "MarketRegistryEpochOutOfOrder", [5n, 5n]);
    }));

  it("needs sound fields", () =>
    venue.chain.undone(async () => {
      await venue.chain.goTo(boundary(2n));
      const market = (over: Partial<MarketUpdate>) => write("publishMarket", [marketOf({ epoch: 2n, ...over })]);
      await expectRevert(market({ tier: 4 }), "MarketRegistryTierOutOfRange", [4]);
      await expectRevert(market({ marketRoot: R }), "MarketRegistryRootOutOfRange", [R]);
      await venue.publishMarket({ epoch: 2n });
      await expectRevert(submit({ epoch: 2n, sheetRoot: R }, two()), "MarketRegistryRootOutOfRange", [R]);
    }));
});

describe("a sheet", () => {
  it("is of the newest market's epoch and names its root", () =>
    venue.chain.undone(async () => {
      await venue.publishMarket({ epoch: 2n });
      await venue.publishMarket({ epoch: 3n });
      await expectRevert(submit({ epoch: 2n }, two()), "MarketRegistrySheetNotOfHead", [2n, 3n]);
      await expectRevert(submit({ epoch: 4n }, two()), "MarketRegistrySheetNotOfHead", [4n, 3n]);
      const other = submit({ epoch: 3n, marketRoot: rootOfEpoch(2n) }, two());
      await expectRevert(other, "MarketRegistrySheetOfOtherMarket", [rootOfEpoch(2n), rootOfEpoch(3n)]);
      await submit({ epoch: 3n }, two());
    }));

  it("makes the epoch serve, which its market alone does not", () =>
    venue.chain.undone(async () => {
      await venue.publishMarket({ epoch: 2n });
      expect(await get("marketHead")).toEqual([2n, rootOfEpoch(2n), 0, true]);
      expect(await latestEpoch(venue)).toBe(1n);
      expect(await get("usable", [2n])).toBe(false);
      await submit({ epoch: 2n }, two());
      expect(await latestEpoch(venue)).toBe(2n);
      expect(await get("usable", [2n])).toBe(true);
    }));
});

describe("signatures", () => {
  it("are k of the publishers, ascending, each once", () =>
    venue.chain.undone(async () => {
      await venue.publishMarket({ epoch: 2n });
      const [a, b, c] = venue.publishers as [Wallet, Wallet, Wallet];
      await expectRevert(submit({ epoch: 2n }, [a]), "MarketRegistryWrongSignatureCount", [2n, 1n]);
      await expectRevert(submit({ epoch: 2n }, [a, b, c]), "MarketRegistryWrongSignatureCount", [2n, 3n]);
      const address = a.account.address;
      await expectRevert(submit({ epoch: 2n }, [b, a]), "MarketRegistrySignersNotAscending", [1n, address]);
      await expectRevert(submit({ epoch: 2n }, [a, a]), "MarketRegistrySignersNotAscending", [1n, address]);
      await expectRevert(submit({ epoch: 2n }, [a, venue.desk]), "MarketRegistryNotPublisher");
      await submit({ epoch: 2n }, [b, c]);
    }));

  it("name what the market does not fix, the registry and the chain", () =>
    venue.chain.undone(async () => {
      await venue.publishMarket({ epoch: 2n });
      const signed = await signReport(venue.market, venue.chainId, two(), { epoch: 2n });
      const edits: Partial<Report>[] = [{ sheetRoot: 7n }, { dataHash: `0x${"cd".repeat(32)}` }, { location: "" }];
      for (const edit of edits) {
        const attempt = write("publishSheet", [{ ...signed.report, ...edit }, signed.signatures]);
        await expectRevert(attempt, "MarketRegistryNotPublisher");
      }
      await expectRevert(submit({ epoch: 2n }, two(), venue.gate), "MarketRegistryNotPublisher");
      const elsewhere = await signReport(venue.market, 1, two(), { epoch: 2n });
      await expectRevert(write("publishSheet", [elsewhere.report, elsewhere.signatures]), "MarketRegistryNotPublisher");
      const short = signed.signatures.map((signature) => signature.slice(0, -2));
      await expect(write("publishSheet", [signed.report, short])).rejects.toThrow(
        /ECDSAInvalidSignatureLength|0xfce698f7/,
      );
      await write("publishSheet", [signed.report, signed.signatures]);
    }));
});

describe("freshness", () => {
  it("serves the latest epoch, and its predecessor for the grace", () =>
    venue.chain.undone(async () => {
      expect(await get("usable", [1n])).toBe(true);
      expect(await get("usable", [0n])).toBe(false);
      await venue.publish(3n);
      const published = (await get<[bigint, bigint, bigint]>("latest"))[1];
      expect(await get("usable", [1n])).toBe(true);
      expect(await get("usable", [2n])).toBe(false);
      await venue.chain.goTo(published + GRACE - 1n);
      expect((await get<[bigint, bigint, bigint, boolean]>("serving", [1n]))[1]).toBe(1n);
      await venue.chain.goTo(published + GRACE);
      expect(await get("usable", [1n])).toBe(false);
      await expectRevert(get("serving", [1n]), "MarketRegistryEpochNotUsable", [1n, 3n]);
      expect((await get<[bigint, bigint, bigint, boolean]>("serving", [3n])).slice(1, 4)).toEqual([2n, 2n, true]);
    }));

  it("ends for growth at the expiry after the epoch's boundary, not its publication", () =>
    venue.chain.undone(async () => {
      await venue.chain.goTo(boundary(1n) + EXPIRY - 1n);
      expect(await get("stale")).toBe(false);
      await venue.chain.goTo(boundary(1n) + EXPIRY);
      expect(await get("stale")).toBe(true);
      expect((await get<[bigint, bigint, bigint, boolean]>("serving", [1n]))[3]).toBe(false);
    }));

  it("does not tick for epochs that come too late", () =>
    venue.chain.undone(async () => {
      await venue.chain.goTo(boundary(9n));
      for (const epoch of [2n, 3n, 7n, 8n, 9n]) await venue.publish(epoch);
      const ticks: bigint[] = [];
      for (const epoch of [2n, 3n, 7n, 8n, 9n]) ticks.push((await get<[bigint, number, bigint]>("epochs", [epoch]))[2]);
      expect(ticks).toEqual([1n, 1n, 1n, 2n, 3n]);
    }));
});

describe("the publisher set", () => {
  it("changes after the notice, one proposal at a time", () =>
    venue.chain.undone(async () => {
      const [a] = venue.publishers as [Wallet];
      const only = [a.account.address];
      await write("proposePublishers", [only, 1n]);
      await expectRevert(write("proposePublishers", [only, 1n]), "MarketRegistryProposalPending");
      await venue.publish(2n);
      await write("cancelPublishers", []);
      await expectRevert(write("cancelPublishers", []), "MarketRegistryNothingPending");
      await write("proposePublishers", [only, 1n]);
      await venue.chain.goTo((await venue.chain.now()) + NOTICE);
      expect(await get("publisherSet")).toEqual([3, 1n]);
      await expectRevert(write("cancelPublishers", []), "MarketRegistryNothingPending");
      await venue.publishMarket({ epoch: 20n });
      await expectRevert(submit({ epoch: 20n }, two()), "MarketRegistryWrongSignatureCount", [1n, 2n]);
      await submit({ epoch: 20n }, [a]);
      await write("proposePublishers", [only, 1n]);
      expect(await get("isPublisher", [a.account.address])).toBe(true);
      expect(await get("isPublisher", [venue.publishers[1]?.account.address])).toBe(false);
    }));

  it("is told when it is proposed, with its number and its day, and when it is withdrawn", () =>
    venue.chain.undone(async () => {
      const told = async (fn: string, args: readonly unknown[]) =>
        said("MarketRegistry", venue.market, await write(fn, args));
      const sorted = venue.publishers.map((wallet) => wallet.account.address);
      const proposed = await told("proposePublishers", [sorted.slice(0, 1), 1n]);
      const due = (await venue.chain.now()) + NOTICE;
      expect(proposed).toEqual([["PublishersProposed", 2, due, 1n, sorted.slice(0, 1)]]);
      await expectRevert(write("proposePublishers", [sorted, 1n]), "MarketRegistryProposalPending", [2, due]);
      expect(await told("cancelPublishers", [])).toEqual([["PublishersCancelled", 2]]);
      const { abi } = testArtifact("MarketRegistry");
      const call = { abi, address: venue.market, functionName: "proposePublishers", args: [sorted.slice(1), 1n] };
      expect((await venue.chain.read.simulateContract({ ...call, account: venue.owner.account })).result).toBe(3);
      await write("proposePublishers", [sorted.slice(1), 1n]);
      const from = (await venue.chain.now()) + NOTICE;
      await venue.chain.goTo(from - 1n);
      expect(await get("publisherSet")).toEqual([1, 2n]);
      expect(await get("isPublisher", [sorted[0]])).toBe(true);
      await venue.chain.goTo(from);
      expect(await get("publisherSet")).toEqual([3, 1n]);
      expect([await get("isPublisher", [sorted[0]]), await get("isPublisher", [sorted[1]])]).toEqual([false, true]);
      expect(await get("publisherSetCount")).toBe(3);
      for (const fn of ["cancelPublishers", "proposePublishers"]) {
        const args = fn === "cancelPublishers" ? [] : [sorted, 1n];
        await expectRevert(write(fn, args, venue.desk), "OwnableUnauthorizedAccount");
      }
    }));

  it("is of 32 at most, ascending from above zero, and the first that is not is named", () =>
    venue.chain.undone(async () => {
      const address = (i: number) => `0x${i.toString(16).padStart(40, "0")}`;
      const propose = (numbers: readonly number[], k: bigint) => write("proposePublishers", [numbers.map(address), k]);
      for (const [numbers, at] of [
        [[0], 0n],
        [[1, 1], 1n],
        [[1, 3, 2], 2n],
      ] as const)
        await expectRevert(propose(numbers, 1n), "MarketRegistryPublishersNotAscending", [
          at,
          address(numbers[Number(at)] ?? 0),
        ]);
      const most = Array.from({ length: 32 }, (_, i) => i + 1);
      await propose(most, 32n);
      await venue.chain.goTo((await venue.chain.now()) + NOTICE);
      expect(await get("publisherSet")).toEqual([2, 32n]);
      for (const i of [1, 16, 32]) expect(await get("isPublisher", [address(i)])).toBe(true);
      expect(await get("isPublisher", [address(33)])).toBe(false);
    }));

  it("must be sound", async () => {
    const sorted = venue.publishers.map((wallet) => wallet.account.address);
    const propose = (publishers: readonly string[], k: bigint) => write("proposePublishers", [publishers, k]);
    await expectRevert(propose(sorted, 0n), "MarketRegistryThresholdOutOfRange", [0n, 3n]);
    await expectRevert(propose(sorted, 4n), "MarketRegistryThresholdOutOfRange", [4n, 3n]);
    await expectRevert(propose([], 0n), "MarketRegistryThresholdOutOfRange", [0n, 0n]);
    const many = Array.from({ length: 33 }, (_, i) => `0x${(i + 1).toString(16).padStart(40, "0")}`);
    await expectRevert(propose(many, 1n), "MarketRegistryThresholdOutOfRange", [1n, 33n]);
    await expectRevert(propose([...sorted].reverse(), 1n), "MarketRegistryPublishersNotAscending");
    await expectRevert(propose([`0x${"0".repeat(40)}`], 1n), "MarketRegistryPublishersNotAscending");
    const byStranger = venue.write(venue.desk, "MarketRegistry", venue.market, "proposePublishers", [sorted, 1n]);
    await expect(byStranger).rejects.toThrow(/OwnableUnauthorizedAccount/);
  });
});
