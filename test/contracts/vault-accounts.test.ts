/** What the vault counts and says, call by call; the test plays the gate. */
import { type Address, encodeFunctionData, getAddress, maxUint256, parseAbi, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collateralVaultAbi } from "../../contracts/generated/abi.ts";
import { newChain, type TestChain, type Wallet } from "./support/chain.ts";
import { expectRevert } from "./support/reverts.ts";
import { said as saidBy } from "./support/said.ts";
import { deployArtifact, deployToken, type Receipt, readerOf, testArtifact, writerOf } from "./support/venue.ts";

const LOTS = [10n, 7n] as const;
const SUPPLY = 10n ** 6n;

let chain: TestChain;
let gate: Wallet;
let holder: Wallet;
let vault: Address;
let tokens: readonly Address[];

beforeAll(async () => {
  chain = await newChain();
  [gate, holder] = chain.wallets as [Wallet, Wallet];
  const all: Address[] = [];
  for (const symbol of ["USD", "BTC", "ETH"]) all.push(await deployToken(chain, symbol));
  tokens = all;
  vault = await deploy(gate.account.address, all[0] ?? zeroAddress, [
    { token: all[1] ?? zeroAddress, lot: LOTS[0] },
    { token: zeroAddress, lot: 0n },
    { token: zeroAddress, lot: 0n },
    { token: all[2] ?? zeroAddress, lot: LOTS[1] },
  ]);
  for (const token of all) {
    for (const wallet of [gate, holder]) {
      await writerOf(chain)(gate, "OddToken", token, "mint", [wallet.account.address, SUPPLY]);
      await writerOf(chain)(wallet, "OddToken", token, "approve", [vault, maxUint256]);
    }
  }
});
afterAll(() => chain.close());

type Collateral = { readonly token: Address; readonly lot: bigint };
const deploy = (theGate: Address, cash: Address, collateral: readonly Collateral[]): Promise<Address> =>
  deployArtifact(chain, testArtifact("CollateralVault"), [theGate, cash, collateral]);
const call = (from: Wallet, fn: string, args: readonly unknown[]): Promise<Receipt> =>
  writerOf(chain)(from, "CollateralVault", vault, fn, args);
const ask = <T>(fn: string, args: readonly unknown[]): Promise<T> =>
  readerOf(chain)<T>("CollateralVault", vault, fn, args);
const balance = (token: number, of: Address): Promise<bigint> =>
  readerOf(chain)<bigint>("OddToken", tokens[token] ?? zeroAddress, "balanceOf", [of]);

/** The vault's own events of a call. */
const said = (receipt: Receipt) => saidBy("CollateralVault", vault, receipt);

/** Everything that the vault knows of an asset and a holder. */
const books = async (asset: bigint) => {
  const own = holder.account.address;
  const [held, claim, claims] = [
    await ask<bigint>("held", [asset]),
    await ask<bigint>("claimable", [own, asset]),
    await ask<bigint>("totalClaimable", [asset]),
  ];
  return [held, claim, claims, await ask<bigint>("shortfall", [asset]), await ask<bigint>("surplus", [asset])];
};

describe("the vault counts and says", () => {
  it("what comes in, what is owed and what goes out, in base units of each asset's lot", () =>
    chain.undone(async () => {
      const own = holder.account.address;
      for (const [asset, token, lot] of [
        [1n, 1, LOTS[0]],
        [4n, 2, LOTS[1]],
        [0n, 0, 1n],
      ] as const) {
        expect(said(await call(gate, "collect", [own, asset, 5n]))).toEqual([["Collected", own, asset, 5n]]);
        expect(said(await call(gate, "collect", [own, asset, 2n]))).toEqual([["Collected", own, asset, 2n]]);
        expect(await balance(token, vault)).toBe(7n * lot);
        expect(await balance(token, own)).toBe(SUPPLY - 7n * lot);
        expect(await books(asset)).toEqual([7n, 0n, 0n, 0n, 7n]);
        expect(said(await call(gate, "credit", [own, asset, 6n]))).toEqual([["Credited", own, asset, 6n]]);
        expect(said(await call(gate, "credit", [own, asset, 3n]))).toEqual([["Credited", own, asset, 3n]]);
        expect(await books(asset)).toEqual([7n, 9n, 9n, 2n, 0n]);
        expect(said(await call(holder, "withdraw", [asset, 4n]))).toEqual([["Withdrawn", own, asset, 4n]]);
        expect(await books(asset)).toEqual([3n, 5n, 5n, 2n, 0n]);
        await expectRevert(call(holder, "withdraw", [asset, 4n]), "CollateralVaultShort", [asset, 3n, 4n]);
        await expectRevert(call(holder, "withdraw", [asset, 6n]), "CollateralVaultClaimTooSmall", [asset, 5n, 6n]);
        await call(holder, "withdraw", [asset, 3n]);
        expect(await books(asset)).toEqual([0n, 2n, 2n, 2n, 0n]);
        expect(await balance(token, own)).toBe(SUPPLY);
      }
    }));

  it("what is lent and given back, to the unit", () =>
    chain.undone(async () => {
      const own = holder.account.address;
      expect(said(await call(holder, "advance", [5n]))).toEqual([["Advanced", own, 5n]]);
      expect(said(await call(holder, "advance", [4n]))).toEqual([["Advanced", own, 4n]]);
      expect(await ask("advancedBy", [own])).toBe(9n);
      await call(gate, "credit", [gate.account.address, 0n, 3n]);
      await expectRevert(call(holder, "recover", [7n]), "CollateralVaultSurplusTooSmall", [6n, 7n]);
      await expectRevert(call(holder, "recover", [10n]), "CollateralVaultAdvanceTooSmall", [own, 9n, 10n]);
      expect(said(await call(holder, "recover", [2n]))).toEqual([["Recovered", own, 2n]]);
      expect(await ask("advancedBy", [own])).toBe(7n);
      expect(await books(0n)).toEqual([7n, 0n, 3n, 0n, 4n]);
      await call(holder, "recover", [4n]);
      expect(await balance(0, own)).toBe(SUPPLY - 3n);
      await call(gate, "collect", [gate.account.address, 0n, 9n]);
      await call(holder, "recover", [3n]);
      expect(await ask("advancedBy", [own])).toBe(0n);
      await expectRevert(call(holder, "recover", [1n]), "CollateralVaultAdvanceTooSmall", [own, 0n, 1n]);
      for (const fn of ["advance", "recover"])
        await expectRevert(call(holder, fn, [0n]), "CollateralVaultZeroAmount", [0n]);
      for (const asset of [0n, 1n])
        await expectRevert(call(holder, "withdraw", [asset, 0n]), "CollateralVaultZeroAmount", [asset]);
    }));

  it("which tokens it takes, and no others", async () => {
    expect(await ask("assetOf", [0n])).toEqual([getAddress(tokens[0] ?? zeroAddress), 1n]);
    expect(await ask("assetOf", [1n])).toEqual([getAddress(tokens[1] ?? zeroAddress), LOTS[0]]);
    expect(await ask("assetOf", [4n])).toEqual([getAddress(tokens[2] ?? zeroAddress), LOTS[1]]);
    for (const asset of [2n, 3n, 5n]) {
      await expectRevert(ask("assetOf", [asset]), "CollateralVaultUnknownAsset", [asset]);
      await expectRevert(call(gate, "collect", [holder.account.address, asset, 1n]), "CollateralVaultUnknownAsset", [
        asset,
      ]);
      await expectRevert(call(holder, "withdraw", [asset, 1n]), "CollateralVaultUnknownAsset", [asset]);
    }
    for (const fn of ["collect", "credit"])
      await expectRevert(call(holder, fn, [holder.account.address, 0n, 1n]), "CollateralVaultNotGate", [
        holder.account.address,
      ]);
  });
});

describe("a token that misbehaves", () => {
  const habit = (name: number) => writerOf(chain)(gate, "OddToken", tokens[1] ?? zeroAddress, "setHabit", [name]);
  const odd = (fn: string, args: readonly unknown[]) =>
    writerOf(chain)(gate, "OddToken", tokens[1] ?? zeroAddress, fn, args);

  it("is refused with what it moved, on the way in and on the way out", () =>
    chain.undone(async () => {
      const own = holder.account.address;
      await call(gate, "collect", [own, 1n, 5n]);
      await call(gate, "credit", [own, 1n, 5n]);
      const [into, out] = [() => call(gate, "collect", [own, 1n, 2n]), () => call(holder, "withdraw", [1n, 2n])];
      await habit(1);
      await expectRevert(into(), "CollateralVaultInexactTransfer", [1n, 20n, 19n]);
      await habit(2);
      await expectRevert(out(), "CollateralVaultInexactTransfer", [1n, 20n, 21n]);
      await habit(6);
      await expectRevert(into(), "CollateralVaultInexactTransfer", [1n, 20n, 0n]);
      await expectRevert(out(), "CollateralVaultInexactTransfer", [1n, 20n, 0n]);
      await habit(0);
      await odd("shrink", [vault, 1n]);
      await expectRevert(into(), "CollateralVaultUnderfunded", [1n, 50n, 49n]);
      await odd("mint", [vault, 1n]);
      await into();
    }));
});

describe("a token that calls back", () => {
  it("to take from the vault what it should bring, or to bring what it should take, has moved nothing", () =>
    chain.undone(async () => {
      const [own, token] = [holder.account.address, tokens[1] ?? zeroAddress];
      const odd = (fn: string, args: readonly unknown[]) => writerOf(chain)(gate, "OddToken", token, fn, args);
      await call(gate, "collect", [own, 1n, 5n]);
      await call(gate, "credit", [own, 1n, 5n]);
      await odd("setHabit", [7]);
      const abi = parseAbi(["function shrink(address, uint256)", "function mint(address, uint256)"]);
      await odd("setReentry", [token, encodeFunctionData({ abi, functionName: "shrink", args: [vault, 21n] })]);
      await expectRevert(call(gate, "collect", [own, 1n, 2n]), "CollateralVaultInexactTransfer", [1n, 20n, 0n]);
      await odd("setReentry", [token, encodeFunctionData({ abi, functionName: "mint", args: [vault, 21n] })]);
      await expectRevert(call(holder, "withdraw", [1n, 2n]), "CollateralVaultInexactTransfer", [1n, 20n, 0n]);
    }));

  it("cannot enter the vault again, whichever call is under way and whichever it makes", () =>
    chain.undone(async () => {
      const [own, cash] = [holder.account.address, tokens[0] ?? zeroAddress];
      await call(gate, "collect", [own, 0n, 5n]);
      await call(gate, "credit", [own, 0n, 5n]);
      await call(holder, "advance", [5n]);
      const odd = (fn: string, args: readonly unknown[]) => writerOf(chain)(gate, "OddToken", cash, fn, args);
      await odd("setHabit", [7]);
      const outer = [
        () => call(gate, "collect", [own, 0n, 1n]),
        () => call(holder, "withdraw", [0n, 1n]),
        () => call(holder, "advance", [1n]),
        () => call(holder, "recover", [1n]),
      ];
      for (const [functionName, args] of [
        ["withdraw", [0n, 1n]],
        ["advance", [1n]],
        ["recover", [1n]],
      ] as const) {
        await odd("setReentry", [vault, encodeFunctionData({ abi: collateralVaultAbi, functionName, args } as never)]);
        for (const attempt of outer) await expect(attempt()).rejects.toThrow(/ReentrancyGuardReentrantCall|0x3ee5aeb5/);
      }
    }));
});

describe("a vault is not deployed", () => {
  const none: Collateral = { token: zeroAddress, lot: 0n };
  /** Values as the node writes them, addresses in quotes. */
  const refused = (
    [theGate, cash, collateral]: Parameters<typeof deploy>,
    error: string,
    args: readonly unknown[] = [],
  ): Promise<void> => {
    const values = args.map((value) => `.?${String(value)}.?`).join(", ");
    const message = new RegExp(`CollateralVault${error}\\(${values}\\)`, "i");
    return expect(deploy(theGate, cash, collateral)).rejects.toThrow(message);
  };

  it("without gate or cash, with a lot out of range, or with a token twice, wherever it stands", () =>
    chain.undone(async () => {
      const [cash, first, second] = tokens as [Address, Address, Address];
      const own = gate.account.address;
      await refused([zeroAddress, cash, [none, none, none, none]], "NoGate");
      await refused([own, zeroAddress, [none, none, none, none]], "NoCashToken");
      const lots = (lot: bigint) => [none, { token: first, lot }, none, none];
      for (const lot of [0n, 2n ** 128n + 1n]) await refused([own, cash, lots(lot)], "LotOutOfRange", [2n, lot]);
      await deploy(own, cash, lots(2n ** 128n));
      const sound = await deploy(own, cash, lots(1n));
      const assetOf = readerOf(chain)("CollateralVault", sound, "assetOf", [0n]);
      expect(await assetOf).toEqual([getAddress(cash), 1n]);
      for (const [others, token] of [
        [[none, none, none], cash],
        [[{ token: first, lot: 1n }, none, { token: second, lot: 1n }], first],
        [[none, none, { token: second, lot: 1n }], second],
      ] as const)
        await refused([own, cash, [...others, { token, lot: 1n }]], "DuplicateToken", [4n, getAddress(token)]);
      const full = [...tokens.slice(1), ...[await deployToken(chain, "A"), await deployToken(chain, "B")]];
      await deploy(
        own,
        cash,
        full.map((token) => ({ token, lot: 1n })),
      );
    }));
});
