import { zeroAddress } from "viem";
import { expect, it } from "vitest";
import { checkEffectiveTiers } from "../../../prover/market/effective-tier.ts";
import type { FeedInForce } from "../../../prover/market/feed-history.ts";
import { replayEpochs, type VerifiedEpoch } from "../../../prover/market/replay.ts";
import { first, model, published } from "./support/published.ts";

// Model tiers 0, 2 (a feed at fault) and 0; the last one is held at 2.
const epochs = replayEpochs(first, published(), model);
const OFF = [0, 0];

/** Feeds with these deviations, in force from a block on; the epochs stand in the blocks of their numbers. */
const feedsWith = (deviations: readonly number[], block = 0n): FeedInForce[] =>
  deviations.map((deviation, factor) => ({ factor, deviation, feed: zeroAddress, block, logIndex: 0 }));
const check = (held: readonly VerifiedEpoch[], coolDown: bigint, feeds: readonly FeedInForce[]) => () =>
  checkEffectiveTiers(first, held, { coolDown, feedCount: 2 }, feeds);

it("holds deviation and cool-down against what the registry says", () => {
  expect(check(epochs, 2n, feedsWith(OFF))).not.toThrow();
  expect(check(epochs, 2n ** 64n - 1n, feedsWith(OFF))).not.toThrow();
  expect(check([], 2n, feedsWith(OFF))).not.toThrow();
});

it.each([0n, 1n])("refuses a tier that a cool-down of %d does not hold", (coolDown) => {
  expect(check(epochs, coolDown, feedsWith(OFF))).toThrow(
    expect.objectContaining({ code: "BAL-411", message: expect.stringMatching(/epoch 4: .* give tier 0, not 2/) }),
  );
});

it("refuses a tier that ignores a deviation, to the basis point", () => {
  const within = (deviation: number) => check(epochs, 2n, feedsWith([deviation, 0]));
  // The first factor falls from 1.018 to 1.010, by 78.6 basis points.
  expect(within(79)).not.toThrow();
  expect(within(78)).toThrow(/epoch 1: deviations and cool-down give tier 2, not 0/);
});

it("does not count the price that a feed at fault carries", () => {
  const withheld = epochs.slice(0, 2);
  expect(check(withheld, 2n, feedsWith([1_000, 1_000]))).not.toThrow();
});

it("counts a deviation while its feed was in force, to the place within a block", () => {
  const follows = (logIndex: number) => [
    ...feedsWith([78, 0]),
    { ...(feedsWith(OFF, 1n)[0] as FeedInForce), logIndex },
  ];
  // The event of epoch 1 stands at place 5 of its block.
  expect(check(epochs, 2n, follows(4))).not.toThrow();
  expect(check(epochs, 2n, follows(6))).toThrow(/epoch 1: deviations and cool-down give tier 2, not 0/);
  expect(check(epochs, 2n, [...feedsWith(OFF), ...feedsWith([1, 1], 5n)])).not.toThrow();
  expect(check(epochs, 2n, feedsWith(OFF, 2n))).toThrow(/factor 0: no event says which feed it had in block 1/);
});
