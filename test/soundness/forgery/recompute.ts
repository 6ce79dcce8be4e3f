/** Recomputation after a forgery: only what follows from the changed signals is computed again, and only the constraints that feel a change are asked. */

import { inverse, R, toField } from "../../../model/field.ts";
import { evaluate, type Form, weightIn } from "../system/form.ts";
import { type Constraint, residueAt, type System, wiresIn } from "../system/system.ts";
import { isSolvable, outputsOf, type Step } from "./order.ts";

/** A forged witness over one system. */
export type Forged = {
  /** The signals whose value differs from the honest one. */
  readonly changed: readonly number[];
  /** Indices of broken constraints, at most a handful. */
  readonly broken: readonly number[];
};

/** Enough to see whether a witness holds, and which rule objects. */
const MOST_BROKEN = 4;

/** An honest witness that can be changed, looked at and put back. */
export class Recomputation {
  readonly system: System;
  readonly #steps: readonly Step[];
  /** The step that gives a signal, −1 for inputs. */
  readonly #stepOf: Int32Array;
  /** Steps that read a signal, ascending. */
  readonly #readers: readonly (readonly number[])[];
  #values: bigint[] = [];

  constructor(system: System, steps: readonly Step[]) {
    this.system = system;
    this.#steps = steps;
    this.#stepOf = new Int32Array(system.wires).fill(-1);
    const readers: number[][] = Array.from({ length: system.wires }, () => []);
    steps.forEach((step, i) => {
      const outputs = outputsOf(step);
      for (const wire of outputs) this.#stepOf[wire] = i;
      if (step.kind === "hint") return;
      const constraint = system.constraints[step.constraint] as Constraint;
      for (const wire of wiresIn(constraint)) if (!outputs.includes(wire)) (readers[wire] as number[]).push(i);
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

  /**
   * Forces signals, recomputes what follows, shows the result to `look` and puts everything back.
   * @param forced values by representative of a class.
   */
  forge<T>(forced: ReadonlyMap<number, bigint>, look: (forged: Forged) => T): T {
    const honest = new Map<number, bigint>();
    const queue = new Agenda();
    const set = (wire: number, value: bigint): void => {
      if (this.#values[wire] === value) return;
      if (!honest.has(wire)) honest.set(wire, this.#values[wire] as bigint);
      this.#values[wire] = value;
      for (const step of this.#readers[wire] as readonly number[]) queue.add(step);
    };
    for (const [wire, value] of forced) set(wire, toField(value));
    for (let at = queue.next(); at !== undefined; at = queue.next()) {
      for (const [wire, value] of this.#run(this.#steps[at] as Step)) if (!forced.has(wire)) set(wire, value);
    }
    const changed = [...honest].filter(([wire, value]) => this.#values[wire] !== value).map(([wire]) => wire);
    const result = look({ changed, broken: this.#brokenBy(changed) });
    for (const [wire, value] of honest) this.#values[wire] = value;
    return result;
  }

  /** For a signal about to become `value`: other signals of its constraints, each with the value that would keep that constraint. */
  *companions(wire: number, value: bigint): Iterable<readonly [wire: number, value: bigint]> {
    const saved = this.#values[wire] as bigint;
    for (const index of this.system.at[wire] as readonly number[]) {
      const constraint = this.system.constraints[index] as Constraint;
      for (const other of wiresIn(constraint)) {
        if (other === wire || !isSolvable(constraint, other)) continue;
        this.#values[wire] = value;
        const partner = this.#solved(constraint, other);
        this.#values[wire] = saved;
        yield [other, partner];
      }
    }
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

  #brokenBy(changed: readonly number[]): number[] {
    const broken: number[] = [];
    const asked = new Set<number>();
    for (const wire of changed) {
      for (const index of this.system.at[wire] as readonly number[]) {
        if (asked.has(index)) continue;
        asked.add(index);
        if (residueAt(this.system.constraints[index] as Constraint, this.#values) !== 0n) broken.push(index);
        if (broken.length === MOST_BROKEN) return broken;
      }
    }
    return broken;
  }

  #run(step: Step): readonly (readonly [number, bigint])[] {
    if (step.kind === "hint") return [];
    const constraint = this.system.constraints[step.constraint] as Constraint;
    if (step.kind === "solved") return [[step.wire, this.#solved(constraint, step.wire)]];
    if (step.kind === "factor") return [[step.wire, this.#factor(constraint, step.wire)]];
    return step.kind === "digits" ? this.#digits(constraint, step.wires) : this.#zeroTest(constraint, step);
  }

  #solved(constraint: Constraint, wire: number): bigint {
    const weight = constraint.kind === "linear" ? weightIn(constraint.sum, wire) : -weightIn(constraint.result, wire);
    const residue = residueAt(constraint, this.#values);
    const unit = weight === 1n ? residue : weight === -1n ? -residue : (residue * inverse(weight)) % R;
    return toField((this.#values[wire] as bigint) - unit);
  }

  /** Its present value where the other factor is 0. */
  #factor(constraint: Constraint, wire: number): bigint {
    const present = this.#values[wire] as bigint;
    if (constraint.kind === "linear") return present;
    const { left, right, result } = constraint;
    const [own, other] = weightIn(left, wire) !== 0n ? [left, right] : [right, left];
    const multiplier = toField(evaluate(other, this.#values));
    if (multiplier === 0n) return present;
    const target = evaluate(result, this.#values) * inverse(multiplier);
    return toField((target - evaluate(own, this.#values)) * inverse(weightIn(own, wire)) + present);
  }

  /** Digits that do not fit are dropped, and the sum then breaks. */
  #digits(constraint: Constraint, wires: readonly number[]): (readonly [number, bigint])[] {
    const { sum } = constraint as { sum: Form };
    const own = wires.reduce((total, wire) => total + weightIn(sum, wire) * (this.#values[wire] as bigint), 0n);
    const unit = weightIn(sum, wires[0] as number);
    const rest = toField((own - evaluate(sum, this.#values)) * inverse(unit));
    return wires.map((wire) => [wire, (rest / (weightIn(sum, wire) / unit)) & 1n]);
  }

  #zeroTest(constraint: Constraint, step: Extract<Step, { kind: "zero-test" }>): (readonly [number, bigint])[] {
    if (constraint.kind === "linear") return [];
    const { left, right } = constraint;
    const other = weightIn(left, step.inverse) !== 0n ? right : left;
    const saved = [this.read(step.inverse), this.read(step.flag)] as const;
    const isZero = toField(evaluate(other, this.#values)) === 0n;
    [this.#values[step.inverse], this.#values[step.flag]] = [0n, 0n];
    const result: (readonly [number, bigint])[] = isZero
      ? [
          [step.inverse, 0n],
          [step.flag, this.#solved(constraint, step.flag)],
        ]
      : [
          [step.flag, 0n],
          [step.inverse, this.#factor(constraint, step.inverse)],
        ];
    [this.#values[step.inverse], this.#values[step.flag]] = saved;
    return result;
  }
}

/** A multiple of one signal and nothing else. */
const isOnly = ({ wires, constant }: Form, wire: number): boolean =>
  wires.length === 1 && wires[0] === wire && constant === 0n;

const isSame = (one: Form, other: Form, sign: bigint): boolean =>
  one.wires.length === other.wires.length &&
  one.constant === sign * other.constant &&
  one.wires.every((wire) => weightIn(one, wire) === sign * weightIn(other, wire));

/** Steps to run, lowest first, each once: what a step reads was given by lower ones. */
class Agenda {
  readonly #heap: number[] = [];
  readonly #queued = new Set<number>();

  add(step: number): void {
    if (this.#queued.has(step)) return;
    this.#queued.add(step);
    const heap = this.#heap;
    let at = heap.push(step) - 1;
    for (let up = (at - 1) >> 1; at > 0 && (heap[up] as number) > step; at = up, up = (at - 1) >> 1) {
      heap[at] = heap[up] as number;
      heap[up] = step;
    }
  }

  next(): number | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = right < heap.length && (heap[right] as number) < (heap[left] as number) ? right : left;
      if (child >= heap.length || (heap[child] as number) >= last) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
