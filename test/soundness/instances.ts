/** The statements that ship, and random honest inputs of each. */

import { type Book, commit } from "../../model/book.ts";
import { packMoveCall } from "../../model/call.ts";
import { buildMoveInput, moveBook } from "../../model/class-move.ts";
import { type BookClass, FACTORS } from "../../model/classes.ts";
import { toField } from "../../model/field.ts";
import { times } from "../../model/integers.ts";
import { type Market, UNUSED_FACTOR } from "../../model/market.ts";
import { riskMetrics } from "../../model/market-model.ts";
import { buildMarketInput } from "../../model/market-witness.ts";
import { isCollateral } from "../../model/row-terms.ts";
import { buildVoidInput, type RowClaim, VOID_REASONS } from "../../model/row-void.ts";
import { micros } from "../../model/units.ts";
import type { CircuitInput } from "../../model/witness.ts";
import type { CircuitInputs } from "../../prover/artifacts/witness-calculator.ts";
import { inputOf, verdictOf } from "../circuits/support/case-input.ts";
import { bookLies } from "../circuits/support/lies/books.ts";
import { choiceLies } from "../circuits/support/lies/choices.ts";
import type { Lie } from "../circuits/support/lies/lie.ts";
import { modeLies } from "../circuits/support/lies/modes.ts";
import { riskRootLies } from "../circuits/support/lies/risk-root.ts";
import { tradeLies } from "../circuits/support/lies/trades.ts";
import { copyInput, reseal } from "../circuits/support/reseal.ts";
import { unsignedRow } from "../circuits/support/unsigned-row.ts";
import { randomCase } from "../support/random-case.ts";
import { rightClaim, wrongClaim } from "../support/random-claim.ts";
import { type SeededRandom, seededRandom } from "../support/seeded-random.ts";

/** A shipped statement. */
export type Instance = {
  readonly name: string;
  readonly main: string;
  /** The template of its main component. */
  readonly template: string;
  /** Inputs that have a witness; equal seeds give equal inputs. */
  input(seed: string): CircuitInputs;
  /** Inputs that no honest prover has, their public signals recomputed where a liar could. */
  lies?(): CircuitInputs[];
};

/** Every line of `circuits/instances.json` that is not built on demand; a test compares the two. */
export const INSTANCES: readonly Instance[] = [
  {
    name: "size-update-desk-8",
    main: "circuits/main/size-update-desk-8.circom",
    template: "SizeUpdate",
    input: (seed) => sizeUpdate(seed, "desk-8"),
    lies: sizeUpdateLies,
  },
  {
    name: "market-update-f8",
    main: "circuits/main/market-update-f8.circom",
    template: "MarketUpdate",
    input: marketUpdate,
    lies: marketUpdateLies,
  },
  {
    name: "class-move-desk-8-desk-16",
    main: "circuits/main/class-move-desk-8-desk-16.circom",
    template: "ClassMove",
    input: (seed) => classMove(seed, "desk-8", "desk-16"),
    lies: classMoveLies,
  },
  {
    name: "row-void",
    main: "circuits/main/row-void.circom",
    template: "RowVoid",
    input: rowVoid,
    lies: rowVoidLies,
  },
];

/** The lines that are built on demand, one statement for each larger class: examined by a full run, never by the tests. */
export const ON_DEMAND: readonly Instance[] = [
  ...(["desk-16", "fund-64"] as const).map((bookClass) => ({
    name: `size-update-${bookClass}`,
    main: `circuits/main/size-update-${bookClass}.circom`,
    template: "SizeUpdate",
    input: (seed: string) => sizeUpdate(seed, bookClass),
  })),
  {
    name: "class-move-desk-16-fund-64",
    main: "circuits/main/class-move-desk-16-fund-64.circom",
    template: "ClassMove",
    input: (seed) => classMove(seed, "desk-16", "fund-64"),
  },
];

function sizeUpdate(seed: string, bookClass: BookClass): CircuitInputs {
  for (let i = 0; ; i++) {
    const one = randomCase(`${seed}/${i}`, bookClass);
    const input = verdictOf(one).accepted ? inputOf(one) : undefined;
    if (input !== undefined) return input as CircuitInputs;
  }
}

/** The structural lies that `test/circuits` tells about a book, a trade, a market or a mode. */
function sizeUpdateLies(): CircuitInputs[] {
  const all: readonly Lie[] = [...bookLies, ...riskRootLies, ...tradeLies, ...choiceLies, ...modeLies];
  return all.map(({ from, tell, keepPublic }) => {
    const forged = copyInput(from);
    tell(forged);
    return (keepPublic ? forged : reseal(forged)) as CircuitInputs;
  });
}

function marketUpdate(seed: string): CircuitInputs {
  return marketOf(seed, seededRandom(`count/${seed}`).integer(1, FACTORS));
}

/** Bars that give a factor without a feed another high: only the line that holds unused bars at 1 can object. */
function marketUpdateLies(): CircuitInputs[] {
  return times(FACTORS - 1, (i) => {
    const input = marketOf("lies", 1);
    const f = i + 1;
    const bars = input.bars as readonly bigint[];
    const high = f % 2 === 0 ? 2n ** 38n : 2n ** (38n + 115n);
    return { ...input, bars: bars.with(f >> 1, (bars[f >> 1] as bigint) + high) };
  });
}

function classMove(seed: string, from: BookClass, to: BookClass): CircuitInputs {
  const random = seededRandom(`move/${seed}`);
  const { book } = randomCase(seed, from);
  return buildMoveInput(book, to, random.bigint(1n, 2n ** 248n - 1n), packMoveCall(random.magnitude(180)));
}

/** New books with other numbers than the old one, another old one, classes exchanged, and calls beside a move's range. */
function classMoveLies(): CircuitInputs[] {
  const honest = classMove("lies", "desk-8", "desk-16");
  const moved = moveBook(randomCase("lies").book, "desk-16", honest.newSalt as bigint);
  const books: Book[] = [
    ...moved.slots.map((_, j) => ({
      ...moved,
      slots: moved.slots.with(j, { instrument: 4_000_000_000 + j, size: 1n }),
    })),
    { ...moved, cash: moved.cash + 1n },
    ...moved.collateral.map((lots, k) => ({
      ...moved,
      collateral: moved.collateral.with(k, lots === 0n ? 1n : lots - 1n),
    })),
  ];
  const call = honest.call as bigint;
  return [
    ...books.map((book) => ({ ...honest, newCommitment: commit(book) })),
    { ...honest, oldCommitment: honest.newCommitment as bigint },
    { ...honest, fromDomain: honest.toDomain as bigint },
    { ...honest, toDomain: honest.fromDomain as bigint },
    ...[call + 2n ** 180n, toField(call - 3n * 2n ** 180n)].map((other) => ({ ...honest, call: other })),
  ];
}

function rowVoid(seed: string): CircuitInputs {
  return buildVoidInput(wrongClaim(seed), seededRandom(`prover/${seed}`).magnitude(160)) as CircuitInputs;
}

/** Right rows that are said to be wrong: in every way that there is, in several at once, in none; right collateral beside a row that nobody signed. */
function rowVoidLies(): CircuitInputs[] {
  const claims = times(12, (i) => rightClaim(`lies/${i}`));
  const all = (claim: RowClaim): CircuitInput[] => VOID_REASONS.map((_, reason) => buildVoidInput(claim, 1n, reason));
  const choices = [times(VOID_REASONS.length, () => 0n), times(VOID_REASONS.length, () => 1n)];
  const beside = claims
    .filter(({ terms }) => isCollateral(terms))
    .flatMap((claim) => all(claim).map((input) => ({ ...input, ...unsignedRow(claim) })));
  const plain = claims
    .slice(0, 4)
    .flatMap((claim) => [...all(claim), ...choices.map((choice) => ({ ...buildVoidInput(claim, 1n), choice }))]);
  return [...plain, ...beside] as CircuitInputs[];
}

function marketOf(seed: string, count: number): CircuitInputs {
  const random = seededRandom(`market/${seed}`);
  const longRun = times(FACTORS, (f) => (f < count ? 1n + random.magnitude(56) : 1n));
  const previous = randomMarket(random, count);
  const bars = previous.factors.map(({ price }, f) => (f < count ? randomBar(random, price) : null));
  return buildMarketInput(previous, bars, riskMetrics(count, longRun));
}

function randomMarket(random: SeededRandom, count: number): Market {
  const factors = times(FACTORS, (f) => {
    if (f >= count) return UNUSED_FACTOR;
    const price = 1n + random.magnitude(36);
    return { symbol: `F${f}`, price: micros(price), atr: micros(random.bigint(0n, price)) };
  });
  const covariance: bigint[] = [];
  for (let f = 0; f < FACTORS; f++) {
    for (let g = f; g < FACTORS; g++) {
      const used = g < count;
      covariance.push(used ? (f === g ? 2n ** 54n + random.magnitude(54) : random.signed(50)) : 0n);
    }
  }
  return { epoch: 1, tier: 0, factors, covariance };
}

/** Mostly a move of some percent; now and then more than twice the price, or a feed at fault. */
function randomBar(random: SeededRandom, last: bigint) {
  const price = random.chance(0.1) ? 1n + random.magnitude(38) : 1n + (last * random.bigint(80n, 120n)) / 100n;
  const capped = price < 2n ** 38n ? price : 2n ** 38n - 1n;
  const high = capped + random.bigint(0n, (2n ** 38n - 1n - capped) / 50n);
  const low = capped - random.bigint(0n, (capped - 1n) / 50n);
  return { price: capped, high, low, ...(random.chance(0.1) ? { flagged: true } : {}) };
}
