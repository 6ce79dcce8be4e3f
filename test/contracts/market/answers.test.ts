/** What a feed may answer word by word, and what makes it unreadable: the number, both times, the width, a failure with words. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FeedScript, feedCode, type RoundWords } from "../support/answering.ts";
import { type MarketStage, NONE, newMarketStage, PER_MICRO, roundId } from "../support/market-stage.ts";
import type { RoundHint } from "../support/reports.ts";
import { expectRevert } from "../support/reverts.ts";
import { testArtifact } from "../support/venue.ts";

const UPTIME_GRACE = 300n;
const [BEFORE, FIRST] = [roundId(2n), roundId(3n)];

let stage: MarketStage;
/** Of epoch 1; the chain is 500 seconds past it. */
let boundary: bigint;

beforeAll(async () => {
  stage = await newMarketStage();
  boundary = stage.boundary(1n);
  await stage.chain.goTo(boundary + 500n);
});
afterAll(() => stage.chain.close());

/** A round at 250, started when it was updated, unless told otherwise. */
const round = (id: bigint, updatedAt: bigint, startedAt = updatedAt): RoundWords => [
  ...[id, 250n * PER_MICRO, startedAt, updatedAt, id],
];
const words = (...all: readonly bigint[]) => ({ words: all });
/** Answers each of these rounds under its own number, as the numbers that a call can carry. */
const rounds = (...all: readonly RoundWords[]): FeedScript["rounds"] =>
  all.map((each) => [(each[0] ?? 0n) % 2n ** 80n, words(...each)]);

/** A sound feed but for what a case edits: its newest round is the first after the boundary, and there is one before. */
const sound = (): FeedScript => ({
  decimals: words(8n),
  latest: words(...round(FIRST, boundary)),
  rounds: rounds(round(BEFORE, boundary - 100n), round(FIRST, boundary)),
});
const read = (edit: Partial<FeedScript>, round = FIRST) =>
  stage.chain.undone(async () => {
    await stage.chain.request("hardhat_setCode", [stage.feeds[0], feedCode({ ...sound(), ...edit })]);
    const hint: RoundHint = { round, predecessor: 0n };
    const { bars, flagged } = await stage.preview(1n, [hint]);
    return flagged === 0 ? bars[0]?.price : "at fault";
  });

describe("a feed is sound", () => {
  it("with exactly the words of its types", async () => expect(await read({})).toBe(250n));

  it("when its round began before the boundary and was updated at it", async () =>
    expect(await read({ latest: words(...round(FIRST, boundary, boundary - 700n)) })).toBe(250n));

  it("when its round is of this very second", async () => {
    const now = await stage.chain.now();
    expect(await read({ latest: words(...round(FIRST, now)) })).toBe(250n);
  });

  it("when the round before is as old as can be", async () =>
    expect(await read({ rounds: rounds(round(BEFORE, 1n)) })).toBe(250n));

  it("in its highest phase", async () => {
    const [before, first] = [2n, 3n].map((number) => roundId(number, 2n ** 16n - 1n)) as [bigint, bigint];
    const latest = words(...round(first, boundary));
    expect(await read({ latest, rounds: rounds(round(before, boundary - 100n)) }, first)).toBe(250n);
  });

  it("when its newest round can only be had as the newest: what it said once is not asked again", async () =>
    expect(await read({ rounds: rounds(round(BEFORE, boundary - 100n)) })).toBe(250n));
});

describe("a feed is at fault", () => {
  const faulty = async (edit: Partial<FeedScript>): Promise<void> => {
    for (const hint of [FIRST, NONE.round]) expect(await read(edit, hint)).toBe("at fault");
  };

  it("when its newest round has a number beyond 80 bits, though all its rounds have such", async () => {
    for (const beyond of [2n ** 80n, 2n ** 81n, 2n ** 255n]) {
      const all = [round(beyond + BEFORE, boundary - 100n), round(beyond + FIRST, boundary)] as const;
      await faulty({ latest: words(...all[1]), rounds: rounds(...all) });
    }
  });

  it("when its newest round is no round of its phase, whatever is before it", async () => {
    const newest = roundId(0n, 2n);
    const all = [round(newest - 1n, boundary - 100n), round(BEFORE, boundary - 200n), round(FIRST, boundary)];
    await faulty({ latest: words(...round(newest, boundary)), rounds: rounds(...all) });
  });

  it("when it answers for another round than the one before", async () => {
    for (const other of [BEFORE - 1n, FIRST, BEFORE + 2n ** 80n])
      await faulty({ rounds: [[BEFORE, words(...round(other, boundary - 100n))]] });
  });

  it("when the round before was never updated", () => faulty({ rounds: rounds(round(BEFORE, 0n)) }));

  it("when there is no round before its newest", () => faulty({ rounds: rounds(round(FIRST, boundary)) }));

  it("when it has one after its newest", () =>
    faulty({ rounds: [...sound().rounds, ...rounds(round(FIRST + 1n, boundary + 1n))] }));

  it("when an answer comes with a failure, though its words are right", async () => {
    const { decimals, latest, rounds: all } = sound();
    await faulty({ decimals: { ...decimals, reverts: true } });
    await faulty({ latest: { ...latest, reverts: true } });
    await faulty({ rounds: all.map(([asked, answer]) => [asked, { ...answer, reverts: true }]) });
  });

  it("when an answer has a word too few or too many, though the others are right", async () => {
    const { decimals, latest, rounds: all } = sound();
    await faulty({ decimals: words(...decimals.words, 0n) });
    await faulty({ decimals: words() });
    for (const resized of [(each: RoundWords) => [...each, 0n], (each: RoundWords) => each.slice(0, 4)]) {
      await faulty({ latest: words(...resized(latest.words)) });
      await faulty({ rounds: all.map(([asked, answer]) => [asked, words(...resized(answer.words))]) });
    }
  });
});

describe("an uptime feed", () => {
  let onL2: MarketStage;
  beforeAll(async () => {
    onL2 = await newMarketStage({ feeds: 0, sequencerGrace: UPTIME_GRACE });
  });
  afterAll(() => onL2.chain.close());
  const says = (id: bigint, since: bigint) => {
    const { abi } = testArtifact("ScriptedFeed");
    const args = [id, 0n, since];
    return onL2.sender.writeContract({ address: onL2.sequencer, abi, functionName: "push", args });
  };

  it("that says up since this very second is believed, and the grace begins", () =>
    onL2.chain.undone(async () => {
      const since = (await onL2.chain.now()) + 10n;
      await says(roundId(2n), since);
      await onL2.chain.goTo(since);
      await expectRevert(onL2.write("poke"), "MarketRegistrySequencerInGrace", [since + UPTIME_GRACE]);
    }));

  it("whose newest round is none says nothing, though its answer and its time are sound", () =>
    onL2.chain.undone(async () => {
      await says(roundId(0n, 2n), 1_000n);
      await expectRevert(onL2.write("poke"), "MarketRegistrySequencerUnknown", []);
    }));
});
