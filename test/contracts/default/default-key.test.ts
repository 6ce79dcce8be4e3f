/** The keys for which desks may escrow their openings: named, waited for, cancelled. */
import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newChain, type TestChain, type Wallet } from "../support/chain.ts";
import { expectRevert } from "../support/reverts.ts";
import { deployArtifact, type Receipt, readerOf, testArtifact, writerOf } from "../support/venue.ts";

const NOTICE = 1_000n;
const key = (digit: number) => `0x${String(digit).repeat(64)}` as const;
const NONE = [0, `0x${"0".repeat(64)}`, 0n];

let chain: TestChain;
let owner: Wallet;
let keys: Address;

beforeAll(async () => {
  chain = await newChain();
  owner = chain.wallets[0] as Wallet;
  keys = await deployArtifact(chain, testArtifact("DefaultKey"), [owner.account.address, NOTICE, key(1)]);
});
afterAll(() => chain.close());

const call = (fn: string, args: readonly unknown[] = [], from = owner): Promise<Receipt> =>
  writerOf(chain)(from, "DefaultKey", keys, fn, args);
const ask = (fn: string): Promise<unknown> => readerOf(chain)("DefaultKey", keys, fn);

/** Proposes and says from when the key is in force. */
const propose = async (digit: number): Promise<bigint> => {
  await call("propose", [key(digit)]);
  return (await chain.now()) + NOTICE;
};

describe("a default key", () => {
  it("is in force after its notice, not a second before, and the one before it until then", () =>
    chain.undone(async () => {
      expect(await ask("active")).toEqual([1, key(1)]);
      expect(await ask("pending")).toEqual(NONE);
      const from = await propose(2);
      expect(await ask("pending")).toEqual([2, key(2), from]);
      await expectRevert(call("propose", [key(3)]), "DefaultKeyProposalPending", [2, from]);
      await chain.goTo(from - 1n);
      expect(await ask("active")).toEqual([1, key(1)]);
      await chain.goTo(from);
      expect(await ask("active")).toEqual([2, key(2)]);
      expect(await ask("pending")).toEqual(NONE);
      const next = await propose(3);
      expect(await ask("active")).toEqual([2, key(2)]);
      expect(await ask("pending")).toEqual([3, key(3), next]);
      expect(await ask("versionCount")).toBe(3);
    }));

  it("is cancelled while it waits, never afterwards, and its number is not given again", () =>
    chain.undone(async () => {
      await expectRevert(call("cancel"), "DefaultKeyNothingPending");
      await propose(2);
      await call("cancel");
      expect(await ask("pending")).toEqual(NONE);
      expect(await ask("active")).toEqual([1, key(1)]);
      const from = await propose(3);
      expect(await ask("pending")).toEqual([3, key(3), from]);
      await chain.goTo(from);
      await expectRevert(call("cancel"), "DefaultKeyNothingPending");
      expect(await ask("active")).toEqual([3, key(3)]);
    }));

  it("is its owner's to name and to cancel", async () => {
    const stranger = chain.wallets[1] as Wallet;
    for (const [fn, args] of [
      ["propose", [key(2)]],
      ["cancel", []],
    ] as const)
      await expectRevert(call(fn, args, stranger), "OwnableUnauthorizedAccount", [stranger.account.address]);
  });
});
