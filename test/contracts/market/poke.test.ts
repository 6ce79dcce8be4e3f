/** What observations between epochs do to the range of the next ones; against a plain list of what was seen. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAULTS, HEARTBEAT, type MarketStage, newMarketStage, roundId } from "../support/market-stage.ts";
import { HOUR } from "../support/venue.ts";

let stage: MarketStage;

beforeAll(async () => {
  stage = await newMarketStage();
});
afterAll(() => stage.chain.close());

/** Goes to a second, writes a round there and pokes. */
const seen = async (price: bigint, at: bigint): Promise<void> => {
  await stage.chain.goTo(at);
  await stage.append(0, price, at);
  await stage.write("poke");
};
const range = async (epoch: bigint, hints: Awaited<ReturnType<MarketStage["begin"]>>) => {
  const bar = (await stage.preview(epoch, hints)).bars[0];
  return [bar?.low, bar?.high];
};

describe("a poke", () => {
  it("widens the range of the epoch whose boundary is next", () =>
    stage.chain.undone(async () => {
      await stage.publish({ epoch: 1n, hints: await stage.begin(1n, 20n) });
      await seen(35n, stage.boundary(1n) + 100n);
      await seen(15n, stage.boundary(1n) + 200n);
      expect(await range(2n, await stage.begin(2n, 20n))).toEqual([15n, 35n]);
    }));

  it("before the grid began counts for epoch 0", () =>
    stage.chain.undone(async () => {
      await seen(7n, stage.boundary(0n) - 10n);
      expect(await range(0n, await stage.begin(0n, 9n))).toEqual([7n, 9n]);
    }));

  it("passes over rounds of an older window, and over every fault", () =>
    stage.chain.undone(async () => {
      await stage.publish({ epoch: 1n, hints: await stage.begin(1n, 20n) });
      await stage.chain.goTo(stage.boundary(1n) + 100n);
      await stage.push(0, roundId(50n), 1n, stage.boundary(1n) - 1n);
      await stage.write("poke");
      for (const fault of FAULTS.keys()) {
        await stage.push(0, roundId(50n), fault === 0 ? 2n ** 38n : 99n, stage.boundary(1n) + 50n);
        await stage.onFeed(0, "setFaults", [fault, 0]);
        await stage.write("poke");
      }
      await stage.onFeed(0, "setFaults", [0, 0]);
      await stage.onFeed(0, "setDecimals", [9]);
      await stage.write("poke");
      await stage.onFeed(0, "setDecimals", [8]);
      expect(await range(2n, await stage.begin(2n, 20n))).toEqual([20n, 20n]);
    }));

  it("is used up by the epoch that it counts for", () =>
    stage.chain.undone(async () => {
      await stage.begin(1n, 20n);
      await seen(99n, stage.boundary(1n) + 100n);
      await stage.publish({ epoch: 2n, hints: await stage.begin(2n, 20n) });
      expect(await range(3n, await stage.begin(3n, 21n))).toEqual([21n, 21n]);
    }));

  it("before a boundary counts for no later epoch, after it for no earlier one", () =>
    stage.chain.undone(async () => {
      await seen(30n, stage.boundary(1n) - 10n);
      const hints = await stage.begin(1n, 20n);
      await seen(10n, stage.boundary(1n) + 100n);
      expect(await range(1n, hints)).toEqual([20n, 30n]);
      await stage.publish({ epoch: 1n, hints });
      expect(await range(2n, await stage.begin(2n, 20n))).toEqual([10n, 20n]);
    }));
});

describe("epochs that are overdue", () => {
  it("share the range of the windows that became one, and lose none of it", () =>
    stage.chain.undone(async () => {
      const hints = new Map<bigint, Awaited<ReturnType<MarketStage["begin"]>>>();
      for (const [epoch, price] of [
        [1n, 30n],
        [2n, 10n],
        [3n, 25n],
      ] as const) {
        await seen(price, stage.boundary(epoch) - 10n);
        hints.set(epoch, await stage.begin(epoch, 20n));
      }
      const joint = { 1: [10n, 30n], 2: [10n, 30n], 3: [20n, 25n] };
      for (const epoch of [1n, 2n, 3n]) {
        expect(await range(epoch, hints.get(epoch) ?? [])).toEqual(joint[Number(epoch) as 1 | 2 | 3]);
        await stage.publish({ epoch, hints: hints.get(epoch) ?? [] });
      }
    }));
});

type Step = { readonly pokes: readonly bigint[]; readonly publish: boolean };

/** Lows and highs of published epochs: with at most one epoch overdue they are exactly what was seen. */
const expected = (steps: readonly Step[]): (readonly [bigint, bigint] | undefined)[] => {
  let open: bigint[] = [];
  return steps.map(({ pokes, publish }) => {
    open.push(...pokes);
    if (!publish) return undefined;
    const all = [...open, 500n];
    open = [];
    return [all.reduce((a, b) => (a < b ? a : b)), all.reduce((a, b) => (a > b ? a : b))];
  });
};

describe("any series of pokes and publications", () => {
  it("gives each published epoch the range of all that was seen since the one before", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ pokes: fc.array(fc.bigInt(1n, 1_000n), { maxLength: 3 }), publish: fc.boolean() }), {
          minLength: 3,
          maxLength: 8,
        }),
        (steps: readonly Step[]) =>
          stage.chain.undone(async () => {
            const ranges = expected(steps);
            for (const [i, step] of steps.entries()) {
              const epoch = BigInt(i) + 1n;
              for (const [j, price] of step.pokes.entries()) {
                await seen(price, stage.boundary(epoch) - HOUR + HEARTBEAT + BigInt(j) * 10n);
              }
              const hints = await stage.begin(epoch, 500n);
              if (!step.publish) continue;
              expect(await range(epoch, hints)).toEqual(ranges[i]);
              await stage.publish({ epoch, hints });
            }
          }),
      ),
      { numRuns: 15 },
    ));
});
