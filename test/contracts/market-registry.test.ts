import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DOMAINS } from "../../model/domains.ts";
import { R } from "../../model/field.ts";
import { P5 } from "../../model/poseidon.ts";
import type { Wallet } from "./support/chain.ts";
import { samplePolicy } from "./support/policies.ts";
import { type Report, signReport } from "./support/reports.ts";
import { expectRevert } from "./support/reverts.ts";
import { EXPIRY, GRACE, HOUR, NOTICE, newVenue, type Venue } from "./support/venue.ts";

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
  return write("publish", [signed.report, signed.signatures], venue.desk);
};
const two = (): readonly Wallet[] => venue.publishers.slice(0, 2);
const tierOf = async (epoch: bigint): Promise<number> => (await get<[bigint, number, bigint]>("epochs", [epoch]))[1];

describe("an epoch", () => {
  it("has the risk root of its market, sheet, the active policy and its tier", async () => {
    const [riskRoot] = await get<[bigint, number, bigint]>("epochs", [1n]);
    const [, policyRoot] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
    expect(riskRoot).toBe(P5(DOMAINS.risk, 1_001n, 2_001n, policyRoot, 0n));
  });

  it("keeps the policy it was published under", () =>
    venue.chain.undone(async () => {
      const before = await get("epochs", [1n]);
      await venue.write(venue.owner, "PolicyRegistry", venue.policies, "propose", [{ ...samplePolicy(), horizon: 9 }]);
      await venue.chain.goTo((await venue.chain.now()) + NOTICE);
      expect(await get("epochs", [1n])).toEqual(before);
      await venue.publish(30n);
      const [version, policyRoot] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
      expect(version).toBe(2);
      expect((await get<[bigint]>("epochs", [30n]))[0]).toBe(P5(DOMAINS.risk, 1_030n, 2_030n, policyRoot, 0n));
    }));

  it("comes once, in order, with gaps, and not before its boundary", () =>
    venue.chain.undone(async () => {
      await expectRevert(submit({ epoch: 1n }, two()), "MarketRegistryEpochOutOfOrder", [1n, 1n]);
      await expectRevert(submit({ epoch: 0n }, two()), "MarketRegistryEpochOutOfOrder", [0n, 1n]);
      await expectRevert(submit({ epoch: 5n }, two()), "MarketRegistryEpochInFuture", [5n, boundary(5n)]);
      await expectRevert(submit({ epoch: 2n ** 64n - 1n }, two()), "MarketRegistryEpochInFuture");
      await venue.publish(5n);
      expect(await get("epochs", [3n])).toEqual([0n, 0, 0n]);
      await expectRevert(submit({ epoch: 4n }, two()), "MarketRegistryEpochOutOfOrder", [4n, 5n]);
    }));

  it("needs sound fields", () =>
    venue.chain.undone(async () => {
      await venue.chain.goTo(boundary(2n));
      await expectRevert(submit({ epoch: 2n, tier: 4 }, two()), "MarketRegistryTierOutOfRange", [4]);
      await expectRevert(submit({ epoch: 2n, marketRoot: R }, two()), "MarketRegistryRootOutOfRange", [R]);
      await expectRevert(submit({ epoch: 2n, sheetRoot: R }, two()), "MarketRegistryRootOutOfRange", [R]);
    }));
});

describe("signatures", () => {
  it("are k of the publishers, ascending, each once", () =>
    venue.chain.undone(async () => {
      await venue.chain.goTo(boundary(2n));
      const [a, b, c] = venue.publishers as [Wallet, Wallet, Wallet];
      await expectRevert(submit({ epoch: 2n }, [a]), "MarketRegistryWrongSignatureCount", [2n, 1n]);
      await expectRevert(submit({ epoch: 2n }, [a, b, c]), "MarketRegistryWrongSignatureCount", [2n, 3n]);
      const address = a.account.address;
      await expectRevert(submit({ epoch: 2n }, [b, a]), "MarketRegistrySignersNotAscending", [1n, address]);
      await expectRevert(submit({ epoch: 2n }, [a, a]), "MarketRegistrySignersNotAscending", [1n, address]);
      await expectRevert(submit({ epoch: 2n }, [a, venue.desk]), "MarketRegistryNotPublisher");
      await submit({ epoch: 2n }, [b, c]);
    }));

  it("name every field, the registry and the chain", () =>
    venue.chain.undone(async () => {
      await venue.chain.goTo(boundary(3n));
      const signed = await signReport(venue.market, venue.chainId, two(), { epoch: 2n });
      const edits: Partial<Report>[] = [
        { epoch: 3n },
        { marketRoot: 7n },
        { sheetRoot: 7n },
        { tier: 1 },
        { dataHash: `0x${"cd".repeat(32)}` },
        { location: "" },
      ];
      for (const edit of edits) {
        const attempt = write("publish", [{ ...signed.report, ...edit }, signed.signatures]);
        await expectRevert(attempt, "MarketRegistryNotPublisher");
      }
      await expectRevert(submit({ epoch: 2n }, two(), venue.gate), "MarketRegistryNotPublisher");
      const elsewhere = await signReport(venue.market, 1, two(), { epoch: 2n });
      await expectRevert(write("publish", [elsewhere.report, elsewhere.signatures]), "MarketRegistryNotPublisher");
      const short = signed.signatures.map((signature) => signature.slice(0, -2));
      await expect(write("publish", [signed.report, short])).rejects.toThrow(/ECDSAInvalidSignatureLength|0xfce698f7/);
      await write("publish", [signed.report, signed.signatures]);
    }));
});

describe("the effective tier", () => {
  it("rises at once and falls only after the cool-down since the last report at or above it", () =>
    venue.chain.undone(async () => {
      const reports = [0, 3, 0, 2, 0, 0, 1, 0, 0, 0];
      const expected = [0, 3, 3, 3, 2, 2, 1, 1, 1, 0];
      for (const [i, tier] of reports.entries()) await venue.publish(BigInt(i) + 2n, tier);
      const effective: number[] = [];
      for (const i of reports.keys()) effective.push(await tierOf(BigInt(i) + 2n));
      expect(effective).toEqual(expected);
    }));

  it("counts skipped epochs as time", () =>
    venue.chain.undone(async () => {
      await venue.publish(2n, 3);
      await venue.publish(4n, 0);
      expect(await tierOf(4n)).toBe(3);
      await venue.publish(5n, 0);
      expect(await tierOf(5n)).toBe(0);
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
      expect((await get<[bigint, bigint, bigint, boolean]>("serve", [1n]))[1]).toBe(1n);
      await venue.chain.goTo(published + GRACE);
      expect(await get("usable", [1n])).toBe(false);
      await expectRevert(get("serve", [1n]), "MarketRegistryEpochNotUsable", [1n, 3n]);
      expect((await get<[bigint, bigint, bigint, boolean]>("serve", [3n])).slice(1)).toEqual([2n, 2n, true]);
    }));

  it("ends for growth at the expiry after the epoch's boundary, not its publication", () =>
    venue.chain.undone(async () => {
      await venue.chain.goTo(boundary(1n) + EXPIRY - 1n);
      expect(await get("stale")).toBe(false);
      await venue.chain.goTo(boundary(1n) + EXPIRY);
      expect(await get("stale")).toBe(true);
      expect((await get<[bigint, bigint, bigint, boolean]>("serve", [1n]))[3]).toBe(false);
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
      await expectRevert(submit({ epoch: 20n }, two()), "MarketRegistryWrongSignatureCount", [1n, 2n]);
      await submit({ epoch: 20n }, [a]);
      await write("proposePublishers", [only, 1n]);
      expect(await get("isPublisher", [a.account.address])).toBe(true);
      expect(await get("isPublisher", [venue.publishers[1]?.account.address])).toBe(false);
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
