import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Round, RoundSource } from "../../../prover/market/feed-rounds.ts";
import { findRound } from "../../../prover/market/find-round.ts";

const idOf = (phase: number, number: number): bigint => (BigInt(phase) << 64n) | BigInt(number);

/** A feed's history in memory: the times of each phase's rounds, phases from 1. Counts what is asked of it. */
function historyOf(phases: readonly (readonly number[])[]): RoundSource & { asked: number } {
  const rounds = new Map<bigint, Round>();
  phases.forEach((times, i) => {
    times.forEach((time, j) => {
      rounds.set(idOf(i + 1, j + 1), { id: idOf(i + 1, j + 1), updatedAt: BigInt(time) });
    });
  });
  const last = phases.at(-1)?.length ?? 0;
  const source = {
    asked: 0,
    latest: async () => rounds.get(idOf(phases.length, last)),
    round: async (id: bigint) => {
      source.asked++;
      return rounds.get(id);
    },
  };
  return source;
}

describe("the first round at or after a boundary", () => {
  it("is the round itself when it falls on the boundary", async () => {
    const history = historyOf([[10, 20, 30, 40]]);
    expect(await findRound(history, 20n)).toEqual({ round: idOf(1, 2), predecessor: idOf(1, 1) });
    expect(await findRound(history, 21n)).toEqual({ round: idOf(1, 3), predecessor: idOf(1, 2) });
  });

  it("is absent while the latest round lies before the boundary, or there is none", async () => {
    expect(await findRound(historyOf([[10, 20]]), 21n)).toBeUndefined();
    expect(await findRound(historyOf([[]]), 1n)).toBeUndefined();
  });

  it("has the last round of the phase before as predecessor when it opens a phase", async () => {
    const history = historyOf([
      [10, 20, 30],
      [50, 60],
    ]);
    expect(await findRound(history, 40n)).toEqual({ round: idOf(2, 1), predecessor: idOf(1, 3) });
    expect(await findRound(history, 25n)).toEqual({ round: idOf(1, 3), predecessor: idOf(1, 2) });
  });

  it("ignores what an aggregator says after the proxy left it", async () => {
    const history = historyOf([
      [10, 20, 70],
      [50, 60],
    ]);
    expect(await findRound(history, 40n)).toEqual({ round: idOf(2, 1), predecessor: idOf(1, 2) });
  });

  it("has no predecessor when the feed began after the boundary", async () => {
    expect(await findRound(historyOf([[10, 20]]), 5n)).toEqual({ round: idOf(1, 1), predecessor: 0n });
    expect(await findRound(historyOf([[], [10, 20]]), 5n)).toEqual({ round: idOf(2, 1), predecessor: 0n });
  });
});

test("equal to a search round by round, over up to three phases", async () => {
  const phase = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(phase, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 700 }),
      async (gaps, at) => {
        let time = 0;
        const phases = gaps.map((of) => of.map((gap) => (time += gap)));
        const all = phases.flatMap((times, i) => times.map((updatedAt, j) => ({ id: idOf(i + 1, j + 1), updatedAt })));
        const expected = all.findIndex(({ updatedAt }) => updatedAt >= at);
        const found = await findRound(historyOf(phases), BigInt(at));
        if (expected < 0) expect(found).toBeUndefined();
        else expect(found).toEqual({ round: all[expected]?.id, predecessor: all[expected - 1]?.id ?? 0n });
      },
    ),
    { numRuns: 500 },
  );
});

test("a feed that answers for every round of every phase is not followed far", async () => {
  const history = historyOf([[10]]);
  const answering = {
    latest: async () => ({ id: idOf(60_000, 1), updatedAt: 50n }),
    round: async (id: bigint) => {
      history.asked++;
      return { id, updatedAt: 50n };
    },
  };
  expect(await findRound(answering, 20n)).toBeDefined();
  expect(history.asked).toBeLessThan(600);
});

test("a boundary a day back in a hundred thousand rounds takes few questions", async () => {
  const history = historyOf([Array.from({ length: 100_000 }, (_, i) => 60 * (i + 1))]);
  const boundary = BigInt(60 * 98_560);
  expect(await findRound(history, boundary)).toEqual({ round: idOf(1, 98_560), predecessor: idOf(1, 98_559) });
  expect(history.asked).toBeLessThan(25);
});
