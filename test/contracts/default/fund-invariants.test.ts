/** Random actions of holders, buyers, thieves and time on a fund with a seized account; what must hold after each. */
import fc from "fast-check";
import { BaseError, ContractFunctionRevertedError } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BallastError } from "../../../model/errors.ts";
import { type FundStage, openFundStage, WHO, type Who } from "./fund-stage.ts";

const UNIT = 10n ** 6n;
const LOT = 1_000n;

let stage: FundStage;

/** An account is seized with three lots; another holds a claim on more cash than there is. */
beforeAll(async () => {
  stage = await openFundStage();
  await stage.fund.send("deposit", [500n * UNIT, await stage.address("holder")], WHO.holder);
  await stage.fund.send("deposit", [300n * UNIT, await stage.address("thief")], WHO.thief);
  await stage.deposit("loser", 0, 40n * UNIT);
  await stage.deposit("loser", 1, 3n);
  await stage.claim("winner", 0, 100n * UNIT);
  await stage.seize("loser");
});
afterAll(() => stage.connection.close());

type Action = readonly [kind: keyof typeof acts, who: "holder" | "thief", size: bigint];
const acts = {
  contribute: async (who: Who, size: bigint) => fund(who, "deposit", [size * UNIT, await stage.address(who)]),
  request: (who: Who, size: bigint) => fund(who, "requestRedemption", [size * 10n ** 12n]),
  cancel: (who: Who) => fund(who, "cancelRedemption", []),
  redeem: async (who: Who, size: bigint) =>
    fund(who, "redeem", [size * 10n ** 12n, await stage.address(who), await stage.address(who)]),
  gather: (who: Who, size: bigint) => fund(who, "gather", [size % 3n]),
  start: (who: Who) => fund(who, "startAuction", [1n]),
  buy: async (who: Who, size: bigint) => fund(who, "buy", [1n, size % 4n, 10n ** 20n, await stage.address(who)]),
  cover: async (who: Who) => fund(who, "cover", [await stage.address("loser")]),
  restore: (who: Who) => fund(who, "restore", []),
  gift: (who: Who, size: bigint) => stage.cash.send("transfer", [stage.fund.address, size * UNIT], WHO[who]),
  claim: (_who: Who, size: bigint) => stage.claim("other", 0, size * UNIT),
  deposit: (_who: Who, size: bigint) => stage.deposit("bystander", 0, size * UNIT),
  wait: (_who: Who, size: bigint) => stage.pass(size * 6_000n),
  publish: () => stage.venue.publishEpoch(),
} as const;
const fund = (who: Who, fn: string, args: readonly unknown[]) => stage.fund.send(fn, args, WHO[who]);
const action: fc.Arbitrary<Action> = fc.tuple(
  fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
  fc.constantFrom("holder", "thief"),
  fc.bigInt({ min: 1n, max: 40n }),
);

/** A refusal of the contracts is an answer; anything else fails the test. */
const refused = (cause: unknown): void => {
  if (cause instanceof BallastError && cause.code === "BAL-421") return;
  const found =
    cause instanceof BaseError ? cause.walk((inner) => inner instanceof ContractFunctionRevertedError) : null;
  const name = found instanceof ContractFunctionRevertedError ? found.data?.errorName : undefined;
  if (!/^(DefaultFund|ERC4626|ERC20|CollateralVault|SizingGate|MarketRegistry)/.test(name ?? "")) throw cause;
};

const facts = async () => {
  const at = (fn: string, args: readonly unknown[] = []) => stage.fund.get<bigint>(fn, args);
  const addresses = [await stage.address("holder"), await stage.address("thief")];
  const requests = await Promise.all(addresses.map((who) => stage.fund.get<{ shares: bigint }>("requestOf", [who])));
  const { offered, waiting } = await stage.fund.get<{ offered: bigint; waiting: bigint }>("stockOf", [1n]);
  const [assets, lent, supply] = [await at("totalAssets"), await at("lent"), await at("totalSupply")];
  const unclaimed = await stage.vault.get<bigint>("claimable", [stage.fund.address, 1n]);
  const coins = await stage.btc.get<bigint>("balanceOf", [stage.fund.address]);
  const locked = await at("balanceOf", [stage.fund.address]);
  const isOpen = await stage.fund.get<boolean>("isOpen");
  return { requests, stock: offered + waiting, assets, lent, supply, unclaimed, coins, locked, isOpen };
};

it(
  "keeps shares, stock and cash in balance, and no action takes from those who hold shares",
  () =>
    fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 6, maxLength: 16 }), (actions) =>
        stage.undone(async () => {
          let before = await facts();
          for (const [kind, who, size] of actions) {
            await acts[kind](who, size).catch(refused);
            const now = await facts();
            expect(now.locked, kind).toBe(now.requests.reduce((total, { shares }) => total + shares, 0n));
            expect(now.coins, kind).toBe(now.stock * LOT);
            expect(now.isOpen, kind).toBe(now.lent === 0n && now.stock === 0n && now.unclaimed === 0n);
            // What a share stands for, loans at par and collateral at nothing, never falls.
            const [worth, earlier] = [now.assets + now.lent + 1n, before.assets + before.lent + 1n];
            expect(worth * (before.supply + UNIT), kind).toBeGreaterThanOrEqual(earlier * (now.supply + UNIT));
            if (now.lent > 0n) expect(now.supply, kind).toBeLessThanOrEqual(before.supply);
            before = now;
          }
        }),
      ),
      { numRuns: 20, seed: 20261121 },
    ),
  240_000,
);
