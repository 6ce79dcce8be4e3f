/**
 * An order in which every signal of a system follows from the inputs, worked out from the constraints alone. It is what lets a forger change one signal and
 * recompute everything after it as an honest prover would.
 *
 * Signals are classes of equal wires, so a forged value reaches every copy. What the source assigns by `<--` is told by its constraints: digits, limbs, signs, zero
 * tests, rounded quotients. Should there be others, those that the source names so are guessed first and keep their value: an order that takes another one first is still
 * an order, only a less plausible one. That it comes to what the honest generator comes to is looked at by `differential/`.
 * Steps come by their depth, so that ranges are looked at long before the last round of a hash.
 */

import { type Form, nearest, weightIn } from "../system/form.ts";
import { type Constraint, residueAt, type System, wiresIn } from "../system/system.ts";

/** One step that gives values to signals. */
export type Step =
  /** The constraint gives `wire` without a division by a signal. */
  | { readonly kind: "solved"; readonly constraint: number; readonly wire: number }
  /** `wire` is a factor: a quotient, free where the other factor is 0. */
  | { readonly kind: "factor"; readonly constraint: number; readonly wire: number }
  /** Binary signals that are the digits of what the rest of a sum leaves, lowest weight first. */
  | { readonly kind: "digits"; readonly constraint: number; readonly wires: readonly number[] }
  /** Signals that are the limbs of what the rest of a sum leaves, lowest weight first; the highest takes what remains. */
  | { readonly kind: "limbs"; readonly constraint: number; readonly wires: readonly number[] }
  /** (1 − 2·`sign`)·`magnitude` is the rest: 1 and the negated one for the upper half of the field. */
  | { readonly kind: "signed"; readonly constraint: number; readonly sign: number; readonly magnitude: number }
  /** `flag` is 1 exactly where the inverted value is 0. */
  | { readonly kind: "zero-test"; readonly constraint: number; readonly inverse: number; readonly flag: number }
  /** A quotient, rounded so that `remainder`, which the same constraint then gives, is at least 0 and below the divisor. */
  | { readonly kind: "division"; readonly constraint: number; readonly quotient: number; readonly remainder: number }
  /** Nothing gives `wire`: it keeps its value unless the forger says otherwise. */
  | { readonly kind: "hint"; readonly wire: number };

/**
 * Orders every signal of a system that is in a constraint.
 * @param isGiven signals that are known at the start; the constant one always is.
 * @param isNamed signals that the source assigns by `<--`.
 */
export function orderOf(
  system: System,
  isGiven: (wire: number) => boolean,
  isNamed: (wire: number) => boolean,
): Step[] {
  return byDepth(system, new Search(system, isNamed).run(isGiven));
}

/** The signals that a step gives. */
export function outputsOf(step: Step): readonly number[] {
  if (step.kind === "digits" || step.kind === "limbs") return step.wires;
  if (step.kind === "signed") return [step.sign, step.magnitude];
  if (step.kind === "division") return [step.quotient];
  return step.kind === "zero-test" ? [step.inverse, step.flag] : [step.wire];
}

/** The signals that a step reads. */
export function readsOf(system: System, step: Step): readonly number[] {
  if (step.kind === "hint") return [];
  const outputs = step.kind === "division" ? [step.quotient, step.remainder] : outputsOf(step);
  return [...wiresIn(system.constraints[step.constraint] as Constraint)].filter((wire) => !outputs.includes(wire));
}

/** The same steps, those first that the fewest others lead to, one after the other. */
function byDepth(system: System, steps: readonly Step[]): Step[] {
  const depthOf = new Int32Array(system.wires);
  const depths = steps.map((step) => {
    let depth = 0;
    for (const wire of readsOf(system, step)) depth = Math.max(depth, (depthOf[wire] as number) + 1);
    for (const wire of outputsOf(step)) depthOf[wire] = depth;
    return depth;
  });
  const order = [...steps.keys()].sort((a, b) => (depths[a] as number) - (depths[b] as number) || a - b);
  return order.map((i) => steps[i] as Step);
}

class Search {
  readonly #system: System;
  readonly #isNamed: (wire: number) => boolean;
  readonly #steps: Step[] = [];
  readonly #known: Uint8Array;
  readonly #left: Uint32Array;
  readonly #binary: Uint8Array;
  /** Signals that are sums of binary ones, and so have a range. */
  readonly #ranged: Uint8Array;
  readonly #ready: number[] = [];
  /** Signals in the order in which they may be guessed; made when the first one has to be. */
  #guesses: readonly number[] | undefined;

  constructor(system: System, isNamed: (wire: number) => boolean) {
    this.#system = system;
    this.#isNamed = isNamed;
    this.#known = new Uint8Array(system.wires);
    this.#left = Uint32Array.from(system.constraints, (constraint) => wiresIn(constraint).size);
    this.#binary = binaryWires(system);
    this.#ranged = rangedWires(system, this.#binary);
  }

  run(isGiven: (wire: number) => boolean): Step[] {
    const wires = [...this.#system.at.keys()].filter((wire) => this.#at(wire).length > 0);
    this.#left.forEach((count, index) => {
      if (count === 1) this.#ready.push(index);
    });
    for (const wire of wires) if (isGiven(wire)) this.#know(wire);
    let next = 0;
    for (;;) {
      this.#propagate();
      if (this.#takeGadgets() || this.#takeRounded()) continue;
      if (wires.every(this.#isKnown)) return this.#steps;
      this.#guesses ??= wires.toSorted((a, b) => this.#rank(a) - this.#rank(b) || a - b);
      while (next < this.#guesses.length && this.#isKnown(this.#guesses[next] as number)) next++;
      const wire = this.#guesses[next];
      if (wire === undefined) return this.#steps;
      if (this.#rank(wire) > 0 && this.#takeFactor()) continue;
      this.#take({ kind: "hint", wire });
    }
  }

  /** Named decisions first, then what is decomposed into digits or free, then digits and inverses, which wait for their own gadget. */
  #rank(wire: number): number {
    const isGadget = this.#binary[wire] === 1 || this.#at(wire).length === 1;
    return (this.#isNamed(wire) ? 0 : 1) + (isGadget ? 2 : 0);
  }

  #propagate(): void {
    for (let index = this.#ready.pop(); index !== undefined; index = this.#ready.pop()) {
      const [wire] = this.#unknown(index);
      if (wire !== undefined && isSolvable(this.#constraint(index), wire))
        this.#take({ kind: "solved", constraint: index, wire });
    }
  }

  /** All zero tests, sums of digits, signs and inverses that are ready. */
  #takeGadgets(): boolean {
    const before = this.#steps.length;
    for (let index = 0; index < this.#left.length; index++) {
      if (this.#left[index] === 0) continue;
      const step = this.#zeroTest(index) ?? this.#digits(index) ?? this.#signed(index) ?? this.#inverse(index);
      if (step !== undefined) this.#take(step);
    }
    return this.#steps.length > before;
  }

  #zeroTest(index: number): Step | undefined {
    const constraint = this.#constraint(index);
    if (this.#left[index] !== 2 || constraint.kind === "linear") return undefined;
    const unknown = this.#unknown(index);
    const inverse = unknown.find((wire) => this.#at(wire).length === 1 && !isSolvable(constraint, wire));
    const flag = unknown.find((wire) => wire !== inverse && isSolvable(constraint, wire));
    if (inverse === undefined || flag === undefined) return undefined;
    const vanishes = this.#at(flag).some((other) => {
      const one = this.#constraint(other);
      return one.kind === "product" && one.result.wires.length === 0 && one.result.constant === 0n;
    });
    return vanishes ? { kind: "zero-test", constraint: index, inverse, flag } : undefined;
  }

  #digits(index: number): Step | undefined {
    const constraint = this.#constraint(index);
    if (constraint.kind === "product") return undefined;
    const unknown = this.#unknown(index);
    if (!unknown.every((wire) => this.#binary[wire] === 1)) return undefined;
    const wires = byWeight(constraint, unknown);
    return wires === undefined ? undefined : { kind: "digits", constraint: index, wires };
  }

  #signed(index: number): Step | undefined {
    const constraint = this.#constraint(index);
    if (this.#left[index] !== 2 || constraint.kind === "linear") return undefined;
    const { left, right } = constraint;
    const sign = this.#unknown(index).find((wire) => this.#binary[wire] === 1);
    const magnitude = this.#unknown(index).find((wire) => wire !== sign);
    if (sign === undefined || magnitude === undefined) return undefined;
    const isTurned = (form: Form): boolean =>
      form.wires.length === 1 && weightIn(form, sign) === -2n * form.constant && form.constant ** 2n === 1n;
    const isAlone = (form: Form): boolean =>
      form.wires.length === 1 && form.constant === 0n && weightIn(form, magnitude) ** 2n === 1n;
    const isIt = (isTurned(left) && isAlone(right)) || (isTurned(right) && isAlone(left));
    return isIt ? { kind: "signed", constraint: index, sign, magnitude } : undefined;
  }

  /** A factor that is in no other constraint: the inverse of what may not be 0. */
  #inverse(index: number): Step | undefined {
    if (this.#left[index] !== 1 || !this.#isFactor(index)) return undefined;
    const [wire] = this.#unknown(index) as [number];
    return this.#at(wire).length === 1 ? { kind: "factor", constraint: index, wire } : undefined;
  }

  /** One sum of limbs or one quotient with its remainder, where nothing else goes on. */
  #takeRounded(): boolean {
    for (let index = 0; index < this.#left.length; index++) {
      if ((this.#left[index] as number) < 2) continue;
      const step = this.#limbs(index) ?? this.#division(index);
      if (step === undefined) continue;
      this.#take(step);
      return true;
    }
    return false;
  }

  #limbs(index: number): Step | undefined {
    const constraint = this.#constraint(index);
    if (constraint.kind === "product") return undefined;
    const unknown = this.#unknown(index);
    const wires = unknown.every((wire) => this.#ranged[wire] === 1)
      ? byWeight(constraint, unknown, LEAST_LIMB)
      : undefined;
    return wires === undefined ? undefined : { kind: "limbs", constraint: index, wires };
  }

  /** dividend = divisor·quotient ± remainder, the divisor a number or the other factor. */
  #division(index: number): Step | undefined {
    const constraint = this.#constraint(index);
    const unknown = this.#unknown(index);
    if (unknown.length !== 2) return undefined;
    const sum = constraint.kind === "linear" ? constraint.sum : constraint.result;
    const remainder = unknown.find((wire) => this.#ranged[wire] === 1 && weightIn(sum, wire) ** 2n === 1n);
    const quotient = unknown.find((wire) => wire !== remainder);
    if (remainder === undefined || quotient === undefined) return undefined;
    const isIt = constraint.kind === "linear" ? weightIn(sum, quotient) ** 2n > 1n : isAlone(constraint, quotient);
    return isIt && this.#binary[quotient] !== 1
      ? { kind: "division", constraint: index, quotient, remainder }
      : undefined;
  }

  #takeFactor(): boolean {
    const index = this.#left.findIndex((left, at) => left === 1 && this.#isFactor(at));
    if (index < 0) return false;
    this.#take({ kind: "factor", constraint: index, wire: this.#unknown(index)[0] as number });
    return true;
  }

  #isFactor(index: number): boolean {
    const constraint = this.#constraint(index);
    const [wire] = this.#unknown(index);
    if (wire === undefined || constraint.kind === "linear") return false;
    const places = [constraint.left, constraint.right, constraint.result].filter((form) => weightIn(form, wire) !== 0n);
    return places.length === 1 && !isSolvable(constraint, wire);
  }

  #take(step: Step): void {
    this.#steps.push(step);
    for (const wire of outputsOf(step)) this.#know(wire);
  }

  #know(wire: number): void {
    if (this.#isKnown(wire)) return;
    this.#known[wire] = 1;
    for (const index of this.#at(wire)) {
      this.#left[index] = (this.#left[index] as number) - 1;
      if (this.#left[index] === 1) this.#ready.push(index);
    }
  }

  #unknown(index: number): number[] {
    return [...wiresIn(this.#constraint(index))].filter((wire) => !this.#isKnown(wire));
  }

  #isKnown = (wire: number): boolean => this.#known[wire] === 1;
  #at = (wire: number): readonly number[] => this.#system.at[wire] as readonly number[];
  #constraint = (index: number): Constraint => this.#system.constraints[index] as Constraint;
}

/** Whether a wire is one factor of a product, and nothing else there. */
const isAlone = ({ left, right, result }: Extract<Constraint, { kind: "product" }>, wire: number): boolean =>
  [left, right].some(({ wires, constant }) => wires.length === 1 && wires[0] === wire && constant === 0n) &&
  weightIn(result, wire) === 0n &&
  (weightIn(left, wire) === 0n || weightIn(right, wire) === 0n);

/** Whether a constraint gives `wire` from the others without dividing by a signal. */
export function isSolvable(constraint: Constraint, wire: number): boolean {
  if (constraint.kind === "linear") return true;
  const { left, right, result } = constraint;
  return weightIn(result, wire) !== 0n && weightIn(left, wire) === 0n && weightIn(right, wire) === 0n;
}

/** Signals with a constraint of their own that only 0 and 1 meet. */
function binaryWires({ wires, constraints }: System): Uint8Array {
  const binary = new Uint8Array(wires);
  for (const constraint of constraints) {
    const [wire, ...others] = wiresIn(constraint);
    if (constraint.kind === "linear" || wire === undefined || others.length > 0) continue;
    const at = (value: bigint): bigint => residueAt(constraint, Object.assign([], { [wire]: value }));
    if (at(0n) === 0n && at(1n) === 0n) binary[wire] = 1;
  }
  return binary;
}

/** Signals that a linear constraint makes a sum of binary ones. */
function rangedWires({ wires, constraints }: System, binary: Uint8Array): Uint8Array {
  const ranged = new Uint8Array(wires);
  for (const constraint of constraints) {
    if (constraint.kind === "product" || constraint.sum.wires.length < 2) continue;
    const [wire, ...others] = constraint.sum.wires.filter((one) => binary[one] !== 1);
    if (wire !== undefined && others.length === 0 && weightIn(constraint.sum, wire) ** 2n === 1n) ranged[wire] = 1;
  }
  return ranged;
}

/** The least power of two between limbs. */
const LEAST_LIMB = 256n;

/** The wires in the order of their weights, when these are distinct powers of two of the least one, at least `apart` from one to the next; else undefined. */
function byWeight(
  constraint: Extract<Constraint, { kind: "linear" }>,
  wires: readonly number[],
  apart = 2n,
): number[] | undefined {
  const weight = (wire: number): bigint => weightIn(constraint.sum, wire);
  const size = (wire: number): bigint => (weight(wire) < 0n ? -weight(wire) : weight(wire));
  const sorted = wires.toSorted((a, b) => (size(a) < size(b) ? -1 : 1));
  const unit = weight(sorted[0] as number);
  const ratios = sorted.map((wire) => (weight(wire) % unit === 0n ? weight(wire) / unit : 0n));
  const isRight = ratios.every(
    (ratio, i) =>
      ratio > 0n && (ratio & (ratio - 1n)) === 0n && (i === 0 || ratio >= apart * (ratios[i - 1] as bigint)),
  );
  return isRight && nearest(unit) !== 0n ? sorted : undefined;
}
