/** The table of verifiers, entry by entry: what it takes, when it serves, what it says. */
import { type Address, getAddress, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newChain, type TestChain, type Wallet } from "./support/chain.ts";
import { expectRevert } from "./support/reverts.ts";
import { said } from "./support/said.ts";
import { deployArtifact, NOTICE, type Receipt, readerOf, testArtifact, writerOf } from "./support/venue.ts";

const LIMIT = 1_000;
const FOR_GOOD = 2 ** 40 - 1;
const WIDEST = 2 ** 32 - 1;

let chain: TestChain;
let owner: Wallet;
let guardian: Wallet;
let stranger: Wallet;
let verifiers: readonly Address[];
let router: Address;
let deployed: bigint;

const addressOf = (wallet: Wallet): Address => wallet.account.address;
const deploy = (classes: readonly number[], first: readonly Address[], limit = LIMIT): Promise<Address> =>
  deployArtifact(chain, testArtifact("VerifierRouter"), [
    addressOf(owner),
    { nominee: addressOf(guardian), limit },
    NOTICE,
    classes,
    first,
  ]);

beforeAll(async () => {
  chain = await newChain();
  [owner, guardian, stranger] = chain.wallets as [Wallet, Wallet, Wallet];
  const all: Address[] = [];
  for (let i = 0; i < 3; i += 1)
    all.push(getAddress(await deployArtifact(chain, testArtifact("MockSizeVerifier"), [])));
  verifiers = all;
  router = await deploy([7, 7, WIDEST], verifiers);
  deployed = await chain.now();
});
afterAll(() => chain.close());

const call = (from: Wallet, fn: string, args: readonly unknown[], at = router): Promise<Receipt> =>
  writerOf(chain)(from, "VerifierRouter", at, fn, args);
const ask = <T>(fn: string, args: readonly unknown[] = [], at = router): Promise<T> =>
  readerOf(chain)<T>("VerifierRouter", at, fn, args);
const serves = (version: number, mode: number, bookClass = 7, at = router): Promise<Address> =>
  ask("verifierFor", [bookClass, version, mode], at);
/** Everything that the router has said so far. */
const saidSince = async (fromBlock: bigint, at = router) => {
  const logs = await chain.read.getLogs({ address: at, fromBlock });
  return said("VerifierRouter", at, { logs }).filter(([name]) => name !== "OwnershipTransferred");
};

describe("verifiers named at deployment", () => {
  it("serve at once in every mode, each as the next version of its class, and are told", () =>
    chain.undone(async () => {
      const own = await deploy([7, 7, WIDEST], verifiers);
      const now = await chain.now();
      expect(await saidSince(await chain.read.getBlockNumber(), own)).toEqual([
        ["GuardianNominated", addressOf(guardian)],
        ["VerifierAdded", 7, 1, verifiers[0], now],
        ["VerifierAdded", 7, 2, verifiers[1], now],
        ["VerifierAdded", WIDEST, 1, verifiers[2], now],
      ]);
      for (const mode of [0, 1, 2]) {
        expect(await serves(1, mode, 7, own)).toBe(verifiers[0]);
        expect(await serves(2, mode, 7, own)).toBe(verifiers[1]);
        expect(await serves(1, mode, WIDEST, own)).toBe(verifiers[2]);
      }
      expect(await ask("versions", [7], own)).toBe(2);
      expect(await ask("versions", [WIDEST], own)).toBe(1);
      expect(await ask("NOTICE", [], own)).toBe(NOTICE);
      expect(await ask("GUARDIAN_LIMIT", [], own)).toBe(LIMIT);
      expect(await ask("pendingGuardian", [], own)).toBe(addressOf(guardian));
    }));

  it("are as many as their classes, have code and a class", async () => {
    await expectRevert(deploy([7], verifiers), "VerifierRouterLengthMismatch", [1n, 3n]);
    await expectRevert(deploy([7, 8], verifiers.slice(0, 1)), "VerifierRouterLengthMismatch", [2n, 1n]);
    await expectRevert(deploy([0], verifiers.slice(0, 1)), "VerifierRouterZeroClass");
    await expectRevert(deploy([7], [zeroAddress]), "VerifierRouterNoCode", [zeroAddress]);
  });

  it("come with an office whose limit is from a second to thirty days", () =>
    chain.undone(async () => {
      for (const limit of [1, 30 * 86_400])
        expect(await ask("GUARDIAN_LIMIT", [], await deploy([], [], limit))).toBe(limit);
      for (const limit of [0, 30 * 86_400 + 1])
        await expectRevert(deploy([], [], limit), "GuardedLimitOutOfRange", [limit]);
    }));
});

describe("a version", () => {
  it("that is added later serves after its notice and not a second before", () =>
    chain.undone(async () => {
      const receipt = await call(owner, "add", [7, verifiers[2]]);
      const from = (await chain.now()) + NOTICE;
      expect(said("VerifierRouter", router, receipt)).toEqual([["VerifierAdded", 7, 3, verifiers[2], from]]);
      expect(await ask("entry", [7, 3])).toEqual([verifiers[2], from, false]);
      expect(await ask("versions", [7])).toBe(3);
      await chain.goTo(from - 1n);
      await expectRevert(serves(3, 1), "VerifierRouterNotActive", [7, 3, from]);
      await chain.goTo(from);
      expect(await serves(3, 0)).toBe(verifiers[2]);
      expect(await serves(2, 0)).toBe(verifiers[1]);
    }));

  it("is added by the owner alone, who is told its number", () =>
    chain.undone(async () => {
      await expectRevert(call(stranger, "add", [7, verifiers[0]]), "OwnableUnauthorizedAccount", [addressOf(stranger)]);
      const { abi } = testArtifact("VerifierRouter");
      const request = { abi, address: router, functionName: "add", args: [9, verifiers[0]], account: owner.account };
      expect((await chain.read.simulateContract(request)).result).toBe(1);
      await expectRevert(call(owner, "add", [0, verifiers[0]]), "VerifierRouterZeroClass");
      await expectRevert(call(owner, "add", [7, addressOf(stranger)]), "VerifierRouterNoCode", [addressOf(stranger)]);
    }));

  it("is of its class alone, and one that there is not is none in every call", async () => {
    expect(await ask("entry", [7, 1])).toEqual([verifiers[0], deployed, false]);
    expect(await ask("entry", [WIDEST, 1])).toEqual([verifiers[2], deployed, false]);
    for (const unknown of [
      [7, 0],
      [7, 3],
      [1, 7],
      [6, 1],
      [0, 1],
      [WIDEST, 2],
      [WIDEST - 1, 1],
    ] as const) {
      await expectRevert(ask("verifierFor", [...unknown, 1]), "VerifierRouterUnknownVersion", unknown);
      await expectRevert(ask("stopUntil", unknown), "VerifierRouterUnknownVersion", unknown);
      await expectRevert(ask("entry", unknown), "VerifierRouterUnknownVersion", unknown);
      for (const fn of ["stop", "resume"])
        await expectRevert(call(owner, fn, unknown), "VerifierRouterUnknownVersion", unknown);
    }
  });
});

describe("a stop", () => {
  it("is of one version and of mode 0, and both it and its end are told", () =>
    chain.undone(async () => {
      await call(guardian, "acceptGuardian", []);
      const stopped = await call(guardian, "stop", [7, 1]);
      const until = Number(await chain.now()) + LIMIT;
      expect(said("VerifierRouter", router, stopped)).toEqual([["VerifierStopped", 7, 1, addressOf(guardian), until]]);
      await expectRevert(serves(1, 0), "VerifierRouterStopped", [7, 1]);
      for (const mode of [1, 2]) expect(await serves(1, mode)).toBe(verifiers[0]);
      expect(await serves(2, 0)).toBe(verifiers[1]);
      expect(await ask("entry", [7, 1])).toEqual([verifiers[0], deployed, true]);
      expect(await ask("stopUntil", [7, 1])).toEqual([until, true]);
      expect(await ask("stopUntil", [7, 2])).toEqual([0, false]);

      const confirmed = await call(owner, "stop", [7, 1]);
      expect(said("VerifierRouter", router, confirmed)).toEqual([
        ["VerifierStopped", 7, 1, addressOf(owner), FOR_GOOD],
      ]);
      expect(await ask("stopUntil", [7, 1])).toEqual([FOR_GOOD, true]);
      const resumed = await call(owner, "resume", [7, 1]);
      expect(said("VerifierRouter", router, resumed)).toEqual([["VerifierResumed", 7, 1]]);
      expect(await ask("stopUntil", [7, 1])).toEqual([0, false]);
      expect(await serves(1, 0)).toBe(verifiers[0]);
    }));

  it("of the owner leaves the guardian's unspent", () =>
    chain.undone(async () => {
      await call(owner, "stop", [7, 1]);
      expect(await ask("stopUntil", [7, 1])).toEqual([FOR_GOOD, false]);
      await expectRevert(call(guardian, "stop", [7, 1]), "GuardedNotGuardian", [addressOf(guardian)]);
    }));
});

it("the office changes hands in its log too", () =>
  chain.undone(async () => {
    const office = async () => [await ask("guardian"), await ask("pendingGuardian")];
    expect(await office()).toEqual([zeroAddress, addressOf(guardian)]);
    const steps = [
      [guardian, "acceptGuardian", [], "GuardianAccepted", guardian, [addressOf(guardian), zeroAddress]],
      [
        owner,
        "proposeGuardian",
        [addressOf(stranger)],
        "GuardianNominated",
        stranger,
        [addressOf(guardian), addressOf(stranger)],
      ],
      [owner, "revokeGuardian", [], "GuardianRevoked", guardian, [zeroAddress, zeroAddress]],
    ] as const;
    for (const [from, fn, args, event, who, after] of steps) {
      expect(said("VerifierRouter", router, await call(from, fn, args))).toEqual([[event, addressOf(who)]]);
      expect(await office()).toEqual(after);
    }
    for (const fn of ["revokeGuardian", "proposeGuardian"])
      await expectRevert(
        call(stranger, fn, fn === "revokeGuardian" ? [] : [addressOf(stranger)]),
        "OwnableUnauthorizedAccount",
        [addressOf(stranger)],
      );
  }));
