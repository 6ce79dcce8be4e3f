/** The hand-packed words against records of numbers: every bit of each is drawn, from seeds, and both ends of every width. */
import { type Address, keccak256, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newChain, type TestChain } from "./support/chain.ts";
import { deployArtifact, readerOf, testArtifact } from "./support/venue.ts";

let chain: TestChain;
let words: Address;

beforeAll(async () => {
  chain = await newChain();
  words = await deployArtifact(chain, testArtifact("Words"), []);
});
afterAll(() => chain.close());

const ask = <T = bigint>(fn: string, ...args: readonly unknown[]): Promise<T> =>
  readerOf(chain)<T>("Words", words, fn, args);

/** Names and widths of a word's numbers, from the low end. */
type Layout<K extends string> = readonly (readonly [name: K, bits: number])[];
type Numbers<K extends string> = Record<K, bigint>;

const pack = <K extends string>(layout: Layout<K>, numbers: Numbers<K>): bigint => {
  let [word, at] = [0n, 0n];
  for (const [name, bits] of layout) {
    word |= numbers[name] << at;
    at += BigInt(bits);
  }
  return word;
};

const ones = (bits: number): bigint => 2n ** BigInt(bits) - 1n;
/** A number of a seed below 2^bits. */
const drawn = (seed: string, bits: number): bigint => BigInt(keccak256(toHex(seed))) & ones(bits);
const SEEDS = ["a", "b", "c", "d", "e", "f"];

/** Numbers of a layout: none, all ones, and some that were drawn. */
const samples = <K extends string>(layout: Layout<K>): Numbers<K>[] => {
  const of = (number: (name: K, bits: number) => bigint) =>
    Object.fromEntries(layout.map(([name, bits]) => [name, number(name, bits)])) as Numbers<K>;
  const extremes = [of(() => 0n), of((_, bits) => ones(bits))];
  return [...extremes, ...SEEDS.map((seed) => of((name, bits) => drawn(seed + name, bits)))];
};

describe("a standing", () => {
  const LAYOUT = [
    ...([["nonce", 64] as const, ["epoch", 64], ["tick", 40], ["class", 32]] as const),
    ...([["opening", 16] as const, ["maintenance", 8], ["empty", 1], ["seized", 1]] as const),
  ] as const;
  const of = (numbers: Numbers<(typeof LAYOUT)[number][0]>) => pack(LAYOUT, numbers);
  /** A count that can grow. */
  const standings = () => samples(LAYOUT).map((each) => ({ ...each, nonce: each.nonce & ones(63) }));
  const next = ({ nonce }: { nonce: bigint }) => ({ nonce: nonce + 1n });

  it("is read number by number", async () => {
    for (const each of samples(LAYOUT)) expect(await ask("standing", of(each))).toEqual(Object.values(each));
  });

  it("changes by each step as it should and in nothing else", async () => {
    for (const each of standings()) {
      const word = of(each);
      expect(await ask("proceed", word)).toBe(of({ ...each, ...next(each), empty: 0n }));
      expect(await ask("seize", word)).toBe(of({ ...each, seized: 1n }));
      const none = { epoch: 0n, tick: 0n, maintenance: 0n };
      expect(await ask("reset", word)).toBe(of({ ...each, ...none, ...next(each), empty: 1n, seized: 0n }));
      for (const other of samples(LAYOUT)) {
        const { epoch, tick, maintenance, class: id, opening } = other;
        const stamped = of({ ...each, epoch, tick, maintenance });
        expect(await ask("stamp", word, epoch, Number(tick), Number(maintenance))).toBe(stamped);
        const changed = of({ ...each, ...next(each), class: id, opening });
        expect(await ask("changeClass", word, Number(id), Number(opening))).toBe(changed);
      }
    }
  });

  it("begins with its class and length, empty", async () => {
    for (const { class: id, opening } of samples(LAYOUT)) {
      const none = { nonce: 0n, epoch: 0n, tick: 0n, maintenance: 0n, seized: 0n };
      const first = of({ ...none, class: id, opening, empty: 1n });
      expect(await ask("openedStanding", Number(id), Number(opening))).toBe(first);
    }
  });
});

it("limbs of collateral are forty bits each and do not touch one another", async () => {
  const LAYOUT = [["0", 40] as const, ["1", 40], ["2", 40], ["3", 40]] as const;
  for (const each of samples(LAYOUT)) {
    const word = pack(LAYOUT, each);
    for (const [k] of LAYOUT) {
      expect(await ask("limb", word, BigInt(k))).toBe(each[k]);
      for (const lots of [0n, ones(40), drawn(k, 40)])
        expect(await ask("withLimb", word, BigInt(k), lots)).toBe(pack(LAYOUT, { ...each, [k]: lots }));
    }
  }
});

describe("the serving head", () => {
  const LAYOUT = [
    ...([["epoch", 40] as const, ["tick", 40], ["tier", 2], ["market", 2], ["any", 1]] as const),
    ...([["before", 40] as const, ["beforeTick", 40], ["time", 40], ["limits", 51]] as const),
  ] as const;
  type Head = Numbers<(typeof LAYOUT)[number][0]>;
  const of = (numbers: Head) => pack(LAYOUT, numbers);
  /** Every pair of tiers besides. */
  const heads = (): Head[] => [
    ...samples(LAYOUT),
    ...[0n, 1n, 2n, 3n].flatMap((tier) =>
      [0n, 1n, 2n, 3n].map((market) => ({ ...(samples(LAYOUT)[3] as Head), tier, market })),
    ),
  ];

  it("is read number by number", async () => {
    const [first] = samples(LAYOUT) as [Head];
    for (const each of [...heads(), { ...first, epoch: 5n, before: 5n }, { ...first, epoch: 5n, before: 6n }]) {
      const { epoch, tick, tier, market, any, before, beforeTick, time, limits } = each;
      const alarm = tier > market ? tier : market;
      const isVoid = before > epoch ? 1n : 0n;
      const read = [epoch, tick, tier, alarm, any, before, beforeTick, time, limits, isVoid];
      expect(await ask("head", of(each))).toEqual(read);
    }
  });

  it("changes by each step as it should and in nothing else", async () => {
    for (const each of heads()) {
      const word = of(each);
      expect(await ask("withAlarm", word)).toBe(of({ ...each, market: each.market < 2n ? 2n : each.market }));
      for (const { limits, market, before, tier, epoch, tick, time } of samples(LAYOUT)) {
        expect(await ask("withLimits", word, limits)).toBe(of({ ...each, limits }));
        expect(await ask("withMarketTier", word, Number(market))).toBe(of({ ...each, market }));
        const voided = of({ ...each, epoch: before, tier, before: each.epoch });
        // Of a tier, two bits count.
        expect(await ask("withVoid", word, before, Number(tier + 252n))).toBe(voided);
        const last = { before: each.any === 1n ? each.epoch : epoch, beforeTick: each.tick };
        const followed = of({ ...each, ...last, epoch, tick, tier, time, any: 1n });
        expect(await ask("follow", word, epoch, tick, Number(tier), time + 2n ** 40n)).toBe(followed);
      }
    }
  });
});

it("limits of ages are of 22, 22 and 7 bits", async () => {
  const LAYOUT = [["stale", 22] as const, ["frozen", 22], ["maintenance", 7]] as const;
  for (const each of samples(LAYOUT)) {
    const { stale, frozen, maintenance } = each;
    expect(await ask("packAges", stale, frozen, maintenance)).toBe(pack(LAYOUT, each));
    expect(await ask("ages", pack(LAYOUT, each))).toEqual([stale, frozen, maintenance]);
  }
});

describe("the market head", () => {
  interface Head {
    readonly epoch: number;
    readonly count: number;
    readonly alarms: bigint;
    readonly tier: number;
    readonly any: boolean;
  }
  const TIERS = [1, 2, 3] as const;
  /** The counts at which tiers 1, 2 and 3 were last reached. */
  const alarms = (counts: readonly number[]): bigint =>
    counts.reduce((sum, count, i) => sum | (BigInt(count) << BigInt(40 * i)), 0n);

  it("remembers of each tier when it was last reached, and keeps the highest that has not cooled", async () => {
    const most = 2 ** 40 - 2;
    const coolDown = 3;
    for (const count of [0, 6, most])
      for (const ago of [
        [1, 2, 3],
        [3, 2, 1],
        [2, 3, 4],
        [2, 2, 2],
        [4, 1, 3],
      ]) {
        const seen = ago.map((back) => Math.max(0, count + 1 - back));
        for (const tier of [0, 1, 2, 3]) {
          const before: Head = { epoch: 9, count, alarms: alarms(seen), tier: 1, any: count > 0 };
          const kept = TIERS.map((each) => (each <= tier ? count + 1 : (seen[each - 1] ?? 0)));
          const warm = TIERS.filter((each) => {
            const last = seen[each - 1] ?? 0;
            return each > tier && last !== 0 && count + 1 - last < coolDown;
          });
          const after = { epoch: 77, count: count + 1, alarms: alarms(kept), tier: warm.at(-1) ?? tier, any: true };
          expect(await ask("advance", before, 77n, tier, BigInt(coolDown))).toEqual(after);
        }
      }
  });
});

describe("the state of a factor", () => {
  const WIDTHS = { high: 38, low: 38, number: 32 } as const;
  type Window = Numbers<keyof typeof WIDTHS>;
  interface State {
    readonly price: bigint;
    readonly older: Window;
    readonly several: bigint;
    readonly newer: Window;
  }
  const NONE: Window = { high: 0n, low: 0n, number: 0n };
  const windowOf = ({ high, low, number }: Window) => high | (low << 38n) | (number << 76n);
  const of = ({ price, older, several, newer }: State) =>
    price | (windowOf(older) << 38n) | (several << 146n) | (windowOf(newer) << 148n);
  const most = (...all: bigint[]) => all.reduce((a, b) => (a > b ? a : b));
  const least = (...all: bigint[]) => all.reduce((a, b) => (a < b ? a : b));
  const joint = (a: Window, b: Window): Window => {
    if (a.high === 0n) return b;
    if (b.high === 0n) return a;
    const [high, low] = [most(a.high, b.high), least(a.low, b.low)];
    return { high, low, number: most(a.number, b.number) };
  };
  const windowFrom = (seed: string, number: bigint): Window => {
    const [one, other] = [drawn(`${seed}1`, 38), drawn(`${seed}2`, 38)];
    return { high: most(one, other), low: least(one, other), number };
  };
  const END = ones(32);
  const states = (): State[] => [
    { price: 1n, older: NONE, several: 0n, newer: NONE },
    { price: ones(38), older: NONE, several: 0n, newer: windowFrom("a", 5n) },
    { price: 1n, older: windowFrom("b", 3n), several: 0n, newer: windowFrom("c", 5n) },
    { price: 7n, older: windowFrom("d", 3n), several: 1n, newer: windowFrom("e", 5n) },
    { price: 7n, older: windowFrom("d", END - 1n), several: 1n, newer: windowFrom("f", END) },
    {
      ...{ price: ones(38), several: 1n },
      older: { high: ones(38), low: ones(38), number: END - 2n },
      newer: { high: ones(38), low: 1n, number: END - 1n },
    },
    { price: 2n, older: { high: 5n, low: 4n, number: 2n }, several: 0n, newer: { high: 9n, low: 1n, number: 4n } },
    { price: 2n, older: { high: 9n, low: 1n, number: 2n }, several: 0n, newer: { high: 5n, low: 4n, number: 4n } },
  ];
  const EPOCHS = [0n, 1n, 2n, 3n, 4n, 5n, 6n, END - 2n, END - 1n, END];
  const PRICES = [1n, 3n, 6n, drawn("price", 38), ones(38)];

  it("begins with a price and gives it out", async () => {
    for (const price of PRICES) expect(await ask("newFactor", price)).toBe(price);
    for (const state of states()) expect(await ask("priceOf", of(state))).toBe(state.price);
  });

  it("widens its newer window, or makes the older two one", async () => {
    for (const state of states())
      for (const window of EPOCHS.filter((each) => each >= state.newer.number))
        for (const price of PRICES) {
          const seen = { high: price, low: price, number: window };
          const isSame = state.newer.high === 0n || state.newer.number === window;
          const older = joint(state.older, state.newer);
          const several = state.older.high === 0n ? 0n : 1n;
          const next = isSame
            ? { ...state, newer: joint(state.newer, seen) }
            : { price: state.price, older, several, newer: seen };
          expect(await ask("widen", of(state), window, price)).toBe(of(next));
        }
  });

  it("gives an epoch the range of what is not after it, and of several windows all", async () => {
    for (const state of states())
      for (const epoch of EPOCHS)
        for (const price of PRICES) {
          const { older, newer, several } = state;
          const all = [{ high: price, low: price, number: 0n }];
          if (older.number <= epoch || several === 1n) all.push(older);
          if (newer.number <= epoch) all.push(newer);
          const { high, low } = all.reduce(joint);
          expect(await ask("rangeUpTo", of(state), epoch, price)).toEqual([high, low]);
        }
  });

  it("is settled with a price, and keeps what is after the epoch", async () => {
    for (const state of states())
      for (const epoch of EPOCHS) {
        const isOlderLeft = state.older.number > epoch;
        const next = {
          price: 6n,
          older: isOlderLeft ? state.older : NONE,
          several: isOlderLeft ? state.several : 0n,
          newer: state.newer.number > epoch ? state.newer : NONE,
        };
        expect(await ask("settle", of(state), epoch, 6n)).toBe(of(next));
      }
  });
});
