/** Cash lent to a vault, beside a vault that gets the same calls without the loans. The test plays the gate. */
import fc from "fast-check";
import { type Address, maxUint256, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newChain, type TestChain, type Wallet } from "../support/chain.ts";
import { expectRevert } from "../support/reverts.ts";
import { deployArtifact, deployToken, readerOf, testArtifact, writerOf } from "../support/venue.ts";

let chain: TestChain;
let cash: Address;
let gate: Wallet;
let holders: readonly Wallet[];
let lender: Wallet;
let write: ReturnType<typeof writerOf>;
let get: ReturnType<typeof readerOf>;

beforeAll(async () => {
  chain = await newChain();
  [write, get] = [writerOf(chain), readerOf(chain)];
  const [first, ...rest] = chain.wallets as [Wallet, Wallet, Wallet, Wallet];
  [gate, holders, lender] = [first, rest.slice(0, 2), rest[2]];
  cash = await deployToken(chain, "USD");
  for (const { account } of chain.wallets) await write(gate, "OddToken", cash, "mint", [account.address, 10n ** 20n]);
}, 300_000);
afterAll(() => chain.close());

const none = { token: zeroAddress, lot: 0n };
const newVault = async (): Promise<Address> => {
  const owner = gate.account.address;
  const vault = await deployArtifact(chain, testArtifact("CollateralVault"), [owner, cash, [none, none, none, none]]);
  for (const wallet of [gate, lender]) await write(wallet, "OddToken", cash, "approve", [vault, maxUint256]);
  return vault;
};
const on = (vault: Address, from: Wallet, fn: string, args: readonly unknown[]) =>
  write(from, "CollateralVault", vault, fn, args);
const of = (vault: Address, fn: string, args: readonly unknown[] = [0n]): Promise<bigint> =>
  get("CollateralVault", vault, fn, args);
const claimOf = (vault: Address, { account }: Wallet) => of(vault, "claimable", [account.address, 0n]);
const smaller = (a: bigint, b: bigint) => (a < b ? a : b);

/** Takes what can be taken, as a holder would. */
const withdraw = async (vault: Address, holder: Wallet): Promise<bigint> => {
  const amount = smaller(await claimOf(vault, holder), await of(vault, "held"));
  if (amount > 0n) await on(vault, holder, "withdraw", [0n, amount]);
  return amount;
};

type Action = {
  readonly kind: "collect" | "credit" | "withdraw" | "advance" | "recover";
  readonly who: 0 | 1;
  readonly amount: bigint;
};
const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom("collect", "credit", "withdraw", "advance", "recover"),
  who: fc.constantFrom(0, 1),
  amount: fc.bigInt({ min: 1n, max: 100n }),
});

/** One step on a vault; returns what holders were paid by it. */
const act = async (vault: Address, { kind, who, amount }: Action, lends: boolean): Promise<bigint> => {
  const holder = holders[who] as Wallet;
  if (kind === "collect") await on(vault, gate, "collect", [gate.account.address, 0n, amount]);
  if (kind === "credit") await on(vault, gate, "credit", [holder.account.address, 0n, amount]);
  if (kind === "withdraw") return withdraw(vault, holder);
  if (!lends) return 0n;
  if (kind === "advance") await on(vault, lender, "advance", [amount]);
  if (kind !== "recover") return 0n;
  const [lent, surplus] = [await of(vault, "advancedBy", [lender.account.address]), await of(vault, "surplus")];
  await expectRevert(
    on(vault, lender, "recover", [smaller(lent, surplus) + 1n]),
    lent <= surplus ? "CollateralVaultAdvanceTooSmall" : "CollateralVaultSurplusTooSmall",
  );
  if (smaller(lent, surplus) > 0n) await on(vault, lender, "recover", [smaller(lent, surplus)]);
  return 0n;
};

describe("an advance", () => {
  it(
    "never leaves the claims, paid or payable, with less than without it, and the books balance",
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 14 }), async (actions) => {
          const [lent, plain] = [await newVault(), await newVault()];
          const paid = { lent: 0n, plain: 0n };
          for (const step of actions) {
            paid.lent += await act(lent, step, true);
            paid.plain += await act(plain, step, false);
            const [claims, shortfall] = [await of(lent, "totalClaimable"), await of(lent, "shortfall")];
            expect(claims).toBe(
              (await claimOf(lent, holders[0] as Wallet)) + (await claimOf(lent, holders[1] as Wallet)),
            );
            expect(shortfall).toBeLessThanOrEqual(await of(plain, "shortfall"));
            const payable = claims - shortfall + paid.lent;
            expect(payable).toBeGreaterThanOrEqual(
              smaller(await of(plain, "totalClaimable"), await of(plain, "held")) + paid.plain,
            );
            const outstanding = await of(lent, "advancedBy", [lender.account.address]);
            expect((await of(lent, "held")) + paid.lent).toBe((await of(plain, "held")) + paid.plain + outstanding);
          }
        }),
        { numRuns: 8, seed: 20261120 },
      ),
    120_000,
  );

  it("is nobody else's to recover, not even the gate's, and never more than was lent", () =>
    chain.undone(async () => {
      const vault = await newVault();
      await on(vault, gate, "collect", [gate.account.address, 0n, 50n]);
      await on(vault, lender, "advance", [10n]);
      await expectRevert(on(vault, gate, "recover", [1n]), "CollateralVaultAdvanceTooSmall", [
        gate.account.address,
        0n,
        1n,
      ]);
      await expectRevert(on(vault, lender, "recover", [11n]), "CollateralVaultAdvanceTooSmall");
      await expectRevert(on(vault, lender, "recover", [0n]), "CollateralVaultZeroAmount");
      await expectRevert(on(vault, lender, "advance", [0n]), "CollateralVaultZeroAmount");
      await on(vault, gate, "credit", [gate.account.address, 0n, 55n]);
      await expectRevert(on(vault, lender, "recover", [6n]), "CollateralVaultSurplusTooSmall", [5n, 6n]);
      await on(vault, lender, "recover", [5n]);
    }));

  it("guarantees nothing to a book's cash that is no claim yet: the lender is paid back before it", () =>
    chain.undone(async () => {
      const vault = await newVault();
      const holder = holders[0] as Wallet;
      await on(vault, gate, "credit", [holder.account.address, 0n, 30n]);
      await on(vault, lender, "advance", [30n]);
      expect(await withdraw(vault, holder)).toBe(30n);
      await on(vault, gate, "collect", [gate.account.address, 0n, 30n]);
      await on(vault, lender, "recover", [30n]);
      expect(await of(vault, "held")).toBe(0n);
    }));

  it("of a token that takes fees, lies or calls back changes nothing", () =>
    chain.undone(async () => {
      const vault = await newVault();
      for (const habit of [1, 3, 6]) {
        await write(gate, "OddToken", cash, "setHabit", [habit]);
        await expect(on(vault, lender, "advance", [10n]), `habit ${habit}`).rejects.toThrow();
      }
      await write(gate, "OddToken", cash, "setHabit", [0]);
      expect(await of(vault, "held")).toBe(0n);
      expect(await of(vault, "advancedBy", [lender.account.address])).toBe(0n);
    }));
});
