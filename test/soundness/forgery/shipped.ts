/** The constraints that ship, asked about a witness of the plain system through the signals that both share by name. */

import { wiresOf } from "../../../prover/artifacts/r1cs.ts";
import { ruleOf } from "../../../prover/artifacts/violations.ts";
import type { OpenCircuit } from "../../harness/circuit.ts";
import { BitQueue } from "../system/bit-queue.ts";
import { FlatForm, reduced } from "../system/flat-form.ts";
import { type Form, formOf, termsOf } from "../system/form.ts";
import { formsOf, readSystem } from "../system/system.ts";
import type { Recomputation, Watcher } from "./recompute.ts";

/** A constraint over the signals of the plain system: the product of the first two forms is the third, or the only one is 0. */
type Check = {
  /** Index in the shipped system. */
  readonly id: number;
  /** Indices of its forms. */
  readonly forms: readonly number[];
  /** The last step of the recomputation that gives one of its signals. */
  readonly last: number;
};

/**
 * What ships, judged while a recomputation runs: each constraint as soon as its signals are final. Long rows that several constraints share (a hash squares and
 * multiplies the same sums) are evaluated once.
 */
export class Shipped {
  readonly #circuit: OpenCircuit;
  readonly #machine: Recomputation;
  /** In the order in which their signals become final. */
  readonly #checks: readonly Check[];
  /** Places in `checks`, by signal. */
  readonly #at: readonly (readonly number[])[];
  readonly #ships: Uint8Array;
  readonly #plainOf: Int32Array;
  readonly #forms: FlatForm[] = [];
  readonly #sums: bigint[] = [];
  /** The round in which a sum was made. */
  readonly #madeIn: Int32Array;
  #round = 0;
  readonly #pending: BitQueue;
  /** Places of the constraints that the present witness breaks, kept by `follow`. */
  readonly #broken = new Set<number>();

  /** @throws Error when a signal that ships has no counterpart. */
  constructor(plain: OpenCircuit, shipped: OpenCircuit, machine: Recomputation) {
    this.#circuit = shipped;
    this.#machine = machine;
    const { classOf, wires } = machine.system;
    this.#plainOf = new Int32Array(shipped.r1cs.wires);
    this.#ships = new Uint8Array(wires);
    for (const [wire, all] of shipped.names.ofWire) {
      const own = all.map((name) => plain.names.wireOf(name)).find((found) => found !== undefined);
      if (own === undefined) throw new Error(`${all[0]} ships but has no wire at O1`);
      this.#plainOf[wire] = classOf[own] as number;
      this.#ships[classOf[own] as number] = 1;
    }
    this.#checks = this.#readChecks();
    const at: number[][] = Array.from({ length: wires }, () => []);
    this.#checks.forEach(({ forms }, place) => {
      for (const wire of new Set(forms.flatMap((form) => this.#form(form).wires))) (at[wire] as number[]).push(place);
    });
    this.#at = at;
    this.#madeIn = new Int32Array(this.#forms.length);
    this.#pending = new BitQueue(this.#checks.length);
  }

  /** Whether a signal of the plain system ships. */
  has(plainWire: number): boolean {
    return this.#ships[plainWire] === 1;
  }

  /** The signal of the plain system that a shipped wire is. */
  plainOf(wire: number): number {
    return this.#plainOf[wire] as number;
  }

  /** Looks on at a forgery. After it, `objection` is the rule of the first constraint found broken; the recomputation ends there. */
  watch(): Watcher & { readonly objection: () => string | undefined } {
    let broken: number | undefined;
    const judge = (place: number): boolean => {
      if (this.#holds(place)) return false;
      broken = place;
      return true;
    };
    return { ...this.#watcher(judge), objection: () => (broken === undefined ? undefined : this.#ruleOf(broken)) };
  }

  /** Looks on at changes that stay. `broken` says how many constraints the witness breaks afterwards. */
  follow(): Watcher & { readonly broken: () => number } {
    const judge = (place: number): boolean => {
      if (this.#holds(place)) this.#broken.delete(place);
      else this.#broken.add(place);
      return false;
    };
    return { ...this.#watcher(judge), broken: () => this.#broken.size };
  }

  #watcher(judge: (place: number) => boolean): Watcher {
    this.#pending.clear();
    this.#round++;
    return {
      touched: (wire) => {
        for (const place of this.#at[wire] as readonly number[]) this.#pending.add(place);
      },
      settled: (step) => {
        for (let place = this.#pending.peek(); place >= 0; place = this.#pending.peek()) {
          if (this.#check(place).last >= step) return false;
          this.#pending.delete(place);
          if (judge(place)) return true;
        }
        return false;
      },
    };
  }

  #readChecks(): Check[] {
    const known = new Map<string, number>();
    const rename = (form: Form): Form =>
      formOf(termsOf(form).map(([wire, weight]) => [wire === 0 ? 0 : this.plainOf(wire), weight]));
    const index = (form: Form): number => {
      const key = `${form.constant}|${form.wires.map((wire, i) => `${wire}*${form.weights[i]}`).join()}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      known.set(key, this.#forms.length);
      return this.#forms.push(new FlatForm(form)) - 1;
    };
    const { stepOf } = this.#machine;
    const { constraints } = readSystem(this.#circuit.r1cs, { equalities: "kept" });
    const checks = constraints.map((constraint): Check => {
      const forms = formsOf(constraint).map(rename);
      const last = forms
        .flatMap(({ wires }) => wires)
        .reduce((most, wire) => Math.max(most, stepOf[wire] as number), -1);
      return { id: constraint.id, forms: forms.map(index), last };
    });
    return checks.sort((one, other) => one.last - other.last);
  }

  #holds(place: number): boolean {
    const [first, second, third] = this.#check(place).forms as [number, number?, number?];
    if (second === undefined || third === undefined) return reduced(this.#sum(first)) === 0n;
    return reduced(this.#sum(first) * this.#sum(second) - this.#sum(third)) === 0n;
  }

  /** The value of a form whose signals are final in this round. */
  #sum(form: number): bigint {
    if (this.#madeIn[form] === this.#round) return this.#sums[form] as bigint;
    this.#madeIn[form] = this.#round;
    const sum = this.#form(form).at(this.#machine.values);
    this.#sums[form] = sum;
    return sum;
  }

  #ruleOf(place: number): string {
    const { id } = this.#check(place);
    const { r1cs, names } = this.#circuit;
    const signals = wiresOf(r1cs, id).flatMap((wire) => names.ofWire.get(wire) ?? []);
    return ruleOf({ constraint: id, signals, components: [] }) ?? "unnamed";
  }

  #check = (place: number): Check => this.#checks[place] as Check;
  #form = (form: number): FlatForm => this.#forms[form] as FlatForm;
}
