/** A feed changes its aggregator: the numbers of rounds start again in a new phase, and still only one hint may pass. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MarketStage, newMarketStage, roundId } from "../support/market-stage.ts";
import { expectRevert } from "../support/reverts.ts";

let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage();
});
afterAll(() => stage.chain.close());

const ONE = 1n;
const TWO = 2n;
const hint = (round: bigint, phase: bigint, predecessor = 0n) => ({ round: roundId(round, phase), predecessor });

/** Writes rounds of [phase, round, seconds after the boundary]; the last is the newest. Prices are 1,000·phase + round. */
const script = (rounds: readonly (readonly [bigint, bigint, bigint])[], work: () => Promise<void>): Promise<void> =>
  stage.chain.undone(async () => {
    const boundary = stage.boundary(1n);
    await stage.chain.goTo(boundary + 1_000n);
    for (const [phase, round, after] of rounds) {
      await stage.push(0, roundId(round, phase), 1_000n * phase + round, boundary + after);
    }
    await work();
  });

const price = async (...args: Parameters<typeof hint>): Promise<bigint | undefined> => {
  const { bars, flagged } = await stage.preview(1n, [hint(...args)]);
  return flagged === 0 ? bars[0]?.price : undefined;
};
const refused = (error: string, ...args: Parameters<typeof hint>): Promise<void> =>
  expectRevert(stage.preview(1n, [hint(...args)]), error);

describe("a phase that opened after the boundary", () => {
  const rounds = [
    [ONE, 5n, -20n],
    [ONE, 6n, -10n],
    [TWO, 1n, 30n],
    [TWO, 2n, 40n],
  ] as const;

  it("gives its first round, shown by the last one of the phase before", () =>
    script(rounds, async () => {
      expect(await price(1n, TWO, roundId(6n, ONE))).toBe(2_001n);
      await refused("MarketRegistryRoundNotFirst", 2n, TWO);
    }));

  it("needs the last round before the boundary, and of that phase", () =>
    script(rounds, async () => {
      await refused("MarketRegistryRoundNotFirst", 1n, TWO, roundId(5n, ONE));
      await refused("MarketRegistryRoundAbsent", 1n, TWO, roundId(7n, ONE));
      await refused("MarketRegistryWrongPredecessor", 1n, TWO);
      await refused("MarketRegistryWrongPredecessor", 1n, TWO, roundId(0n, ONE));
      await refused("MarketRegistryWrongPredecessor", 1n, TWO, roundId(2n, TWO));
    }));

  it("gives way to an earlier round of the phase before", () =>
    script([[ONE, 6n, -10n], [ONE, 7n, 20n], ...rounds.slice(2)], async () => {
      expect(await price(7n, ONE)).toBe(1_007n);
      await refused("MarketRegistryRoundNotFirst", 1n, TWO, roundId(6n, ONE));
      await refused("MarketRegistryRoundNotFirst", 1n, TWO, roundId(7n, ONE));
    }));

  it("stands before a later round of the phase before, which went on", () =>
    script([[ONE, 6n, -10n], [ONE, 7n, 35n], ...rounds.slice(2)], async () => {
      expect(await price(1n, TWO, roundId(6n, ONE))).toBe(2_001n);
      await refused("MarketRegistryRoundSuperseded", 7n, ONE);
    }));

  it("gives way on a tie", () =>
    script([[ONE, 6n, -10n], [ONE, 7n, 30n], ...rounds.slice(2)], async () => {
      expect(await price(7n, ONE)).toBe(1_007n);
      await refused("MarketRegistryRoundNotFirst", 1n, TWO, roundId(6n, ONE));
    }));
});

describe("a phase that opened before the boundary", () => {
  it("decides alone, also when the phase before went on", () =>
    script(
      [
        [ONE, 6n, -10n],
        [ONE, 7n, 5n],
        [TWO, 1n, -15n],
        [TWO, 2n, -5n],
        [TWO, 3n, 8n],
      ],
      async () => {
        expect(await price(3n, TWO)).toBe(2_003n);
        await refused("MarketRegistryRoundSuperseded", 7n, ONE);
        await refused("MarketRegistryRoundBeforeBoundary", 2n, TWO);
        await refused("MarketRegistryRoundBeforeBoundary", 1n, TWO, roundId(6n, ONE));
      },
    ));
});

describe("two phases within one epoch", () => {
  it("leave no round of the oldest", () =>
    script(
      [
        [ONE, 6n, -10n],
        [ONE, 7n, 5n],
        [TWO, 1n, 10n],
        [3n, 1n, 20n],
      ],
      async () => {
        await refused("MarketRegistryRoundSuperseded", 7n, ONE);
        await refused("MarketRegistryRoundNotFirst", 1n, TWO, roundId(6n, ONE));
        await refused("MarketRegistryRoundNotFirst", 1n, 3n, roundId(1n, TWO));
      },
    ));
});

describe("the first round a feed ever had", () => {
  it("is a fault, with or without phases, however many follow: nothing shows what was before it", () =>
    stage.chain.undone(async () => {
      const at = stage.boundary(1n) + 50n;
      await stage.chain.goTo(at + 1_000n);
      for (const phase of [0n, 1n]) {
        for (const round of [1n, 2n, 3n]) {
          await stage.push(0, roundId(round, phase), 77n, at + round);
          // Only rounds up to the newest are a feed's; those of the stage go on behind it.
          await stage.onFeed(0, "setRound", [roundId(round + 1n, phase), 0n, 0n, 0n, 0n]);
          expect((await stage.preview(1n, [hint(1n, phase)])).flagged).toBe(1);
        }
        await refused("MarketRegistryRoundNotFirst", 2n, phase);
      }
    }));
});
