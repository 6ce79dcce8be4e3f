import { type Book, commit, type Slot } from "./book.ts";
import { type Call, modeNumber, packCall } from "./call.ts";
import { ARITY, LEGS, SCENARIOS, SHEET_DEPTH } from "./classes.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import { type Field, toField } from "./field.ts";
import { abs, at, times } from "./integers.ts";
import type { Market } from "./market.ts";
import { type Policy, RATIO_FIELDS } from "./policy.ts";
import { riskRootOf } from "./risk-root.ts";
import { nettingCharge } from "./rules/contingency.ts";
import type { Scene } from "./rules/facts.ts";
import { haircutValues } from "./rules/haircut.ts";
import { addPosition, collateralTotals, type Totals } from "./rules/totals.ts";
import { worstLoss, worstScenario } from "./rules/worst-loss.ts";
import { headerElements, placeOf, type RiskRow, rowLeaf, rowOf, rowPacked, type Sheet, sheetTree } from "./sheet.ts";
import { nodeHash } from "./sheet-tree.ts";
import { type OwnTrade, tradeCommitment } from "./trade.ts";
import type { Transition } from "./transition.ts";

/** A signal or an array of signals. */
export type SignalValue = bigint | readonly SignalValue[];

/** Every input of `size-update` by its name, public ones first. */
export type CircuitInput = Readonly<Record<string, SignalValue>>;

/** What an input is built from. Nothing here is judged: a change that breaks a rule gives an unsatisfiable input. */
export interface CircuitInputParts {
  readonly oldBook: Book;
  readonly newBook: Book;
  /** The instrument whose row each slot opens, 0 for none; `transition` gives it. */
  readonly used: readonly number[];
  readonly trade: OwnTrade | null;
  readonly call: Call;
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
}

/** The row of an empty slot. */
const EMPTY_ROW: RiskRow = {
  instrument: 0,
  factor: 0,
  settled: false,
  mark: 0n,
  delta: 0n,
  depth: 0n,
  contingencyLong: 0n,
  contingencyShort: 0n,
  gamma: 0n,
  vega: 0n,
  shocks: times(SCENARIOS, () => 0n),
};

/** A path that leads from the empty row's leaf to some node, with nothing beside it. */
const EMPTY_PATH: readonly (readonly Field[])[] = (() => {
  const path: Field[][] = [];
  let node = rowLeaf(EMPTY_ROW);
  for (let height = 0; height < SHEET_DEPTH - 1; height++) {
    const children = [node, ...times(ARITY - 1, () => 0n as Field)];
    path.push(children);
    node = nodeHash(children);
  }
  return path;
})();

interface OpenRow {
  readonly row: RiskRow;
  readonly path: readonly (readonly Field[])[];
}

function openRow(sheet: Sheet, instrument: number): OpenRow {
  if (instrument === 0) return { row: EMPTY_ROW, path: EMPTY_PATH };
  const [row, place] = [rowOf(sheet, instrument), placeOf(sheet, instrument)];
  if (row !== undefined && place !== undefined) return { row, path: sheetTree(sheet).path(place) };
  throw inputError({
    code: MODEL_CODES.unknownInstrument,
    file: "witness",
    path: "used",
    problem: `instrument ${instrument} has no row in the risk sheet`,
    remedy: "Use the sheet of this epoch.",
  });
}

const signOf = (value: bigint): bigint => (value < 0n ? 1n : 0n);

function bookSignals({ oldBook, newBook, used }: CircuitInputParts): CircuitInput {
  const sign = (slot: Slot): bigint => signOf(slot.size);
  const magnitude = (slot: Slot): bigint => abs(slot.size);
  return {
    instrument: used.map(BigInt),
    oldSign: oldBook.slots.map(sign),
    oldMag: oldBook.slots.map(magnitude),
    newSign: newBook.slots.map(sign),
    newMag: newBook.slots.map(magnitude),
    oldCash: toField(oldBook.cash),
    oldCollateral: oldBook.collateral,
    oldSalt: oldBook.salt,
    newSalt: newBook.salt,
  };
}

function tradeSignals(own: OwnTrade | null): CircuitInput {
  const leg = (i: number): { instrument: number; lots: bigint } => own?.trade.legs[i] ?? { instrument: 0, lots: 0n };
  return {
    legInstrument: times(LEGS, (i) => BigInt(leg(i).instrument)),
    legSign: times(LEGS, (i) => signOf(leg(i).lots)),
    legMag: times(LEGS, (i) => abs(leg(i).lots)),
    tradeCash: toField(own?.trade.cash ?? 0n),
    tradeSalt: own?.trade.salt ?? 0n,
  };
}

function marketSignals({ factors, covariance }: Market): CircuitInput {
  return {
    price: factors.map(({ price }) => price),
    atr: factors.map((factor) => factor.atr),
    cov: covariance.map(toField),
  };
}

function policySignals(policy: Policy): CircuitInput {
  return {
    ratios: RATIO_FIELDS.map((name) => BigInt(policy[name])),
    atrRisk: BigInt(policy.atrRisk),
    participation: BigInt(policy.participation),
    horizon: BigInt(policy.horizon),
    kellyFraction: BigInt(policy.kellyFraction),
    riskShare: BigInt(policy.riskShare),
    scale: policy.scale.map(BigInt),
    volTarget: policy.volTarget,
    driftSign: policy.drift.map(signOf),
    driftMag: policy.drift.map(abs),
    slope: policy.haircuts.map((lines) => lines.map(({ slope }) => BigInt(slope))),
    intercept: policy.haircuts.map((lines) => lines.map(({ intercept }) => intercept)),
  };
}

function sheetSignals(sheet: Sheet, opened: readonly OpenRow[]): CircuitInput {
  const rows = opened.map(({ row }) => row);
  return {
    header: headerElements(sheet),
    top: sheetTree(sheet).top,
    path: opened.map(({ path }) => path),
    rowPacked: rows.map(rowPacked),
    rowFactor: rows.map(({ factor }) => BigInt(factor)),
    rowSettled: rows.map(({ settled }) => (settled ? 1n : 0n)),
    rowDepth: rows.map(({ depth }) => depth),
    rowMark: rows.map(({ mark }) => mark),
    rowDelta: rows.map(({ delta }) => toField(delta)),
    rowContLong: rows.map(({ contingencyLong }) => contingencyLong),
    rowContShort: rows.map(({ contingencyShort }) => contingencyShort),
  };
}

/** The prover's free choices, made as an honest prover makes them: each as good for the account as its rule allows. */
function hintSignals(scene: Scene, parts: CircuitInputParts, opened: readonly OpenRow[]): CircuitInput {
  const { market, sheet, policy } = scene;
  const base = collateralTotals(market, sheet, parts.newBook.collateral);
  const totals = (book: Book): Totals =>
    book.slots.reduce((sum, slot, j) => addPosition(sum, at(opened, j).row, slot.size), base);
  const after = totals(parts.newBook);
  const scenario = worstScenario(totals(parts.oldBook).scenario);
  const oneHot = (count: number, index: number): bigint[] => times(count, (i) => (i === index ? 1n : 0n));
  return {
    haircut: haircutValues(policy, market, parts.newBook.collateral),
    worstLoss: worstLoss(after.scenario),
    nettingCharge: nettingCharge(policy.basis, after.exposure).charge,
    oldElement: oneHot(11, scenario === undefined ? -1 : Math.floor(scenario / 3)),
    oldWindow: oneHot(3, scenario === undefined ? -1 : scenario % 3),
  };
}

/**
 * Every input of the circuit for a change, with honest hints. It does not judge: only what cannot be written down at all
 * is refused (a book that is not well-formed, a trade that is not canonical, an instrument without a row).
 * Throws BallastError BAL-104…106 or RangeError.
 *
 * @example
 * const { newBook, used, trade } = transition(book, change, sheet, { salt });
 * buildCircuitInput({ oldBook: book, newBook, used, trade, call: callOf(t, context), market, sheet, policy });
 */
export function buildCircuitInput(parts: CircuitInputParts): CircuitInput {
  const { market, sheet, policy } = parts;
  const opened = parts.used.map((instrument) => openRow(sheet, instrument));
  return {
    oldCommitment: commit(parts.oldBook),
    newCommitment: commit(parts.newBook),
    riskRoot: riskRootOf(market, sheet, policy),
    trade: tradeCommitment(parts.trade?.trade ?? null),
    call: packCall(parts.call),
    ...bookSignals(parts),
    ...tradeSignals(parts.trade),
    ...marketSignals(market),
    ...policySignals(policy),
    tier: BigInt(market.tier),
    ...sheetSignals(sheet, opened),
    ...hintSignals({ market, sheet, policy }, parts, opened),
  };
}

/** The call that belongs to a transition; `context` are the low 180 bits of the context hash. */
export function callOf({ plan, trade, flow }: Transition, context: bigint): Call {
  return { context, mode: modeNumber(plan.mode), side: trade?.side ?? 0, flow };
}

/** The five public inputs in their order. */
export function publicInputs(input: CircuitInput): bigint[] {
  return ["oldCommitment", "newCommitment", "riskRoot", "trade", "call"].map((name) => {
    const value = input[name];
    if (typeof value !== "bigint") throw new RangeError(`circuit input without ${name}`);
    return value;
  });
}
