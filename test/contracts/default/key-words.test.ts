/** What the escrow's key says: each key with its number and the second of its force. */
import { type Address, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newChain, type TestChain, type Wallet } from "../support/chain.ts";
import { said } from "../support/said.ts";
import { deployArtifact, testArtifact, writerOf } from "../support/venue.ts";

const NOTICE = 1_000n;
const key = (digit: number) => `0x${String(digit).repeat(64)}` as const;

let chain: TestChain;
let owner: Wallet;

beforeAll(async () => {
  chain = await newChain();
  owner = chain.wallets[0] as Wallet;
});
afterAll(() => chain.close());

/** Deploys a key and tells what it says of that. */
const found = async (first: `0x${string}`): Promise<[Address, readonly unknown[][]]> => {
  const address = await deployArtifact(chain, testArtifact("DefaultKey"), [owner.account.address, NOTICE, first]);
  const logs = await chain.read.getLogs({ address, fromBlock: "latest", toBlock: "latest" });
  return [address, said("DefaultKey", address, { logs })];
};

describe("a default key says", () => {
  it("its first key, with the second of its deployment", () =>
    chain.undone(async () => {
      for (const first of [key(1), zeroHash]) {
        const [, told] = await found(first);
        expect(told).toContainEqual(["KeyProposed", 1, first, await chain.now()]);
      }
    }));

  it("which keys follow, from when on, and which was cancelled", () =>
    chain.undone(async () => {
      const [keys] = await found(key(1));
      const call = async (fn: string, args: readonly unknown[] = []) =>
        said("DefaultKey", keys, await writerOf(chain)(owner, "DefaultKey", keys, fn, args));
      expect(await call("propose", [key(2)])).toEqual([["KeyProposed", 2, key(2), (await chain.now()) + NOTICE]]);
      expect(await call("cancel")).toEqual([["KeyCancelled", 2]]);
      expect(await call("propose", [key(3)])).toEqual([["KeyProposed", 3, key(3), (await chain.now()) + NOTICE]]);
    }));
});
