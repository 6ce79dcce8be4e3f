import { type Book, commit, type Slot } from "./book.ts";
import { type Call, modeNumber, packCall } from "./call.ts";
import { LEGS } from "./classes.ts";
import { toField } from "./field.ts";
import { abs, at, times } from "./integers.ts";
import type { Market } from "./market.ts";
import { type Policy, RATIO_FIELDS } from "./policy.ts";
import { riskRootOf } from "./risk-root.ts";
import { nettingCharge } from "./rules/contingency.ts";
import type { Scene } from "./rules/facts.ts";
import { haircutValues } from "./rules/haircut.ts";
import { addPosition, collateralTotals, type Totals } from "./rules/totals.ts";
import { worstLoss, worstScenario } from "./rules/worst-loss.ts";
import type { Sheet } from "./sheet.ts";
import { marketSignals, type OpenRow, openSheetRow, sheetSignals } from "./sheet-opening.ts";
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
  const opened = parts.used.map((instrument) => openSheetRow(sheet, instrument));
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
