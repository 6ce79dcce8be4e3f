/**
 * Model against circuit for the statements: random inputs, and around each of them some that differ by little, where verdicts turn. The shipped constraints judge
 * (`machine.ts`); of every few inputs one is also given to the witness generator, and both have to come to the same.
 */

import { packMoveCall } from "../../../model/call.ts";
import { buildMoveInput } from "../../../model/class-move.ts";
import { FACTORS } from "../../../model/classes.ts";
import { BallastError } from "../../../model/errors.ts";
import { abs, at, max, min } from "../../../model/integers.ts";
import { covarianceIndex } from "../../../model/market.ts";
import { stepMarket } from "../../../model/market-update.ts";
import { buildMarketInput } from "../../../model/market-witness.ts";
import { buildVoidInput, rowDifferences } from "../../../model/row-void.ts";
import type { CircuitInputs } from "../../../prover/artifacts/witness-calculator.ts";
import { inputOf, verdictOf } from "../../circuits/support/case-input.ts";
import { nearCase } from "../../support/near-case.ts";
import { type Case, randomCase } from "../../support/random-case.ts";
import { rightClaim, wrongClaim } from "../../support/random-claim.ts";
import { type MarketCase, MOST_PRICE, randomBar, randomMarketCase } from "../../support/random-market.ts";
import { type SeededRandom, seededRandom } from "../../support/seeded-random.ts";
import { INSTANCES } from "../instances.ts";
import { StatementMachine } from "./machine.ts";
import type { Agreement } from "./template.ts";

/** Inputs that share what a random one is made of, itself included. */
const GROUP = 20;
/** Of so many inputs one is given to the witness generator as well. */
const CHECKED = 40;

/** An input and what the model says of it. Without an input there is nothing to prove, and the model may not accept. */
type Vector = {
  readonly input: CircuitInputs | undefined;
  readonly accepts: boolean;
  /** Public outputs that an accepted input must have. */
  readonly outputs?: Readonly<Record<string, bigint>>;
};

/** The inputs of one group, from its seed; fewer than a group where the model calls a neighbour bad input. */
type Draw = (seed: string) => Iterable<Vector>;

const DRAWS: Readonly<Record<string, Draw>> = {
  SizeUpdate: sizeUpdates,
  MarketUpdate: marketUpdates,
  ClassMove: classMoves,
  RowVoid: rowVoids,
};

/** A row is shown to be wrong exactly by pointing at a difference that is one: of a row with an altered cell, and of a right one. */
function* rowVoids(seed: string): Iterable<Vector> {
  for (const claim of [wrongClaim(seed), rightClaim(seed)]) {
    for (const [reason, difference] of rowDifferences(claim).entries())
      yield { input: buildVoidInput(claim, 1n, reason) as CircuitInputs, accepts: difference !== 0n };
  }
}

/** A change is accepted by `explain` exactly when its honest witness satisfies the constraints. */
function* sizeUpdates(seed: string): Iterable<Vector> {
  const random = seededRandom(`near/${seed}`);
  const first = randomCase(seed);
  yield sizeVector(first) as Vector;
  for (let i = 1; i < GROUP; i++) {
    const vector = sizeVector(nearCase(first, random));
    if (vector !== undefined) yield vector;
  }
}

function sizeVector(one: Case): Vector | undefined {
  try {
    return { accepts: verdictOf(one).accepted, input: inputOf(one) as CircuitInputs | undefined };
  } catch (error) {
    if (error instanceof BallastError) return undefined;
    throw error;
  }
}

/** Every step that the model takes is provable with the model's tier, and with no other claim about the tier. */
function* marketUpdates(seed: string): Iterable<Vector> {
  const random = seededRandom(`near/${seed}`);
  const first = randomMarketCase(seed);
  for (let i = 0; i < GROUP; i++) {
    const one = i === 0 ? first : { ...first, bars: first.bars.map((bar, f) => nearBar(random, first, bar, f)) };
    yield i % 3 === 2 ? otherClaim(random, one) : honestStep(one);
  }
}

function honestStep({ previous, bars, model }: MarketCase): Vector {
  const step = stepMarket(previous, bars, model);
  const input = buildMarketInput(previous, bars, model, step) as CircuitInputs;
  return { input, accepts: true, outputs: { tier: BigInt(step.market.tier) } };
}

/** A claim about the tier, mostly another one than the model's: right exactly when the level is the model's and the named factor reaches it as said. */
function otherClaim(random: SeededRandom, one: MarketCase): Vector {
  const { previous, bars, model } = one;
  const step = stepMarket(previous, bars, model);
  const [level, factor, byMove] = [random.integer(0, 3), random.integer(0, FACTORS - 1), random.integer(0, 1)];
  const honest = buildMarketInput(previous, bars, model, step) as CircuitInputs;
  const input = { ...honest, level: BigInt(level), tierFactor: BigInt(factor), tierByMove: BigInt(byMove) };
  const threshold = model.tiers[level - 1];
  const reaches =
    threshold === undefined ||
    (byMove === 1
      ? abs(at(step.steps, factor).change) >= threshold.move
      : 10_000n * at(step.market.covariance, covarianceIndex(factor, factor)) >=
        BigInt(threshold.varianceRatio) * at(model.longRun, factor));
  return { input, accepts: level === step.level && reaches, outputs: { tier: BigInt(step.market.tier) } };
}

type Bars = MarketCase["bars"];

function nearBar(random: SeededRandom, { previous }: MarketCase, bar: Bars[number], f: number): Bars[number] {
  if (bar === null || random.chance(0.5)) return bar;
  if (random.chance(0.3)) return randomBar(random, at(previous.factors, f).price);
  const price = max(1n, min(MOST_PRICE, bar.price + random.pick([1n, -1n, random.signed(12)])));
  return { ...bar, price, high: max(price, bar.high), low: min(price, bar.low) };
}

/** Every book moves, with the model's public signals and no others. */
function* classMoves(seed: string): Iterable<Vector> {
  const random = seededRandom(`move/${seed}`);
  const { book } = randomCase(seed);
  for (let i = 0; i < GROUP; i++) {
    const call = packMoveCall(random.magnitude(180));
    const input = buildMoveInput(book, "desk-16", random.magnitude(248), call);
    if (i % 3 !== 2) {
      yield { input: input as CircuitInputs, accepts: true };
      continue;
    }
    const other = random.pick(["oldCommitment", "newCommitment", "fromDomain", "toDomain", "cash", "collateral"]);
    const changed = (input[other] as bigint) ^ (1n << BigInt(random.integer(0, 80)));
    yield { input: { ...input, [other]: changed } as CircuitInputs, accepts: false };
  }
}

/** Statements with a random model to compare with. */
export const STATEMENTS: readonly string[] = INSTANCES.filter(({ template }) => template in DRAWS).map(
  ({ name }) => name,
);

/** A machine takes seconds to open; where it stands makes no difference. */
const machines = new Map<string, Promise<StatementMachine>>();

function machineOf({ name, main, input }: (typeof INSTANCES)[number]): Promise<StatementMachine> {
  const known = machines.get(name) ?? StatementMachine.open(main, input("start"));
  machines.set(name, known);
  return known;
}

/** Compares `count` random inputs; equal seeds give equal ones. @throws Error for a statement without a comparison. */
export async function compareStatement(name: string, seed: string, count: number): Promise<Agreement> {
  const instance = INSTANCES.find((one) => one.name === name);
  const draw = DRAWS[instance?.template ?? ""];
  if (instance === undefined || draw === undefined)
    throw new Error(`differential/statement.ts has no comparison for ${name}`);
  const machine = await machineOf(instance);
  const disagreements: string[] = [];
  let [done, accepted] = [0, 0];
  for (let group = 0; done < count; group++) {
    for (const vector of draw(`${seed}/${group}`)) {
      if (done === count) break;
      const said = judged(machine, vector, done % CHECKED === 0);
      if (said.accepted) accepted++;
      if (said.problem !== undefined) disagreements.push(`group ${seed}/${group}, input ${done}: ${said.problem}`);
      done++;
    }
  }
  return { subject: name, vectors: count, accepted, refused: count - accepted, disagreements };
}

type Said = { readonly accepted: boolean; readonly problem?: string | undefined };

function judged(machine: StatementMachine, { input, accepts, outputs = {} }: Vector, isChecked: boolean): Said {
  if (input === undefined)
    return { accepted: false, problem: accepts ? "the model accepts a change that leads to no book" : undefined };
  const accepted = machine.accepts(input);
  const [model, circuit] = [accepts, accepted].map((yes) => (yes ? "accepts" : "refuses"));
  if (accepts !== accepted) return { accepted, problem: `the model ${model} it, the circuit ${circuit} it` };
  const other = Object.entries(outputs).find(([output, value]) => accepted && machine.read(output) !== value);
  if (other !== undefined) return { accepted, problem: `the circuit has another ${other[0]}` };
  return { accepted, problem: isChecked ? machine.differenceFromGenerator(input, accepted) : undefined };
}
