import { type Address, encodeDeployData, encodeFunctionData, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collateralVaultAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import { accountOf, type Change, proven, register, update } from "./support/changes.ts";
import { expectRevert } from "./support/reverts.ts";
import { closeProver } from "./support/toy-prover.ts";
import { newVenue, testArtifact, type Venue } from "./support/venue.ts";

const HABITS = [
  "Plain",
  "FeeFromReceiver",
  "FeeFromSender",
  "ReturnsFalse",
  "ReturnsFalseAndMoves",
  "ReturnsNothing",
  "MovesNothing",
  "Reenters",
] as const;

let venue: Venue;
let desk: Address;
let token: Address;

beforeAll(async () => {
  venue = await newVenue();
  desk = venue.desk.account.address;
  token = venue.tokens[0];
  await register(venue, venue.desk);
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const send = async (over: Partial<Change>) => update(venue, venue.desk, await proven(venue, desk, over));
const odd = (fn: string, args: readonly unknown[]) => venue.write(venue.owner, "OddToken", token, fn, args);
const habit = (name: (typeof HABITS)[number]) => odd("setHabit", [HABITS.indexOf(name)]);
const deposit = (flowAmount: bigint) => send({ flowAsset: 1, flowAmount });
const credit = async (lots: bigint) => {
  await deposit(lots);
  await send({ flowAsset: 1, flowAmount: lots, flowOut: true });
};
const withdraw = (asset: number, amount: bigint) =>
  venue.write(venue.desk, "CollateralVault", venue.vault, "withdraw", [asset, amount]);
const LOT = 10n ** 15n;

describe("a deposit", () => {
  it("is refused when the token takes a fee, lies or moves nothing, and changes nothing", async () => {
    const before = await accountOf(venue, desk);
    const cases: [(typeof HABITS)[number], string, readonly unknown[] | undefined][] = [
      ["FeeFromReceiver", "CollateralVaultInexactTransfer", [1n, 3n * LOT, 3n * LOT - 1n]],
      ["MovesNothing", "CollateralVaultInexactTransfer", [1n, 3n * LOT, 0n]],
    ];
    for (const [name, error, args] of cases) {
      await venue.chain.undone(async () => {
        await habit(name);
        await expectRevert(deposit(3n), error, args);
      });
    }
    for (const name of ["ReturnsFalse", "ReturnsFalseAndMoves"] as const) {
      await venue.chain.undone(async () => {
        await habit(name);
        await expect(deposit(3n)).rejects.toThrow(/SafeERC20FailedOperation|0x5274afe7/);
      });
    }
    expect(await accountOf(venue, desk)).toEqual(before);
  });

  it("works with tokens that return nothing", () =>
    venue.chain.undone(async () => {
      await habit("ReturnsNothing");
      await credit(3n);
      await withdraw(1, 3n);
    }));

  it("is refused after a token shrank below the accounts, while withdrawals go on", () =>
    venue.chain.undone(async () => {
      await credit(3n);
      await deposit(2n);
      await odd("shrink", [venue.vault, 1n]);
      await expectRevert(deposit(1n), "CollateralVaultUnderfunded", [1n, 5n * LOT, 5n * LOT - 1n]);
      await withdraw(1, 3n);
    }));

  it("ignores tokens that were simply sent", () =>
    venue.chain.undone(async () => {
      await odd("mint", [venue.vault, 10n * LOT]);
      await deposit(1n);
      expect(await venue.get("CollateralVault", venue.vault, "held", [1])).toBe(1n);
    }));

  it("cannot be entered again by its token", () =>
    venue.chain.undone(async () => {
      await habit("Reenters");
      const targets: [Address, `0x${string}`][] = [
        [venue.gate, encodeFunctionData({ abi: sizingGateAbi, functionName: "flatExit", args: [0n, 0n] })],
        [venue.gate, encodeFunctionData({ abi: sizingGateAbi, functionName: "markDefault", args: [desk] })],
        [venue.vault, encodeFunctionData({ abi: collateralVaultAbi, functionName: "withdraw", args: [0n, 1n] })],
      ];
      for (const [target, data] of targets) {
        await odd("setReentry", [target, data]);
        await expect(deposit(1n)).rejects.toThrow(/ReentrancyGuardReentrantCall|0x3ee5aeb5/);
      }
    }));
});

describe("a withdrawal", () => {
  it("needs a claim, an amount and an asset", () =>
    venue.chain.undone(async () => {
      await credit(3n);
      await expectRevert(withdraw(1, 4n), "CollateralVaultClaimTooSmall", [1n, 3n, 4n]);
      await expectRevert(withdraw(1, 0n), "CollateralVaultZeroAmount", [1n]);
      await expectRevert(withdraw(4, 1n), "CollateralVaultUnknownAsset", [4n]);
      await expectRevert(withdraw(5, 1n), "CollateralVaultUnknownAsset", [5n]);
      await withdraw(1, 1n);
      await withdraw(1, 2n);
      await expectRevert(withdraw(1, 1n), "CollateralVaultClaimTooSmall", [1n, 0n, 1n]);
    }));

  it("is refused when the token takes more than it gives", () =>
    venue.chain.undone(async () => {
      await credit(3n);
      await deposit(3n);
      await habit("FeeFromSender");
      await expectRevert(withdraw(1, 3n), "CollateralVaultInexactTransfer", [1n, 3n * LOT, 3n * LOT + 1n]);
    }));
});

describe("the vault", () => {
  it("obeys its gate alone", async () => {
    for (const fn of ["collect", "credit"]) {
      const attempt = venue.write(venue.owner, "CollateralVault", venue.vault, fn, [desk, 0, 1n]);
      await expectRevert(attempt, "CollateralVaultNotGate", [venue.owner.account.address]);
    }
  });

  it("refuses a configuration that could not work", async () => {
    const none: { token: Address; lot: bigint } = { token: zeroAddress, lot: 0n };
    const deploy = async (gate: Address, cash: Address, first: typeof none, second = none) => {
      const { abi, bytecode } = testArtifact("CollateralVault");
      const args = [gate, cash, [first, second, none, none]];
      await venue.chain.read.estimateGas({ account: desk, data: encodeDeployData({ abi, bytecode, args }) });
    };
    await deploy(venue.gate, venue.cash, none);
    await expect(deploy(zeroAddress, venue.cash, none)).rejects.toThrow(/NoGate/);
    await expect(deploy(venue.gate, zeroAddress, none)).rejects.toThrow(/NoCashToken/);
    await expect(deploy(venue.gate, venue.cash, { token, lot: 0n })).rejects.toThrow(/LotOutOfRange/);
    await expect(deploy(venue.gate, venue.cash, { token, lot: 2n ** 129n })).rejects.toThrow(/LotOutOfRange/);
    await expect(deploy(venue.gate, venue.cash, { token: venue.cash, lot: 1n })).rejects.toThrow(/DuplicateToken/);
    const twice = deploy(venue.gate, venue.cash, { token, lot: 1n }, { token, lot: 1n });
    await expect(twice).rejects.toThrow(/DuplicateToken/);
  });
});
