/**
 * Slips in the statements, judged on the constraints of the statement as it is (wiring.ts) by
 *  compiler    the slip reads what does not exist, or gives an input values of another shape;
 *  model       an input on which the verdict, or a public output, is no longer the model's: honest ones, lies, limits that bind, and random ones;
 *  rank        a constraint that the slip leaves out is needed for full rank at an honest witness;
 *  uniqueness  a constraint that the slip leaves out is needed for the proof that every signal near it, or every signal, is determined.
 */

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { R } from "../../../model/field.ts";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import type { CircuitInputs } from "../../../prover/artifacts/witness-calculator.ts";
import { type OpenCircuit, openCircuit } from "../../harness/circuit.ts";
import { hintNames } from "../../harness/hint-names.ts";
import { neededAt } from "../deletion/delete.ts";
import { breaksWhole, Neighbourhoods } from "../deletion/local.ts";
import { readWired } from "../deletion/wired.ts";
import { orderOf } from "../forgery/order.ts";
import { Recomputation } from "../forgery/recompute.ts";
import { INSTANCES, type Instance } from "../instances.ts";
import type { Form } from "../system/form.ts";
import type { Constraint, System } from "../system/system.ts";
import { findRanges } from "../uniqueness/ranges.ts";
import { type Battery, batteryOf } from "./battery.ts";
import type { MutationKiller } from "./judge.ts";
import type { SourceMutant } from "./operators.ts";
import { componentOf, type Rewiring, StatementWiring } from "./wiring.ts";

/** The shipped instance that slips in a statement's file are judged in. @throws Error when there is none. */
export function instanceOf(file: string): Instance {
  const text = readFileSync(join(packageRoot(), "circuits", file), "utf8");
  const found = INSTANCES.find(({ template }) => text.includes(`template ${template}(`));
  if (found === undefined) throw new Error(`no instance of circuits/${file} ships`);
  return found;
}

/** Judges the mutants of a statement's wiring. */
export async function judgeStatement(
  file: string,
  mutants: readonly SourceMutant[],
  seed: string,
): Promise<Map<SourceMutant, MutationKiller>> {
  const bench = await StatementBench.open(file);
  const killers = new Map<SourceMutant, MutationKiller>();
  const alive = new Map<SourceMutant, Rewiring>();
  for (const mutant of mutants) {
    const rewired = bench.wiring.rewired(mutant);
    if (rewired === "refused") killers.set(mutant, "compiler");
    else alive.set(mutant, rewired);
  }
  const kill = (by: MutationKiller, isKilled: (rewired: Rewiring) => boolean): void => {
    for (const [mutant, rewired] of alive) {
      if (!isKilled(rewired)) continue;
      killers.set(mutant, by);
      alive.delete(mutant);
    }
  };
  const { honest, others } = batteryOf(bench.instance, seed);
  for (const one of honest) bench.ask(one, (shows) => kill("model", shows));
  const needed = bench.needed(honest[0]?.input ?? {}, seed);
  kill("rank", ({ drops, sets }) => sets.size === 0 && [...drops].some((index) => needed.has(index)));
  for (const one of others) if (alive.size > 0) bench.ask(one, (shows) => kill("model", shows));
  kill("uniqueness", ({ drops, sets }) => sets.size === 0 && [...drops].some((index) => bench.determines(index)));
  for (const mutant of alive.keys()) killers.set(mutant, "nothing");
  return killers;
}

/** A statement's constraints, the order of recomputation and its source. */
class StatementBench {
  readonly instance: Instance;
  readonly wiring: StatementWiring;
  readonly #circuit: OpenCircuit;
  readonly #system: System;
  readonly #machine: Recomputation;
  readonly #indexOf: ReadonlyMap<number, number>;
  #near: Neighbourhoods | undefined;

  private constructor(file: string, instance: Instance, circuit: OpenCircuit) {
    this.instance = instance;
    this.#circuit = circuit;
    this.#system = readWired(circuit.r1cs, wiringsOf(circuit));
    this.#indexOf = new Map(this.#system.constraints.map(({ id }, index) => [id, index]));
    const text = readFileSync(join(packageRoot(), "circuits", file), "utf8");
    this.wiring = new StatementWiring({ file, text }, circuit.names, this.#system, constants());
    this.#machine = new Recomputation(this.#system, this.#steps());
  }

  static async open(file: string): Promise<StatementBench> {
    const instance = instanceOf(file);
    return new StatementBench(file, instance, await openCircuit(instance.main, "O0"));
  }

  #steps() {
    const { names } = this.#circuit;
    const hints = hintNames(this.instance.main);
    const named = new Set<number>();
    for (const [wire, all] of names.ofWire) {
      const isHint = all.some((name) => hints.has(name.slice(name.lastIndexOf(".") + 1).replace(/\[.*$/, "")));
      if (isHint) named.add(this.#system.classOf[wire] as number);
    }
    return orderOf(
      this.#system,
      (wire) => this.#system.given[wire] === 1,
      (wire) => named.has(wire),
    );
  }

  /**
   * Lets `use` ask of slips whether one shows at an input.
   * @throws Error when the statement as it is and the model do not agree on the input.
   */
  ask(
    { input, accepted, what }: Battery["others"][number],
    use: (shows: (rewired: Rewiring) => boolean) => void,
  ): void {
    const { r1cs, dishonest } = this.#circuit;
    const witness = dishonest.calculate(input);
    const broken = violatedConstraints(r1cs, witness);
    if ((broken.length === 0) !== accepted) throw new Error(`${this.instance.name} and its model differ on ${what}`);
    this.#machine.start(witness);
    use((rewired) => this.#verdict(rewired, broken) !== (accepted ? "accepted" : "refused"));
  }

  /** @param before ids of the constraints that the input breaks as it is. */
  #verdict({ drops, sets }: Rewiring, before: readonly number[]): "accepted" | "refused" | "other output" {
    const read = (wire: number): bigint => this.#machine.read(wire);
    const forced = new Map([...sets].map(([wire, source]) => [wire, source(read)] as const));
    return this.#machine.forge(forced, ({ changed }) => {
      const touched = new Set(changed.flatMap((wire) => this.#system.at[wire] as readonly number[]));
      const isBroken = (index: number): boolean =>
        !drops.has(index) && !holdsAt(this.#system.constraints[index] as Constraint, read);
      const stays = before.some((id) => {
        const index = this.#indexOf.get(id);
        return index === undefined || (!touched.has(index) && !drops.has(index));
      });
      if (stays || [...touched].some(isBroken)) return "refused";
      const { publicOutputs } = this.#circuit.r1cs;
      const isOutput = (wire: number): boolean => this.#system.classOf.subarray(1, publicOutputs + 1).includes(wire);
      return changed.some(isOutput) ? "other output" : "accepted";
    });
  }

  /** Whether a constraint is needed for a proof that signals are determined. */
  determines(index: number): boolean {
    this.#near ??= new Neighbourhoods(this.#system, findRanges(this.#system), () => []);
    return this.#near.breaks(index, "") || breaksWhole(this.#system, index);
  }

  /** Indices of the constraints without which the rank drops at the witness of an honest input. */
  needed(input: CircuitInputs, seed: string): Set<number> {
    const witness = this.#circuit.honest.calculate(input);
    const ids = neededAt(this.#system, witness, (wire) => this.#system.classOf[wire] === wire, `mutation/${seed}`);
    return new Set(ids.map((id) => this.#indexOf.get(id) as number));
  }
}

/** Whether a constraint holds at the values that `read` gives. */
function holdsAt(constraint: Constraint, read: (wire: number) => bigint): boolean {
  const value = ({ wires, weights, constant }: Form): bigint =>
    wires.reduce((sum, wire, i) => sum + (weights[i] as bigint) * read(wire), constant);
  if (constraint.kind === "linear") return value(constraint.sum) % R === 0n;
  return (value(constraint.left) * value(constraint.right) - value(constraint.result)) % R === 0n;
}

/** Constraints over signals of more than one component, or of none: the statement's own. */
function wiringsOf({ r1cs, names }: OpenCircuit): Set<number> {
  const component = new Map([...names.ofWire].map(([wire, [name = ""]]) => [wire, componentOf(name)]));
  const own = new Set<number>();
  for (let id = 0; id < r1cs.constraints; id++) {
    const wires = r1cs.wireOf.subarray(r1cs.offsets[3 * id] as number, r1cs.offsets[3 * id + 3] as number);
    const places = new Set([...wires].filter((wire) => wire !== 0).map((wire) => component.get(wire)));
    if (places.size > 1 || places.has("")) own.add(id);
  }
  return own;
}

/** Functions of the sources that give one number. */
function constants(): Map<string, bigint> {
  const root = join(packageRoot(), "circuits", "lib");
  const texts = globSync("*.circom", { cwd: root }).map((path) => readFileSync(join(root, path), "utf8"));
  const found = texts.flatMap((text) => [...text.matchAll(/^function (\w+)\(\) \{ return (\d+); \}$/gm)]);
  return new Map(found.map(([, name, value]) => [`${name}()`, BigInt(value as string)]));
}
