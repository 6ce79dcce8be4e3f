/**
 * A statement's constraints asked about one input after the other, quickly: the witness of an input is recomputed from that of the one before, and only the
 * shipped constraints that feel a change are asked again. That it comes to what the witness generator comes to is looked at now and then, by the whole witness.
 */

import { violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import type { CircuitInputs } from "../../../prover/artifacts/witness-calculator.ts";
import { type OpenCircuit, openCircuit } from "../../harness/circuit.ts";
import { leavesOf } from "../checks.ts";
import { recomputationOf } from "../forgery/bench.ts";
import { Recomputation } from "../forgery/recompute.ts";
import { Shipped } from "../forgery/shipped.ts";
import { readSystem } from "../system/system.ts";

/** One statement, at one input at a time. */
export class StatementMachine {
  readonly #generator: OpenCircuit;
  readonly #plain: OpenCircuit;
  readonly #machine: Recomputation;
  readonly #shipped: Shipped;
  /** Signals of inputs by their names below main; undefined for one that the compiler left out. */
  readonly #wires = new Map<string, number | undefined>();

  private constructor(main: string, plain: OpenCircuit, shipped: OpenCircuit) {
    this.#generator = shipped;
    this.#plain = plain;
    const system = readSystem(plain.r1cs);
    const steps = recomputationOf(main, plain.names, system, (wire) => system.given[wire] === 1);
    const guess = steps.find(({ kind }) => kind === "hint");
    if (guess?.kind === "hint")
      throw new Error(
        `no constraint tells how ${plain.names.ofWire.get(guess.wire)?.[0]} is computed: forgery/order.ts needs a step for it`,
      );
    this.#machine = new Recomputation(system, steps);
    this.#shipped = new Shipped(plain, shipped, this.#machine);
  }

  /**
   * Compiles (or finds) both compilations, and starts from an honest input.
   * @throws Error when `forgery/order.ts` would have to guess a signal.
   */
  static async open(main: string, honest: CircuitInputs): Promise<StatementMachine> {
    const machine = new StatementMachine(main, await openCircuit(main, "O1"), await openCircuit(main, "O2"));
    machine.#machine.start(machine.#plain.honest.calculate(honest));
    return machine;
  }

  /** Whether the shipped constraints accept an input. */
  accepts(input: CircuitInputs): boolean {
    const values = new Map<number, bigint>();
    let agrees = true;
    for (const [leaf, value] of Object.entries(leavesOf(input))) {
      const wire = this.#wireOf(leaf);
      if (wire === undefined) continue;
      // Two inputs that a constraint makes equal are one signal.
      agrees &&= (values.get(wire) ?? value) === value;
      values.set(wire, value);
    }
    const watcher = this.#shipped.follow();
    this.#machine.move(values, watcher);
    return agrees && watcher.broken() === 0;
  }

  /** The value of a signal below main. */
  read(name: string): bigint {
    return this.#machine.read(this.#wireOf(name) as number);
  }

  /** How the generator's own witness of the present input differs: by its verdict, or by a signal where it is accepted; undefined when it does not. */
  differenceFromGenerator(input: CircuitInputs, accepted: boolean): string | undefined {
    const { r1cs, names, dishonest } = this.#generator;
    const witness = dishonest.calculate(input);
    if ((violatedConstraints(r1cs, witness, 1).length === 0) !== accepted)
      return "the generator's witness is judged otherwise";
    if (!accepted) return undefined;
    for (const [wire, all] of names.ofWire) {
      if (wire > 0 && witness[wire] !== this.#machine.read(this.#shipped.plainOf(wire)))
        return `the generator has another ${all[0]}`;
    }
    return undefined;
  }

  #wireOf(name: string): number | undefined {
    if (this.#wires.has(name)) return this.#wires.get(name);
    const wire = this.#plain.names.wireOf(`main.${name}`);
    const own = wire === undefined ? undefined : (this.#machine.system.classOf[wire] as number);
    const found = own !== undefined && (this.#machine.system.at[own]?.length ?? 0) > 0 ? own : undefined;
    this.#wires.set(name, found);
    return found;
  }
}
