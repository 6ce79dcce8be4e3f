/** A statement opened for forgery: the recomputation at O1, the shipped constraints, and the judgement of what they accept. */

import { type Field, fromField } from "../../../model/field.ts";
import { publicWires } from "../../../prover/artifacts/r1cs.ts";
import type { CircuitInputs, CircuitValue } from "../../../prover/artifacts/witness-calculator.ts";
import { type OpenCircuit, openCircuit } from "../../harness/circuit.ts";
import { hintNames } from "../../harness/hint-names.ts";
import { inputWires, readSystem, type System } from "../system/system.ts";
import type { View } from "./lies.ts";
import { orderOf, outputsOf, type Step } from "./order.ts";
import { type Forged, Recomputation } from "./recompute.ts";
import { Shipped } from "./shipped.ts";
import { type ForgerySubject, namedInputs } from "./subjects.ts";

/** What became of a forgery. */
export type Verdict =
  /** A constraint of what ships objects. */
  | { readonly kind: "refused"; readonly rule: string }
  /** Only signals that the compiler eliminated would differ, and the source's constraints refuse them: what ships is the honest witness. */
  | { readonly kind: "invisible" }
  /** Accepted, and nothing but the inverse of a zero differs. */
  | { readonly kind: "inverse" }
  /** Accepted, and what differs is a choice that an honest prover may make. */
  | { readonly kind: "choice"; readonly of: string }
  /** Accepted, about another book, market or policy, which a public input names; an honest prover with these inputs says the same. */
  | { readonly kind: "another statement" }
  /** Accepted, about another policy, sheet or model with a number that its maker, who is answerable for it, may not write. */
  | { readonly kind: "broken assumption"; readonly of: string }
  /** Accepted, and it should not have been. */
  | { readonly kind: "hole"; readonly changed: readonly string[] };

/** A statement and one honest witness of it at a time. */
export class ForgeryBench {
  readonly subject: ForgerySubject;
  readonly names: OpenCircuit["names"];
  readonly view: View;
  /** Signals that the prover decides: everything that no constraint simply gives. */
  readonly hints: readonly number[];
  /** Private inputs by name. */
  readonly inputs: ReadonlyMap<string, number>;
  readonly #plain: OpenCircuit;
  readonly #shipped: Shipped;
  readonly #machine: Recomputation;
  readonly #publics: ReadonlySet<number>;
  readonly #inputWires: ReadonlySet<number>;
  #input: CircuitInputs = {};
  #honest: Readonly<Record<string, bigint>> = {};

  private constructor(subject: ForgerySubject, plain: OpenCircuit, shipped: OpenCircuit) {
    this.subject = subject;
    this.#plain = plain;
    this.names = plain.names;
    const system = readSystem(plain.r1cs);
    const steps = stepsOf(subject, plain, system);
    this.#machine = new Recomputation(system, steps);
    this.#shipped = new Shipped(plain, shipped, this.#machine);
    this.view = this.#machine;
    this.hints = steps.flatMap((step) => (step.kind === "solved" ? [] : outputsOf(step)));
    this.#publics = new Set(classes(system, 1, publicWires(plain.r1cs) + 1));
    const { from, to } = inputWires(plain.r1cs);
    this.#inputWires = new Set(classes(system, from, to));
    this.inputs = this.#privateInputs(system);
  }

  /** Compiles (or finds) both compilations and prepares the order of recomputation. */
  static async open(subject: ForgerySubject): Promise<ForgeryBench> {
    return new ForgeryBench(subject, await openCircuit(subject.main, "O1"), await openCircuit(subject.main, "O2"));
  }

  /** Takes the honest witness of an input as the truth that lies are measured by. */
  start(input: CircuitInputs): void {
    this.#input = input;
    this.#honest = namedInputs(input);
    this.#machine.start(this.#plain.honest.calculate(input));
  }

  /** The signal of a full name. @throws Error when the source has no such signal, or the compiler has no wire for it. */
  signal(name: string): number {
    const wire = this.names.wireOf(name);
    if (wire === undefined) throw new Error(`${this.subject.name} has no signal ${name} at O1`);
    return this.#machine.system.classOf[wire] as number;
  }

  /**
   * Forces signals, recomputes what follows and judges.
   * @param isStubborn the prover's other decisions stay as they were.
   */
  judge(forced: ReadonlyMap<number, bigint>, isStubborn = false): Verdict {
    const { verdict, followers } = this.#tell(forced, isStubborn);
    return followers.size === 0 ? verdict : this.#tell(new Map([...forced, ...followers]), isStubborn).verdict;
  }

  /** Judges, and names private inputs that do not ship and that what ships gives another value: these follow. */
  #tell(
    forced: ReadonlyMap<number, bigint>,
    isStubborn: boolean,
  ): { verdict: Verdict; followers: Map<number, bigint> } {
    const watcher = this.#shipped.watch();
    const look = ({ changed }: Forged): { verdict: Verdict; followers: Map<number, bigint> } => {
      const rule = watcher.objection();
      if (rule !== undefined) return { verdict: { kind: "refused", rule }, followers: new Map() };
      const verdict = this.#accepted(changed);
      return { verdict, followers: verdict.kind === "hole" ? this.#followers(changed, forced) : new Map() };
    };
    return this.#machine.forge(forced, look, { isStubborn, watcher });
  }

  #followers(changed: readonly number[], forced: ReadonlyMap<number, bigint>): Map<number, bigint> {
    const leftOut = [...this.inputs.values()].filter((wire) => !this.#shipped.has(wire) && !forced.has(wire));
    return new Map(
      leftOut.flatMap((wire) => {
        const value = this.#machine.valueByBroken(wire, changed);
        return value === undefined ? [] : [[wire, value] as const];
      }),
    );
  }

  /** What ships accepts. */
  #accepted(all: readonly number[]): Verdict {
    const isWhole = this.#machine.holdsAt(all);
    if (!isWhole && !all.some((wire) => this.#shipped.has(wire))) return { kind: "invisible" };
    // Where the source's constraints refuse, only the signals that ship are what a prover would have.
    const counts = (wire: number): boolean => isWhole || this.#shipped.has(wire);
    const changed = all.filter(counts);
    if (changed.every((wire) => this.#machine.isInverseOfZero(wire))) return { kind: "inverse" };
    const isExcusable = all.some((wire) => this.#inputWires.has(wire)) && this.#isReproducible(counts);
    const excuse = isExcusable ? this.#excuse(changed) : this.#brokenAssumption(changed);
    return excuse ?? { kind: "hole", changed: changed.slice(0, 8).map((wire) => this.nameOf(wire)) };
  }

  /** A public input that differs makes another statement; else the subject knows its prover's choices. */
  #excuse(changed: readonly number[]): Verdict | undefined {
    const publics = changed.filter((wire) => this.#publics.has(wire));
    if (publics.some((wire) => this.#inputWires.has(wire))) return { kind: "another statement" };
    const of = this.#choice(publics.length > 0);
    return of === undefined ? undefined : { kind: "choice", of };
  }

  /** A trusted input out of its range, which a public input names: outside the circuit somebody refuses it. */
  #brokenAssumption(changed: readonly number[]): Verdict | undefined {
    if (!changed.some((wire) => this.#publics.has(wire) && this.#inputWires.has(wire))) return undefined;
    for (const [leaf, wire] of this.inputs) {
      const bits = this.subject.trusted[leaf.replace(/\[.*$/, "")];
      const value = fromField(this.#machine.read(wire) as Field);
      if (bits !== undefined && changed.includes(wire) && (value < 0n ? -value : value) >> BigInt(bits) > 0n)
        return { kind: "broken assumption", of: leaf };
    }
    return undefined;
  }

  /** Whether the honest generator, given the forged inputs, comes to the very same signals, inverses apart. */
  #isReproducible(counts: (wire: number) => boolean): boolean {
    const wireOf = (leaf: string): number | undefined => this.names.wireOf(`main.${leaf}`);
    const read = (leaf: string, value: CircuitValue): CircuitValue => {
      if (Array.isArray(value)) return value.map((item: CircuitValue, i) => read(`${leaf}[${i}]`, item));
      const wire = wireOf(leaf);
      return wire === undefined ? value : this.#machine.read(this.#machine.system.classOf[wire] as number);
    };
    const input = Object.fromEntries(Object.entries(this.#input).map(([name, value]) => [name, read(name, value)]));
    const witness = this.#plain.dishonest.calculate(input);
    const { classOf, at } = this.#machine.system;
    return classOf.every(
      (own, wire) =>
        own !== wire ||
        at[wire]?.length === 0 ||
        !counts(wire) ||
        this.#machine.isInverseOfZero(wire) ||
        witness[wire] === this.#machine.read(wire),
    );
  }

  #choice(hasOtherOutput: boolean): string | undefined {
    const forged = Object.fromEntries(
      Object.entries(this.#honest).map(([name, value]) => {
        const wire = this.inputs.get(name);
        return [name, wire === undefined ? value : this.#machine.read(wire)];
      }),
    );
    return this.subject.choice(this.#honest, forged, hasOtherOutput);
  }

  /** The first name of a signal. */
  nameOf(wire: number): string {
    return this.names.ofWire.get(wire)?.[0] ?? `wire ${wire}`;
  }

  #privateInputs(system: System): Map<string, number> {
    const { r1cs, names } = this.#plain;
    const { to } = inputWires(r1cs);
    const found = new Map<string, number>();
    for (let wire = publicWires(r1cs) + 1; wire < to; wire++) {
      for (const name of names.ofWire.get(wire) ?? []) {
        if (/^main\.[^.]+$/.test(name)) found.set(name.slice("main.".length), system.classOf[wire] as number);
      }
    }
    return found;
  }
}

const classes = (system: System, from: number, to: number): number[] =>
  [...system.classOf.subarray(from, to)].filter((wire) => (system.at[wire]?.length ?? 0) > 0);

function stepsOf(subject: ForgerySubject, { names }: OpenCircuit, system: System): Step[] {
  const { classOf } = system;
  const follows = new Set(subject.follows.map((name) => classOf[names.wireOf(`main.${name}`) as number]));
  return recomputationOf(subject.main, names, system, (wire) => system.given[wire] === 1 && !follows.has(wire));
}

/** The order in which everything follows from what is given. */
export function recomputationOf(
  main: string,
  names: OpenCircuit["names"],
  system: System,
  isGiven: (wire: number) => boolean,
): Step[] {
  // Read only where a signal has to be guessed: the sources take seconds to parse.
  let named: ReadonlySet<number> | undefined;
  const isNamed = (wire: number): boolean => {
    named ??= namedHints(main, names, system);
    return named.has(wire);
  };
  return orderOf(system, isGiven, isNamed);
}

/** Signals that the source assigns by `<--`. */
function namedHints(main: string, names: OpenCircuit["names"], system: System): ReadonlySet<number> {
  const assigned = hintNames(main);
  const named = new Set<number>();
  for (const [wire, all] of names.ofWire) {
    const isHint = all.some((name) => assigned.has(name.slice(name.lastIndexOf(".") + 1).replace(/\[.*$/, "")));
    if (isHint) named.add(system.classOf[wire] as number);
  }
  return named;
}
