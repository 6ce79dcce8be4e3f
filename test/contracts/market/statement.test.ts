/** What the registry has proven to it: the verifier is asked with exactly what it read, and its refusal is the registry's. */
import { decodeFunctionData, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { R } from "../../../model/field.ts";
import { FAULTS, FIRST_PRICE, type MarketStage, NONE, newMarketStage } from "../support/market-stage.ts";
import { type MarketUpdate, type RoundHint, rootOfEpoch } from "../support/reports.ts";
import { revertDataOf } from "../support/reverts.ts";
import { said } from "../support/said.ts";

const VERIFY = parseAbi(["function verify(uint256[8] proof, uint256[8] inputs)"]);

/** Refuses with what it was asked. */
const ECHO = "0x365f5f37365ffd";

const PRICES = Array.from({ length: 8 }, (_, factor) => FIRST_PRICE + 11n * BigInt(factor));
const PROOF = Array.from({ length: 8 }, (_, i) => BigInt(i) + 70n);
const [MODEL_ROOT, FIRST_ROOT] = [3n, 4n];

let stage: MarketStage;
let hints: RoundHint[];
/** Of the rounds at the first epoch. */
let at: bigint;

beforeAll(async () => {
  stage = await newMarketStage({ feeds: 8, deviation: 1_000 });
  at = stage.boundary(1n) + 1n;
  await stage.chain.goTo(at);
  hints = [];
  for (const [factor, price] of PRICES.entries()) hints.push(await stage.append(factor, price, at));
});
afterAll(() => stage.chain.close());

/** A bar as the statement has it, two to a word. */
const bar = (price: bigint, high: bigint, low: bigint, flag = 0n) =>
  price | (high << 38n) | (low << 76n) | (flag << 114n);
const words = (bars: readonly bigint[]) => [0, 2, 4, 6].map((i) => (bars[i] ?? 0n) | ((bars[i + 1] ?? 0n) << 115n));
const still = (price: bigint) => bar(price, price, price);

/** The proof and the inputs that the verifier is asked with. */
const asked = async (update: Partial<MarketUpdate> & { epoch: bigint }) => {
  await stage.chain.request("hardhat_setCode", [await stage.get("VERIFIER"), ECHO]);
  const data = await revertDataOf(stage.publish({ proof: PROOF, ...update }));
  return decodeFunctionData({ abi: VERIFY, data }).args;
};

describe("the statement of an epoch", () => {
  it("is of the tier, the first root, the market's root, the model and the bars, in this order; refused, nothing is published", () =>
    stage.chain.undone(async () => {
      const update = { epoch: 1n, marketRoot: 99n, tier: 1, hints };
      const inputs = [1n, FIRST_ROOT, 99n, MODEL_ROOT, ...words(PRICES.map(still))];
      expect(await asked(update)).toEqual([PROOF, inputs]);
      expect(await stage.get("marketHead")).toEqual([0n, FIRST_ROOT, 0, false]);
    }));

  it("follows the market before it, whatever its root, and has the range that was seen since and the flags", () =>
    stage.chain.undone(async () => {
      await stage.publish({ epoch: 1n, marketRoot: R - 1n, hints });
      expect(await stage.get("markets", [1n])).toEqual([R - 1n, 0]);
      expect(await stage.get("marketHead")).toEqual([1n, R - 1n, 0, true]);
      const seen = stage.boundary(1n) + 2n * 600n;
      await stage.chain.goTo(seen);
      for (const [factor, price] of PRICES.entries()) await stage.append(factor, price + 5n, seen);
      await stage.write("poke");
      const next = await stage.begin(2n, FIRST_PRICE);
      for (const factor of [2, 5, 6]) await stage.onFeed(factor, "setFaults", [FAULTS.indexOf("Reverts"), 0]);
      const bars = PRICES.map((price, factor) =>
        [2, 5, 6].includes(factor) ? bar(price, price, price, 1n) : bar(FIRST_PRICE, price + 5n, FIRST_PRICE),
      );
      const update = { epoch: 2n, tier: 3, hints: next };
      expect(await asked(update)).toEqual([PROOF, [3n, R - 1n, rootOfEpoch(2n), MODEL_ROOT, ...words(bars)]]);
    }));
});

describe("the tier that an epoch counts with", () => {
  const far = FIRST_PRICE * 2n;
  for (const [name, deviates, flagged, floor] of [
    ["calm", false, false, 0],
    ["of a factor that left its deviation", true, false, 2],
    ["of factors at fault", false, true, 2],
    ["of both", true, true, 2],
  ] as const)
    it(`is the model's, at least ${floor}, when the prices are ${name}; all of it is told`, () =>
      stage.chain.undone(async () => {
        if (deviates) await stage.push(7, hints[7]?.round ?? 0n, far, at);
        if (flagged)
          for (const factor of [0, 4]) await stage.onFeed(factor, "setFaults", [FAULTS.indexOf("Reverts"), 0]);
        const bars = PRICES.map((price, factor) => {
          if (flagged && [0, 4].includes(factor)) return bar(FIRST_PRICE, FIRST_PRICE, FIRST_PRICE, 1n);
          return still(deviates && factor === 7 ? far : price);
        });
        for (const tier of [0, 1, 2, 3])
          await stage.chain.undone(async () => {
            const given = flagged ? hints.map((hint, factor) => ([0, 4].includes(factor) ? NONE : hint)) : hints;
            const told = said("MarketRegistry", stage.registry, await stage.publish({ epoch: 1n, tier, hints: given }));
            const effective = Math.max(tier, floor);
            const mask = flagged ? 0b1_0001 : 0;
            expect(told).toEqual([
              ["MarketPublished", 1n, FIRST_ROOT, rootOfEpoch(1n), effective, tier, mask, words(bars)],
            ]);
          });
      }));
});
