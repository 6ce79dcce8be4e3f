/** The constraints that ship, asked about a forgery through the signals that they share by name with the system it was made in. */

import { wiresOf } from "../../../prover/artifacts/r1cs.ts";
import { ruleOf } from "../../../prover/artifacts/violations.ts";
import type { OpenCircuit } from "../../harness/circuit.ts";
import { type Constraint, readSystem, residueAt, type System } from "../system/system.ts";

/** What ships says: how many of its signals differ from the honest ones, and the rule of a constraint that objects. */
export type ShippedVerdict = { readonly changed: number; readonly rule: string | undefined };

/** A witness of what ships, kept beside one of the plain system. */
export class Shipped {
  readonly #circuit: OpenCircuit;
  readonly #system: System;
  /** Wires that ship, by signal of the plain system, and back. */
  readonly #wiresOf = new Map<number, number[]>();
  readonly #plainOf: Int32Array;
  #values: bigint[] = [];

  /** @throws Error when a signal that ships has no counterpart. */
  constructor(plain: OpenCircuit, shipped: OpenCircuit, system: System) {
    this.#circuit = shipped;
    this.#system = readSystem(shipped.r1cs, { equalities: "kept" });
    this.#plainOf = new Int32Array(shipped.r1cs.wires);
    for (const [wire, all] of shipped.names.ofWire) {
      const own = all.map((name) => plain.names.wireOf(name)).find((found) => found !== undefined);
      if (own === undefined) throw new Error(`${all[0]} ships but has no wire at O1`);
      const plainWire = system.classOf[own] as number;
      this.#plainOf[wire] = plainWire;
      this.#wiresOf.set(plainWire, [...(this.#wiresOf.get(plainWire) ?? []), wire]);
    }
  }

  /** Takes over the honest values of the plain system. */
  start(read: (plainWire: number) => bigint): void {
    this.#values = Array.from(this.#plainOf, (plainWire, wire) => (wire === 0 ? 1n : read(plainWire)));
  }

  /** Whether a signal of the plain system ships. */
  has(plainWire: number): boolean {
    return this.#wiresOf.has(plainWire);
  }

  /** Evaluates the constraints that feel a change of the given signals of the plain system. */
  look(changedPlain: readonly number[], read: (plainWire: number) => bigint): ShippedVerdict {
    const changed = changedPlain.flatMap((wire) => this.#wiresOf.get(wire) ?? []);
    const saved = changed.map((wire) => this.#values[wire] as bigint);
    for (const wire of changed) this.#values[wire] = read(this.#plainOf[wire] as number);
    const rule = this.#objection(new Set(changed.flatMap((wire) => this.#system.at[wire] as readonly number[])));
    changed.forEach((wire, i) => {
      this.#values[wire] = saved[i] as bigint;
    });
    return { changed: changed.length, rule };
  }

  #objection(indices: ReadonlySet<number>): string | undefined {
    for (const index of indices) {
      const constraint = this.#system.constraints[index] as Constraint;
      if (residueAt(constraint, this.#values) === 0n) continue;
      const { r1cs, names } = this.#circuit;
      const signals = wiresOf(r1cs, constraint.id).flatMap((wire) => names.ofWire.get(wire) ?? []);
      return ruleOf({ constraint: constraint.id, signals, components: [] }) ?? "unnamed";
    }
    return undefined;
  }
}
