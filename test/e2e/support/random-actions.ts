/** Random changes of random accounts: each drawn blind, kept only if the policy accepts every side of it. */
import { sizeOf } from "../../../model/book.ts";
import type { Change } from "../../../model/change.ts";
import { explain } from "../../../model/explain.ts";
import { abs, min, sum } from "../../../model/integers.ts";
import { rowOf } from "../../../model/sheet.ts";
import { canonicalTrade } from "../../../model/trade.ts";
import type { SeededRandom } from "../../support/seeded-random.ts";
import type { EpochData } from "./market.ts";
import type { Member } from "./member.ts";

/** What kinds of actions there are. */
export const KINDS = ["trade", "deposit", "withdrawal", "refresh", "maintenance", "reduction"] as const;
export type Kind = (typeof KINDS)[number];

/** One account's part in an action. */
export interface Part {
  /** Index of the member. */
  readonly who: number;
  readonly change: Change;
}

/** One or two parts that happen together. */
export interface Action {
  readonly kind: Kind;
  readonly parts: readonly Part[];
}

const WEIGHTS: readonly Kind[] = [
  ...Array.from({ length: 9 }, () => "trade" as const),
  ...Array.from({ length: 3 }, () => "reduction" as const),
  ...Array.from({ length: 3 }, () => "deposit" as const),
  ...Array.from({ length: 3 }, () => "withdrawal" as const),
  ...Array.from({ length: 2 }, () => "refresh" as const),
  "maintenance",
];

/** Draws actions until one is accepted by all its accounts. `refused` counts the others. */
export function drawAction(
  random: SeededRandom,
  members: readonly Member[],
  data: EpochData,
  refused: { count: number },
  kinds: readonly Kind[] = WEIGHTS,
): Action {
  for (let tries = 0; tries < 400; tries++) {
    const kind = random.pick(kinds);
    const parts = partsOf(kind, random, members, data);
    if (parts?.every((part) => accepted(members, part, data))) return { kind, parts };
    refused.count += 1;
  }
  throw new Error("four hundred draws in a row were refused: the policy leaves no room");
}

/** Whether the policy accepts a part. */
export function accepted(members: readonly Member[], { who, change }: Part, data: EpochData): boolean {
  const { book } = members[who] as Member;
  const { accepted: yes } = explain(book, change, data.market, data.sheet, data.policy, { largest: false });
  return yes;
}

function partsOf(
  kind: Kind,
  random: SeededRandom,
  members: readonly Member[],
  data: EpochData,
): readonly Part[] | undefined {
  const who = random.integer(0, members.length - 1);
  const book = (members[who] as Member).book;
  switch (kind) {
    case "trade":
      return tradeParts(random, members, data);
    case "reduction":
      return reductionParts(random, members, data);
    case "deposit": {
      const asset = random.pick(["cash", "cash", 0, 1] as const);
      const amount = asset === "cash" ? random.bigint(1n, 30_000_000_000n) : random.bigint(1n, 300n);
      return [{ who, change: { mode: "full", sizes: [], flow: { asset, amount } } }];
    }
    case "withdrawal": {
      const asset = random.pick(["cash", "cash", 0, 1] as const);
      const most = asset === "cash" ? abs(book.cash) / 3n : (book.collateral[asset] ?? 0n);
      if (most < 1n) return undefined;
      return [{ who, change: { mode: "full", sizes: [], flow: { asset, amount: -random.bigint(1n, most) } } }];
    }
    case "refresh":
      return [{ who, change: { mode: "full", sizes: [] } }];
    case "maintenance":
      return isEmpty(members[who] as Member) ? undefined : [{ who, change: { mode: "maintenance", sizes: [] } }];
  }
}

/** The gate serves an account at the constant commitment in mode full only. */
const isEmpty = ({ book }: Member): boolean => book.salt === 0n;

function pairOf(random: SeededRandom, count: number): readonly [number, number] {
  const first = random.integer(0, count - 1);
  return [first, (first + random.integer(1, count - 1)) % count];
}

/** Both changes of a trade in which the first account's sizes change by `deltas` and it pays the marks plus some noise. */
function bothSides(
  random: SeededRandom,
  members: readonly Member[],
  data: EpochData,
  [first, second]: readonly [number, number],
  deltas: ReadonlyMap<number, bigint>,
  modes: readonly [Change["mode"], Change["mode"]],
): readonly Part[] | undefined {
  const legs = [...deltas].map(([instrument, lots]) => ({ instrument, lots }));
  const mark = (instrument: number): bigint => rowOf(data.sheet, instrument)?.mark ?? 0n;
  const fair = sum(legs.map(({ instrument, lots }) => lots * mark(instrument)));
  const gross = sum(legs.map(({ instrument, lots }) => abs(lots) * mark(instrument)));
  const cost = fair + (gross * random.bigint(-100n, 100n)) / 10_000n;
  const tradeSalt = random.bigint(1n, 2n ** 248n - 1n);
  if (canonicalTrade(legs, cost, tradeSalt) === null) return undefined;
  const part = (who: number, sign: bigint, mode: Change["mode"]): Part => {
    const { book } = members[who] as Member;
    const sizes = legs.map(({ instrument, lots }) => ({ instrument, size: sizeOf(book, instrument) + sign * lots }));
    return { who, change: { mode, sizes, cost: sign * cost, tradeSalt } };
  };
  return [part(first, 1n, modes[0]), part(second, -1n, modes[1])];
}

function tradeParts(random: SeededRandom, members: readonly Member[], data: EpochData): readonly Part[] | undefined {
  const open = data.sheet.rows.filter((row) => !row.settled);
  const deltas = new Map<number, bigint>();
  for (let leg = random.integer(1, 3); leg > 0; leg--) {
    const lots = random.bigint(-400n, 400n);
    if (lots !== 0n) deltas.set(random.pick(open).instrument, lots);
  }
  return bothSides(random, members, data, pairOf(random, members.length), deltas, ["full", "full"]);
}

/** Two accounts that stand against each other give up part of what both hold; at least one of them in mode reduce. */
function reductionParts(
  random: SeededRandom,
  members: readonly Member[],
  data: EpochData,
): readonly Part[] | undefined {
  const pair = pairOf(random, members.length);
  const [one, other] = pair.map((who) => (members[who] as Member).book);
  if (one === undefined || other === undefined) return undefined;
  const shared = data.sheet.rows.filter(
    ({ instrument, settled }) => !settled && sizeOf(one, instrument) * sizeOf(other, instrument) < 0n,
  );
  if (shared.length === 0) return undefined;
  const { instrument } = random.pick(shared);
  const [mine, theirs] = [sizeOf(one, instrument), sizeOf(other, instrument)];
  const most = min(abs(mine), abs(theirs));
  const lots = random.chance(0.4) ? most : random.bigint(1n, most);
  const modes = random.pick([["reduce", "reduce"] as const, ["reduce", "full"] as const]);
  return bothSides(random, members, data, pair, new Map([[instrument, mine > 0n ? -lots : lots]]), modes);
}
