/**
 * Deletion of a statement's own constraints: all that are not inside an instance of a library template, in the statement itself and in the templates
 * of `objects/` and `rules/`, wiring included. What is inside an instance of a library template is covered by that template's own deletions.
 *
 * Kills are as for a template, in another order: rank (one elimination for all constraints), lies that somebody thought of, uniqueness in a
 * neighbourhood, honest inputs with one number changed, and uniqueness in the whole.
 */

import { toField } from "../../../model/field.ts";
import type { CircuitInputs, CircuitValue } from "../../../prover/artifacts/witness-calculator.ts";
import { type OpenCircuit, openCircuit } from "../../harness/circuit.ts";
import { type SeededRandom, seededRandom } from "../../support/seeded-random.ts";
import type { Instance } from "../instances.ts";
import type { System } from "../system/system.ts";
import { findRanges } from "../uniqueness/ranges.ts";
import { describe, type Killer, neededAt } from "./delete.ts";
import { breaksWhole, Neighbourhoods } from "./local.ts";
import { isInLibrary, type Owner, ownerFinder, templateSources } from "./owner.ts";
import { brokenAlone } from "./wander.ts";
import { readWired } from "./wired.ts";

/** Mutants of the constraints of one template within a statement. */
export type OwnDeletion = {
  readonly template: string;
  readonly constraints: number;
  readonly kills: Readonly<Record<Killer, number>>;
  readonly survivors: readonly string[];
};

const WITNESSES = 3;

/** Deletes each of a statement's own constraints in turn; gives one line per template. Minutes to an hour. */
export async function deleteOwn(instance: Instance, seed: string): Promise<OwnDeletion[]> {
  const circuit = await openCircuit(instance.main, "O0");
  const owners = ownersOf(circuit, instance);
  const sources = templateSources();
  const ownIds = new Set(owners.flatMap((owner, id) => (isInLibrary(owner, sources) ? [] : [id])));
  const system = readWired(circuit.r1cs, ownIds);
  const own = system.constraints.flatMap(({ id }, index) => {
    const { path, templates } = owners[id] as Owner;
    return ownIds.has(id) ? [{ id, index, path, template: templates.at(-1) as string }] : [];
  });
  const kept = new Set(system.constraints.map(({ id }) => id));
  // What others say already is no constraint of the system as it is read: nothing would miss it.
  const said = [...ownIds].filter((id) => !kept.has(id));
  const byRank = neededSomewhere(circuit, system, instance, seed);
  const near = new Neighbourhoods(system, findRanges(system), componentsOf(system, owners));
  const killer = new Map<number, Killer>();
  const left = (): Own[] => own.filter(({ id }) => !killer.has(id));
  const kill = (by: Killer, isKilled: (one: Own) => boolean): void => {
    for (const one of left()) if (isKilled(one)) killer.set(one.id, by);
  };
  const tell = (lies: Iterable<CircuitInputs>): void => {
    const alone = refusedAlone(circuit, system, lies, new Set(left().map(({ id }) => id)));
    kill("witness", ({ id }) => alone.has(id));
  };
  kill("rank", ({ id }) => byRank.has(id));
  tell(instance.lies?.() ?? []);
  kill("uniqueness", ({ index, path }) => near.breaks(index, path));
  tell(changed(instance.input(`${seed}/lies`), seededRandom(`lies/${seed}`)));
  kill("uniqueness", ({ index }) => breaksWhole(system, index));
  return summary(
    circuit,
    [...own, ...said.map((id) => ({ id, template: (owners[id] as Owner).templates.at(-1) as string }))],
    killer,
  );
}

type Own = { readonly id: number; readonly index: number; readonly path: string; readonly template: string };

/** The component that each constraint belongs to. */
function ownersOf(circuit: OpenCircuit, { template }: Instance): Owner[] {
  const ownerOf = ownerFinder(circuit, template);
  return Array.from({ length: circuit.r1cs.constraints }, (_, id) => ownerOf(id));
}

/** Indices of the constraints of a component and of all that is in it, by its path; none for the statement itself. */
function componentsOf(system: System, owners: readonly Owner[]): (path: string) => readonly number[] {
  const inside = new Map<string, number[]>();
  system.constraints.forEach(({ id }, index) => {
    const parts = (owners[id] as Owner).path.split(".");
    for (let length = 2; length <= parts.length; length++) {
      const path = parts.slice(0, length).join(".");
      const known = inside.get(path);
      if (known === undefined) inside.set(path, [index]);
      else known.push(index);
    }
  });
  return (path) => inside.get(path) ?? [];
}

function neededSomewhere(circuit: OpenCircuit, system: System, instance: Instance, seed: string): Set<number> {
  const needed = new Set<number>();
  for (let i = 0; i < WITNESSES; i++) {
    const witness = circuit.honest.calculate(instance.input(`${seed}/${i}`));
    for (const id of neededAt(system, witness, (wire) => system.classOf[wire] === wire, `${seed}/${i}`)) needed.add(id);
  }
  return needed;
}

/** Of the wanted constraints, those that alone refuse some wrong witness; stops when all are found. */
function refusedAlone(
  circuit: OpenCircuit,
  system: System,
  lies: Iterable<CircuitInputs>,
  wanted: ReadonlySet<number>,
): Set<number> {
  const found = new Set<number>();
  const indexOf = new Map(system.constraints.map(({ id }, index) => [id, index]));
  for (const input of lies) {
    if (found.size === wanted.size) break;
    const alone = brokenAlone(circuit, system, indexOf, circuit.dishonest.calculate(input));
    for (const id of alone.keys()) if (wanted.has(id)) found.add(id);
  }
  return found;
}

/** An input with each of its numbers changed in turn to what a liar would try. */
function* changed(input: CircuitInputs, random: SeededRandom): Iterable<CircuitInputs> {
  for (const [name, value] of Object.entries(input)) {
    for (const other of changedValue(value, random)) yield { ...input, [name]: other };
  }
}

function* changedValue(value: CircuitValue, random: SeededRandom): Iterable<CircuitValue> {
  if (Array.isArray(value)) {
    const items = value as readonly CircuitValue[];
    for (const [i, item] of items.entries()) for (const other of changedValue(item, random)) yield items.with(i, other);
    return;
  }
  const number = BigInt(value as bigint);
  const tries = number <= 1n ? [1n - number] : [number + 1n, random.pick([0n, 1n, number - 1n])];
  for (const other of tries) if (other !== number) yield toField(other);
}

function summary(
  circuit: OpenCircuit,
  own: readonly Pick<Own, "id" | "template">[],
  killer: ReadonlyMap<number, Killer>,
): OwnDeletion[] {
  const templates = [...new Set(own.map(({ template }) => template))].sort();
  return templates.map((template) => {
    const mine = own.filter((one) => one.template === template);
    const by = (kind: Killer): number => mine.filter(({ id }) => killer.get(id) === kind).length;
    return {
      template,
      constraints: mine.length,
      kills: { witness: by("witness"), rank: by("rank"), uniqueness: by("uniqueness") },
      survivors: mine.filter(({ id }) => !killer.has(id)).map(({ id }) => describe(circuit, id)),
    };
  });
}
