/** What a feed is given to answer with, and what the caller must have brought: no feed looks bad for want of gas. */
import { encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketRegistryAbi } from "../../../contracts/generated/abi.ts";
import { feedCode } from "../support/answering.ts";
import { type MarketStage, NONE, newMarketStage, PER_MICRO, roundId } from "../support/market-stage.ts";
import { revertOf } from "../support/reverts.ts";
import { exactGasFor, staticCallsOf } from "../support/trace.ts";

const CALL_GAS = 100_000n;
const NEEDED_GAS = 105_000n;
const HINT = { round: roundId(3n), predecessor: 0n };

let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage();
  await stage.chain.goTo(stage.boundary(1n) + 10n);
  await stage.push(0, HINT.round, 250n, stage.boundary(1n));
});
afterAll(() => stage.chain.close());

/** A preview of epoch 1 as a plain call. */
const preview = () => {
  const hints = Array.from({ length: 8 }, (_, factor) => (factor === 0 ? HINT : NONE));
  const data = encodeFunctionData({ abi: marketRegistryAbi, functionName: "previewBars", args: [1n, hints as never] });
  return { to: stage.registry, data };
};

describe("a feed", () => {
  it("is given 100,000 gas for each question, neither more nor less", () =>
    stage.chain.undone(async () => {
      const round = (id: bigint, at: bigint) => ({ words: [id, 250n * PER_MICRO, at, at, id] });
      const [before, first] = [round(roundId(2n), stage.boundary(1n) - 9n), round(HINT.round, stage.boundary(1n))];
      const rounds = [
        [roundId(2n), before],
        [HINT.round, first],
      ] as const;
      const priceWith = async (onlyWith: bigint) => {
        const code = feedCode({ decimals: { words: [8n] }, latest: first, rounds, onlyWith });
        await stage.chain.request("hardhat_setCode", [stage.feeds[0], code]);
        return (await stage.preview(1n, [HINT])).bars[0];
      };
      expect(await priceWith(CALL_GAS)).toEqual({ price: 250n, high: 250n, low: 250n, flagged: 0n });
      for (const other of [CALL_GAS - 1n, CALL_GAS + 1n]) expect((await priceWith(other))?.flagged).toBe(1n);
    }));

  it("is asked for each round once, whatever the search needs it for", async () => {
    const asked = (await staticCallsOf(stage.chain, preview())).filter(
      ([address]) => address === stage.feeds[0]?.toLowerCase(),
    );
    // Its decimals, its newest round, the one after it, and the one before it.
    expect(asked.map(([, , input, output]) => [input, output])).toEqual([
      [4n, 32n],
      [4n, 160n],
      [36n, 160n],
      [36n, 160n],
    ]);
  });
});

/** The name of the registry's own refusal; nothing when a call ended in another way. */
const refusal = (reason: unknown): Promise<string> =>
  revertOf(Promise.reject(reason)).then(
    ({ name }) => name,
    () => "",
  );

describe("a caller", () => {
  it("must have 105,000 gas left for a question, or everything reverts and says how much was left", () =>
    stage.chain.undone(async () => {
      // A feed of other decimals is asked nothing more, so this question is the only one.
      await stage.onFeed(0, "setDecimals", [18]);
      const call = preview();
      const gas = await exactGasFor(stage.chain, call, NEEDED_GAS);
      const { name, args } = await revertOf(stage.chain.read.call({ ...call, gas: gas - 1n }));
      expect([name, args[0]]).toEqual(["MarketRegistryGasTooLow", NEEDED_GAS]);
      const left = args[1] as bigint;
      expect(left).toBeLessThan(NEEDED_GAS);
      expect(left).toBeGreaterThan(NEEDED_GAS - 10_000n);
      // What comes after the question has to be paid for too; whether it can be is not what is asked here.
      const enough = stage.chain.read.call({ ...call, gas });
      await expect(enough.then(() => "", refusal)).resolves.not.toBe("MarketRegistryGasTooLow");
    }));
});
