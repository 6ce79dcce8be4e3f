/** Inputs of each statement that a slip in it should show at: honest ones, the lies of `test/circuits`, limits that bind, and random ones. */

import { BallastError } from "../../../model/errors.ts";
import { buildMarketInput } from "../../../model/market-witness.ts";
import type { Policy } from "../../../model/policy.ts";
import { lots, RANGE } from "../../../model/units.ts";
import type { CircuitInputs } from "../../../prover/artifacts/witness-calculator.ts";
import { book, HELD, scene } from "../../circuits/support/base-scene.ts";
import { inputOf, verdictOf } from "../../circuits/support/case-input.ts";
import { inventedRows } from "../../circuits/support/invented-rows.ts";
import { maintain, reduce, refresh } from "../../circuits/support/lies/lie.ts";
import { voidEdges } from "../../circuits/support/void-edges.ts";
import { nearCase } from "../../support/near-case.ts";
import { type Case, randomCase } from "../../support/random-case.ts";
import { randomMarketCase } from "../../support/random-market.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import type { Instance } from "../instances.ts";
import { edgesOf } from "./edges.ts";

/** An input, and whether it has a witness. */
export type Vector = { readonly input: CircuitInputs; readonly accepted: boolean; readonly what: string };
/** Honest inputs, and the rest. */
export type Battery = { readonly honest: readonly Vector[]; readonly others: readonly Vector[] };

const HONEST = 4;
/** Random changes of a book, accepted or not; random markets; random wrong rows. */
const RANDOM = 30;
/** Random changes of a book that are accepted, for their edges. */
const ACCEPTED = 60;
/** Neighbours of each random change of a book. */
const NEIGHBOURS = 9;

/** The inputs of a statement; equal seeds give equal ones. */
export function batteryOf(instance: Instance, seed: string): Battery {
  const honest = Array.from({ length: HONEST }, (_, i) => ({
    input: instance.input(`${seed}/${i}`),
    accepted: true,
    what: `honest input ${i}`,
  }));
  const lies = (instance.lies?.() ?? []).map((input, i) => ({ input, accepted: false, what: `lie ${i}` }));
  if (instance.template === "MarketUpdate") return { honest, others: [...lies, ...markets(seed)] };
  if (instance.template === "RowVoid") return { honest, others: [...lies, ...voidEdges(), ...voids(instance, seed)] };
  if (instance.template !== "SizeUpdate") return { honest, others: lies };
  return {
    honest: [...scenes(), ...honest],
    others: [...limits(), ...lies, ...invented(), ...edges(seed), ...random(seed)],
  };
}

/** A hedge is bought back: the worst loss rises, contingencies fall, and the factor between the two decides. */
const unhedge: Partial<Case> = {
  book: book([
    [17, 40_000n],
    [30, -100_000n],
  ]),
  change: { mode: "reduce", sizes: [{ instrument: 30, size: lots(-90_000n) }], tradeSalt: 3n },
  policy: { ...scene().policy, imFactor: 500 },
};
/** Cash and a collateral asset at the ends of their ranges, before and after. */
const fullest: Partial<Case> = {
  ...refresh,
  book: { ...book(HELD.slice(0, 2), RANGE.cash.most), collateral: [RANGE.collateral.most, 0n, 0n, 0n] },
};

const SCENES = [{}, refresh, maintain, reduce, unhedge, fullest].map((parts) => scene(parts));

const scenes = (): Vector[] => SCENES.flatMap((one, i) => vector(one, `scene ${i}`));

/** The edges of the limits of scenes and of random changes that are accepted: so many that each number binds in some. */
const edges = (seed: string): Vector[] =>
  [...SCENES, ...acceptedOnes(seed)].flatMap((one, i) =>
    [...edgesOf(one)].flatMap((edge, j) => vector(edge, `edge ${j} of case ${i}`)),
  );

function acceptedOnes(seed: string): Case[] {
  const found: Case[] = [];
  for (let i = 0; found.length < ACCEPTED; i++) {
    const one = randomCase(`edges/${seed}/${i}`);
    if (verdictOf(one).accepted) found.push(one);
  }
  return found;
}

/** Scenes of each mode with one limit of the policy so low, or one rate so high, that it may refuse. */
function limits(): Vector[] {
  const most = 2 ** 24 - 1;
  const low = ["leverage", "deltaLimit", "gammaLimit", "vegaLimit", "atrRisk", "participation", "horizon", "borrow"];
  const full: Partial<Policy>[] = [
    ...low.map((name) => ({ [name]: 0 })),
    { kellyFraction: 1 },
    { riskShare: 1 },
    { imFactor: most },
    { basis: most },
    { volTarget: 0n },
  ];
  return [
    ...full.flatMap((policy) => limited({}, policy)),
    ...[{ mmFactor: most }, { mmShare: most }].flatMap((policy) => limited(maintain, policy)),
    ...[{ slippage: 0 }, { slippage: most }, { imFactor: most }].flatMap((policy) => limited(reduce, policy)),
  ];
}

function limited(parts: Partial<Case>, policy: Partial<Policy>): Vector[] {
  const one = scene(parts);
  const what = `${one.change.mode} with ${Object.keys(policy)} at ${Object.values(policy)}`;
  return vector({ ...one, policy: { ...one.policy, ...policy } }, what);
}

/** Rows that the sheet does not have, in every slot and use, beside the same rows in a sheet that has them. */
const invented = (): Vector[] =>
  [0, 2, 4, 6].flatMap((turn) => {
    const { honest, signed, lies } = inventedRows("desk-8", 0, turn);
    const right = [honest, signed].map((input) => ({ input: input as CircuitInputs, accepted: true }));
    const wrong = lies.map(({ forged }) => ({ input: forged as CircuitInputs, accepted: false }));
    return [...right, ...wrong].map((one, i) => ({ ...one, what: `invented rows turned by ${turn}, ${i}` }));
  });

/** Random changes, and neighbours of each, where verdicts turn: what a slip adds to a sum shows where a limit just binds. */
function random(seed: string): Vector[] {
  return Array.from({ length: RANDOM }, (_, i) => `mutation/${seed}/${i}`).flatMap((own) => {
    const first = randomCase(own);
    const stream = seededRandom(`near/${own}`);
    const near = Array.from({ length: NEIGHBOURS }, () => nearCase(first, stream));
    return [first, ...near].flatMap((one, i) => vector(one, `${own}, ${i}`));
  });
}

/** Random markets at every tier, each also with a level that is not its own: no choice of the prover shows another. */
function markets(seed: string): Vector[] {
  return Array.from({ length: RANDOM }, (_, i) => `mutation/${seed}/${i}`).flatMap((own) => {
    const { previous, bars, model } = randomMarketCase(own);
    const input = buildMarketInput(previous, bars, model);
    const other = { ...input, level: (input.level as bigint) + (input.level === 0n ? 1n : -1n) };
    return [
      { input, accepted: true, what: `market ${own}` },
      { input: other, accepted: false, what: `market ${own} at another level` },
    ];
  });
}

/** Rows that are wrong in a random cell, which lies about right rows never are. */
const voids = ({ input }: Instance, seed: string): Vector[] =>
  Array.from({ length: RANDOM }, (_, i) => `mutation/${seed}/${i}`).map((own) => ({
    input: input(own),
    accepted: true,
    what: `wrong row ${own}`,
  }));

/** A case as a vector; none where it leads to no book, or is bad input. */
function vector(one: Case, what: string): Vector[] {
  try {
    const input = inputOf(one);
    return input === undefined ? [] : [{ input: input as CircuitInputs, accepted: verdictOf(one).accepted, what }];
  } catch (error) {
    if (error instanceof BallastError) return [];
    throw error;
  }
}
