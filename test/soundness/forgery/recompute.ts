/** Recomputation after a change: only what follows from the changed signals is computed again, and whoever watches is told of each change and of each signal that is final. */

import { inverse, R, toField } from "../../../model/field.ts";
import { BitQueue } from "../system/bit-queue.ts";
import { FlatForm, reduced } from "../system/flat-form.ts";
import { evaluate, type Form, formOf, termsOf, weightIn } from "../system/form.ts";
import { type Constraint, residueAt, type System, wiresIn } from "../system/system.ts";
import { isSolvable, outputsOf, readsOf, type Step } from "./order.ts";

/** Looks on while a witness changes. */
export type Watcher = {
  /** A signal has another value; it may change again. */
  touched(wire: number): void;
  /** Whatever steps below this number give is final. Says whether enough has been seen, which ends the recomputation. */
  settled(step: number): boolean;
};

/** A forged witness over one system. */
export type Forged = {
  /** The signals whose value differs from the honest one. */
  readonly changed: readonly number[];
};

/** How a forgery is told. */
export type Telling = {
  /** The prover's other decisions stay as they were instead of following. Default false. */
  readonly isStubborn?: boolean;
  /** Looks on, and may end the recomputation. */
  readonly watcher?: Watcher;
};

/** A witness over one system that can be changed, looked at and put back. */
export class Recomputation {
  readonly system: System;
  readonly #runs: readonly Run[];
  readonly #outputs: readonly (readonly number[])[];
  readonly #isDecision: readonly boolean[];
  /** The step that gives a signal, −1 for inputs. */
  readonly stepOf: Int32Array;
  /** Steps that read a signal, ascending. */
  readonly #readers: readonly (readonly number[])[];
  readonly #agenda: BitQueue;
  #values: bigint[] = [];
  /** Signals touched in the present round, the values that they had before it, and the round in which each signal was touched last. */
  #touched: number[] = [];
  readonly #before: bigint[] = [];
  readonly #touchedIn: Int32Array;
  /** Signals that are forced. */
  readonly #isForced: Uint8Array;
  #round = 0;

  constructor(system: System, steps: readonly Step[]) {
    this.system = system;
    this.stepOf = new Int32Array(system.wires).fill(-1);
    this.#touchedIn = new Int32Array(system.wires);
    this.#isForced = new Uint8Array(system.wires);
    this.#outputs = steps.map(outputsOf);
    this.#runs = steps.map((step) => runOf(system, step));
    this.#isDecision = steps.map(({ kind }) => ["division", "limbs", "signed"].includes(kind));
    this.#agenda = new BitQueue(steps.length);
    const readers: number[][] = Array.from({ length: system.wires }, () => []);
    steps.forEach((step, i) => {
      for (const wire of outputsOf(step)) this.stepOf[wire] = i;
      for (const wire of readsOf(system, step)) (readers[wire] as number[]).push(i);
    });
    this.#readers = readers;
  }

  /** Starts from an honest witness: one value per wire, the same within a class. */
  start(witness: readonly bigint[]): void {
    this.#values = [...witness];
  }

  /** The present value of a signal. */
  read(wire: number): bigint {
    return this.#values[wire] as bigint;
  }

  /** The present values, by representative of a class. */
  get values(): readonly bigint[] {
    return this.#values;
  }

  /**
   * Forces signals, recomputes what follows, shows the result to `look` and puts everything back.
   * @param forced values by representative of a class.
   */
  forge<T>(
    forced: ReadonlyMap<number, bigint>,
    look: (forged: Forged) => T,
    { isStubborn = false, watcher }: Telling = {},
  ): T {
    this.#follow(forced, isStubborn, watcher);
    const touched = this.#touched;
    const result = look({ changed: touched.filter((wire) => this.#values[wire] !== this.#before[wire]) });
    for (const wire of touched) this.#values[wire] = this.#before[wire] as bigint;
    return result;
  }

  /** Gives signals other values for good, and recomputes what follows. */
  move(values: ReadonlyMap<number, bigint>, watcher: Watcher): void {
    this.#follow(values, false, watcher);
  }

  #follow(forced: ReadonlyMap<number, bigint>, isStubborn: boolean, watcher?: Watcher): void {
    this.#touched = [];
    this.#round++;
    for (const wire of forced.keys()) this.#isForced[wire] = 1;
    for (const [wire, value] of forced) this.#set(wire, toField(value), watcher);
    this.#work(isStubborn, watcher);
    for (const wire of forced.keys()) this.#isForced[wire] = 0;
  }

  #work(isStubborn: boolean, watcher?: Watcher): void {
    const agenda = this.#agenda;
    for (let at = agenda.peek(); at >= 0; at = agenda.peek()) {
      if (watcher?.settled(at) === true) {
        agenda.clear();
        return;
      }
      agenda.delete(at);
      if (isStubborn && this.#isDecision[at] === true) continue;
      const given = (this.#runs[at] as Run)(this.#values);
      const outputs = this.#outputs[at] as readonly number[];
      for (let i = 0; i < outputs.length; i++) {
        const wire = outputs[i] as number;
        if (this.#isForced[wire] !== 1)
          this.#set(wire, typeof given === "bigint" ? given : (given[i] as bigint), watcher);
      }
    }
    watcher?.settled(Number.POSITIVE_INFINITY);
  }

  #set(wire: number, value: bigint, watcher?: Watcher): void {
    const present = this.#values[wire] as bigint;
    if (present === value) return;
    if (this.#touchedIn[wire] !== this.#round) {
      this.#touchedIn[wire] = this.#round;
      this.#touched.push(wire);
      this.#before[wire] = present;
    }
    this.#values[wire] = value;
    for (const step of this.#readers[wire] as readonly number[]) this.#agenda.add(step);
    watcher?.touched(wire);
  }

  /** Whether a constraint, by its index, does not hold now. */
  isBroken(index: number): boolean {
    return residueAt(this.system.constraints[index] as Constraint, this.#values) !== 0n;
  }

  /** The value of a signal that mends a broken constraint of it and of one of the changed signals; undefined when there is no such constraint. */
  valueByBroken(wire: number, changed: readonly number[]): bigint | undefined {
    const index = (this.system.at[wire] as readonly number[]).find((at) => {
      const constraint = this.system.constraints[at] as Constraint;
      return (
        this.isBroken(at) && isSolvable(constraint, wire) && changed.some((other) => wiresIn(constraint).has(other))
      );
    });
    return index === undefined ? undefined : solution(this.system.constraints[index] as Constraint, wire)(this.#values);
  }

  /** Whether the source's constraints that hold one of these signals all hold. */
  holdsAt(wires: readonly number[]): boolean {
    const asked = new Set<number>();
    for (const wire of wires) {
      for (const index of this.system.at[wire] as readonly number[]) {
        if (asked.has(index)) continue;
        asked.add(index);
        if (this.isBroken(index)) return false;
      }
    }
    return true;
  }

  /**
   * For a signal about to become `value`: another signal of one of its constraints, with the value that would keep that constraint.
   * @param choose one of so many, from 0.
   */
  companion(wire: number, value: bigint, choose: (count: number) => number): readonly [number, bigint] | undefined {
    const open = (this.system.at[wire] as readonly number[]).flatMap((index) => {
      const constraint = this.system.constraints[index] as Constraint;
      const others = [...wiresIn(constraint)].filter((other) => other !== wire);
      return others.flatMap((other) => {
        if (isSolvable(constraint, other)) return [{ constraint, other, solve: solution }];
        return isFactor(constraint, other) ? [{ constraint, other, solve: factor }] : [];
      });
    });
    const chosen = open[open.length === 0 ? 0 : choose(open.length)];
    if (chosen === undefined) return undefined;
    const saved = this.#values[wire] as bigint;
    this.#values[wire] = value;
    const partner = chosen.solve(chosen.constraint, chosen.other)(this.#values);
    this.#values[wire] = saved;
    return [chosen.other, partner];
  }

  /**
   * Whether a signal is the inverse in a zero test of what is 0 now: in·inverse = 1 − flag is its only constraint, and in·flag = 0 is another one. A quotient by 0, or
   * a flag that only in·flag = 0 holds, is free too, but that is a bug and not this.
   */
  isInverseOfZero(wire: number): boolean {
    const [index, ...others] = this.system.at[wire] as readonly number[];
    const constraint = this.system.constraints[index as number];
    if (constraint === undefined || constraint.kind === "linear" || others.length > 0) return false;
    const { left, right, result } = constraint;
    const tested = isOnly(left, wire) ? right : isOnly(right, wire) ? left : undefined;
    const [flag, ...more] = result.wires;
    if (tested === undefined || flag === undefined || more.length > 0) return false;
    return toField(evaluate(tested, this.#values)) === 0n && this.#vanishes(tested, flag);
  }

  /** Whether a constraint says tested·flag = 0. */
  #vanishes(tested: Form, flag: number): boolean {
    return (this.system.at[flag] as readonly number[]).some((at) => {
      const one = this.system.constraints[at] as Constraint;
      if (one.kind === "linear" || one.result.wires.length > 0 || one.result.constant !== 0n) return false;
      const factor = isOnly(one.left, flag) ? one.right : isOnly(one.right, flag) ? one.left : undefined;
      return factor !== undefined && (isSame(factor, tested, 1n) || isSame(factor, tested, -1n));
    });
  }
}

type Run = (values: readonly bigint[]) => readonly bigint[] | bigint;

/** What a step computes: one value, or one per output. */
function runOf(system: System, step: Step): Run {
  if (step.kind === "hint") return (values) => values[step.wire] as bigint;
  const constraint = system.constraints[step.constraint] as Constraint;
  if (step.kind === "solved") return solution(constraint, step.wire);
  if (step.kind === "factor") return factor(constraint, step.wire);
  if (step.kind === "signed") return signed(constraint, step);
  if (step.kind === "division") return division(constraint, step);
  return step.kind === "zero-test" ? zeroTest(constraint, step) : digits(constraint, step);
}

/** The form without a wire, times a factor. */
const without = (form: Form, wire: number, by: bigint): FlatForm =>
  new FlatForm(formOf(termsOf(form, by).filter(([other]) => other !== wire)));

const unitInverse = (weight: bigint): bigint => (weight === 1n || weight === -1n ? weight : inverse(weight));

/** The value of a wire that a constraint holds without a factor. */
function solution(constraint: Constraint, wire: number): (values: readonly bigint[]) => bigint {
  if (constraint.kind === "linear") {
    const rest = without(constraint.sum, wire, -unitInverse(weightIn(constraint.sum, wire)));
    return (values) => reduced(rest.at(values));
  }
  const by = unitInverse(weightIn(constraint.result, wire));
  const [left, right] = [new FlatForm(constraint.left), new FlatForm(constraint.right)];
  const rest = without(constraint.result, wire, -by);
  if (by === 1n) return (values) => reduced(left.at(values) * right.at(values) + rest.at(values));
  return (values) => reduced(reduced(left.at(values) * right.at(values)) * by + rest.at(values));
}

/** The value of a wire that is a factor; its present one where the other factor is 0. */
function factor(constraint: Constraint, wire: number): (values: readonly bigint[]) => bigint {
  if (constraint.kind === "linear") return (values) => values[wire] as bigint;
  const { left, right, result } = constraint;
  const [own, other] = weightIn(left, wire) !== 0n ? [left, right] : [right, left];
  const unit = inverse(weightIn(own, wire));
  const [multiplier, rest, target] = [new FlatForm(other), without(own, wire, 1n), new FlatForm(result)];
  return (values) => {
    const by = reduced(multiplier.at(values));
    if (by === 0n) return values[wire] as bigint;
    return toField((target.at(values) * inverse(by) - rest.at(values)) * unit);
  };
}

/** Digits that do not fit are dropped, and the sum then breaks; of limbs the highest takes all. */
function digits(
  constraint: Constraint,
  { kind, wires }: Extract<Step, { kind: "digits" | "limbs" }>,
): (values: readonly bigint[]) => readonly bigint[] {
  const { sum } = constraint as { sum: Form };
  const unit = weightIn(sum, wires[0] as number);
  const own = new Set(wires);
  const rest = new FlatForm(formOf(termsOf(sum, -unitInverse(unit)).filter(([wire]) => !own.has(wire))));
  const shifts = wires.map((wire) => BigInt((weightIn(sum, wire) / unit).toString(2).length - 1));
  const masks = shifts.map((shift, i) => {
    const next = shifts[i + 1];
    return kind === "digits" ? 1n : next === undefined ? -1n : (1n << (next - shift)) - 1n;
  });
  return (values) => {
    const value = reduced(rest.at(values));
    return shifts.map((shift, i) => (value >> shift) & (masks[i] as bigint));
  };
}

/** Sign and magnitude of what their product has to be. */
function signed(
  constraint: Constraint,
  { sign, magnitude }: Extract<Step, { kind: "signed" }>,
): (values: readonly bigint[]) => readonly bigint[] {
  if (constraint.kind === "linear") throw new Error("a sign is a factor");
  const { left, right, result } = constraint;
  const [turned, alone] = weightIn(left, sign) !== 0n ? [left, right] : [right, left];
  const by = turned.constant * weightIn(alone, magnitude);
  const product = new FlatForm(formOf(termsOf(result, by)));
  return (values) => {
    const value = reduced(product.at(values));
    return 2n * value > R ? [1n, R - value] : [0n, value];
  };
}

/** The quotient that leaves a remainder of at least 0 and below the divisor; what is divided counts as negative in the upper half of the field. */
function division(
  constraint: Constraint,
  { quotient, remainder }: Extract<Step, { kind: "division" }>,
): (values: readonly bigint[]) => bigint {
  // divisor·quotient = dividend + sign·remainder.
  const sum = constraint.kind === "linear" ? constraint.sum : constraint.result;
  const weight = constraint.kind === "linear" ? -weightIn(sum, quotient) : factorWeight(constraint, quotient);
  const sign = weight < 0n ? -weightIn(sum, remainder) : weightIn(sum, remainder);
  const turn = weight < 0n ? -1n : 1n;
  const dividend = without(withoutWire(sum, quotient), remainder, turn);
  const other = constraint.kind === "linear" ? undefined : new FlatForm(otherFactor(constraint, quotient));
  const size = weight < 0n ? -weight : weight;
  return (values) => {
    const divisor = other === undefined ? size : reduced(size * other.at(values));
    const by = divisor === 0n ? 1n : divisor;
    const value = reduced(dividend.at(values));
    const signed = 2n * value > R ? value - R : value;
    // −sign·remainder has to be in [0, divisor): rounded down where the remainder is taken off, up where it is added.
    return toField(sign < 0n ? floorOf(signed, by) : -floorOf(-signed, by));
  };
}

const floorOf = (value: bigint, divisor: bigint): bigint =>
  value >= 0n ? value / divisor : -((divisor - 1n - value) / divisor);

const otherFactor = ({ left, right }: Extract<Constraint, { kind: "product" }>, wire: number): Form =>
  weightIn(left, wire) !== 0n ? right : left;

const factorWeight = ({ left, right }: Extract<Constraint, { kind: "product" }>, wire: number): bigint =>
  weightIn(left, wire) !== 0n ? weightIn(left, wire) : weightIn(right, wire);

const withoutWire = (form: Form, wire: number): Form => formOf(termsOf(form).filter(([other]) => other !== wire));

/** The inverse and the flag of a zero test, in this order. */
function zeroTest(
  constraint: Constraint,
  { inverse: inverted, flag }: Extract<Step, { kind: "zero-test" }>,
): (values: readonly bigint[]) => readonly bigint[] {
  if (constraint.kind === "linear") throw new Error("a zero test is a product");
  const { left, right, result } = constraint;
  const [own, other] = weightIn(left, inverted) !== 0n ? [left, right] : [right, left];
  // own·tested = result, with own = weight·inverse + …, result = weight·flag + …; where nothing else is in them.
  const tested = new FlatForm(other);
  const [ownRest, resultRest] = [without(own, inverted, 1n), without(result, flag, 1n)];
  const [unit, flagUnit] = [inverse(weightIn(own, inverted)), inverse(weightIn(result, flag))];
  return (values) => {
    const value = reduced(tested.at(values));
    const flagAt = (product: bigint): bigint => toField((product - resultRest.at(values)) * flagUnit);
    if (value === 0n) return [0n, flagAt(0n)];
    return [toField((resultRest.at(values) * inverse(value) - ownRest.at(values)) * unit), 0n];
  };
}

/** Whether a wire is in one factor of a product, and nowhere else there. */
const isFactor = (constraint: Constraint, wire: number): boolean =>
  constraint.kind === "product" &&
  [constraint.left, constraint.right, constraint.result].filter((form) => weightIn(form, wire) !== 0n).length === 1;

/** A multiple of one signal and nothing else. */
const isOnly = ({ wires, constant }: Form, wire: number): boolean =>
  wires.length === 1 && wires[0] === wire && constant === 0n;

const isSame = (one: Form, other: Form, sign: bigint): boolean =>
  one.wires.length === other.wires.length &&
  one.constant === sign * other.constant &&
  one.wires.every((wire) => weightIn(one, wire) === sign * weightIn(other, wire));
