/** Which round a search takes and what it says of each other one: with the factor, the round and what stands against it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { feedCode } from "../support/answering.ts";
import { type MarketStage, newMarketStage, PER_MICRO, roundId } from "../support/market-stage.ts";
import { expectRevert } from "../support/reverts.ts";

/** The place of the feed that the cases are about. */
const FACTOR = 1;

let stage: MarketStage;
/** Of epoch 1; the chain is 1,000 seconds past it, and the feed of factor 0 is sound. */
let boundary: bigint;
let sound: { readonly round: bigint; readonly predecessor: bigint };

beforeAll(async () => {
  stage = await newMarketStage({ feeds: 2 });
  boundary = stage.boundary(1n);
  await stage.chain.goTo(boundary + 1_000n);
  sound = await stage.append(0, 10n, boundary);
});
afterAll(() => stage.chain.close());

const preview = async (round: bigint, predecessor = 0n) => stage.preview(1n, [sound, { round, predecessor }]);
const price = async (round: bigint, predecessor = 0n) => (await preview(round, predecessor)).bars[FACTOR]?.price;
const refused = (name: string, args: readonly bigint[], round: bigint, predecessor = 0n) =>
  expectRevert(preview(round, predecessor), name, [BigInt(FACTOR), ...args]);

/** Writes rounds of [number, seconds after the boundary], the newest last; prices are 1,000 and those seconds. */
const script = (rounds: readonly (readonly [id: bigint, after: bigint])[], test: () => Promise<void>) => () =>
  stage.chain.undone(async () => {
    for (const [id, after] of rounds) await stage.push(FACTOR, id, 1_000n + after, boundary + after);
    await test();
  });

describe("in one phase", () => {
  it(
    "a round after the newest is none, though the feed answers for it",
    script(
      [
        [roundId(5n), 20n],
        [roundId(3n), 10n],
      ],
      async () => {
        expect(await price(roundId(3n))).toBe(1_010n);
        await refused("MarketRegistryRoundAbsent", [roundId(5n)], roundId(5n));
      },
    ),
  );

  it(
    "a number without a round of its phase is none, though the feed answers for it",
    script(
      [
        [roundId(0n), 5n],
        [roundId(3n), 10n],
      ],
      () => refused("MarketRegistryRoundAbsent", [roundId(0n)], roundId(0n)),
    ),
  );

  it(
    "a round at the very boundary is the first, and the next one is not",
    script(
      [
        [roundId(3n), 0n],
        [roundId(4n), 10n],
        [roundId(5n), 20n],
      ],
      async () => {
        expect(await price(roundId(3n))).toBe(1_000n);
        await refused("MarketRegistryRoundNotFirst", [roundId(4n), roundId(3n)], roundId(4n));
      },
    ),
  );
});

describe("over two phases", () => {
  const [last, went, opened] = [roundId(6n), roundId(7n), roundId(1n, 2n)];

  it(
    "the opening round is shown by a last one that is there, of the phase before and before the boundary",
    script(
      [
        [roundId(5n), -1n],
        [last, 0n],
        [opened, 30n],
        [roundId(2n, 2n), 40n],
      ],
      async () => {
        await refused("MarketRegistryWrongPredecessor", [opened, roundId(9n, 3n)], opened, roundId(9n, 3n));
        await refused("MarketRegistryRoundAbsent", [roundId(9n)], opened, roundId(9n));
        await refused("MarketRegistryRoundNotFirst", [opened, last], opened, last);
        expect(await price(last)).toBe(1_000n);
      },
    ),
  );

  it(
    "the opening round is not first when the one after the last came before it",
    script(
      [
        [last, -10n],
        [went, 20n],
        [opened, 30n],
        [roundId(2n, 2n), 40n],
      ],
      () => refused("MarketRegistryRoundNotFirst", [opened, went], opened, last),
    ),
  );

  it(
    "a round of the older phase counts no more once the newer one has opened",
    script(
      [
        [last, -10n],
        [went, 35n],
        [opened, 30n],
        [roundId(2n, 2n), 40n],
      ],
      () => refused("MarketRegistryRoundSuperseded", [went, opened], went),
    ),
  );

  it("a round of the older phase needs the opening one to be there: an answer for another shows nothing", () =>
    stage.chain.undone(async () => {
      const round = (id: bigint, after: bigint) => ({
        words: [id, 5n * PER_MICRO, boundary + after, boundary + after, id],
      });
      const answers = (opening: bigint) => {
        const rounds = [
          [last, round(last, -10n)],
          [went, round(went, 5n)],
          [opened, round(opening, 40n)],
          [roundId(2n, 2n), round(roundId(2n, 2n), 50n)],
        ] as const;
        const code = feedCode({ decimals: { words: [8n] }, latest: round(roundId(3n, 2n), 60n), rounds });
        return stage.chain.request("hardhat_setCode", [stage.feeds[FACTOR], code]);
      };
      await answers(opened);
      expect(await price(went)).toBe(5n);
      await answers(roundId(4n, 2n));
      await refused("MarketRegistryRoundSuperseded", [went, opened], went);
    }));
});

describe("an answer becomes a price", () => {
  /** What an answer comes to at a ratio; 0 for none. */
  const pricesOf = async (ratio: readonly [bigint, bigint], answers: readonly bigint[]) => {
    const other = await newMarketStage({ ratio });
    const at = other.boundary(1n);
    await other.chain.goTo(at);
    const prices: bigint[] = [];
    for (const answer of answers) {
      await other.onFeed(0, "push", [roundId(3n), answer, at]);
      const { bars, flagged } = await other.preview(1n, [{ round: roundId(3n), predecessor: 0n }]);
      prices.push(flagged === 0 ? (bars[0]?.price ?? 0n) : 0n);
    }
    await other.chain.close();
    return prices;
  };

  it("by its ratio, rounded down, from an answer of 1", async () =>
    expect(await pricesOf([3n, 2n], [0n, 1n, 5n, 6n])).toEqual([0n, 1n, 7n, 9n]));

  it("below 2^128, where the product still fits: beyond it there is none, whatever the ratio would make of it", async () => {
    const most = 2n ** 128n - 1n;
    expect(await pricesOf([1n, most], [most - 1n, most, most + 1n, 2n * most])).toEqual([0n, 1n, 0n, 0n]);
    // These products are 2^128 above 2^256, and would leave a price of 2.
    expect(await pricesOf([2n ** 127n, 2n ** 127n], [2n, 2n ** 129n + 2n])).toEqual([2n, 0n]);
  });
});
