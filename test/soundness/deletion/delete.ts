/**
 * Constraint deletion: each constraint of a template is left out in turn, and the mutant has to be shown to be worse than the original.
 *
 * A mutant is killed by the first of
 *  witness     a concrete witness that the original refuses for this constraint alone, so that the mutant accepts it;
 *  rank        without the constraint the rank of the Jacobian drops at an honest witness: what the mutant accepts has a direction more;
 *  uniqueness  without it the proof that every signal is determined fails. (A failed proof is no counterexample; but a constraint that the proof does not need
 *              would have survived.)
 * Work is on the unsimplified compilation, where each line of the source is a constraint of its own, wiring included.
 */

import fc from "fast-check";
import { times } from "../../../model/integers.ts";
import { violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import { leavesOf as countOf } from "../../circuits/support/signal-kinds.ts";
import { inputLeaves, leafNames, type Values, withLeaf, writeMain } from "../../circuits/support/template-lab.ts";
import { type OpenCircuit, openCircuit } from "../../harness/circuit.ts";
import { seededRandom, seedNumber } from "../../support/seeded-random.ts";
import { dependentRows } from "../jacobian/dependent.ts";
import { derivative } from "../jacobian/rank.ts";
import { readSystem, type System } from "../system/system.ts";
import { proveUnique } from "../uniqueness/prove.ts";
import type { Range } from "../uniqueness/ranges.ts";
import type { Subject } from "./subject.ts";

/** What killed a mutant. */
export type Killer = "witness" | "rank" | "uniqueness";

/** The mutants of one template. */
export type Deletion = {
  readonly call: string;
  readonly source: string;
  readonly constraints: number;
  readonly signals: number;
  readonly open: readonly string[];
  readonly inverses: number;
  readonly kills: Readonly<Record<Killer, number>>;
  /** Constraints whose mutants nothing killed, in words. */
  readonly survivors: readonly string[];
};

const RANDOM_PROBES = 40;

/** Compiles a template, proves it unique and deletes each of its own constraints. */
export async function deleteEach(one: Subject, seed: string): Promise<Deletion> {
  const circuit = await openCircuit(writeMain(one), "O0");
  const own = ownConstraints(circuit);
  const assumed = claimedRanges(one, circuit);
  const whole = proveUnique(readSystem(circuit.r1cs), assumed);
  const name = (wire: number): string => circuit.names.ofWire.get(wire)?.[0] ?? `wire ${wire}`;
  const byWitness = refusedAlone(circuit, probesOf(one, seed));
  const byRank = neededByRank(circuit, one, seed);
  const survives = (id: number): boolean =>
    proveUnique(readSystem(circuit.r1cs, { without: new Set([id]) }), assumed).open.length === 0;
  const rest = own.filter((id) => !byWitness.has(id) && !byRank.has(id));
  const survivors = rest.filter(survives);
  const witness = own.filter((id) => byWitness.has(id)).length;
  return {
    call: one.call,
    source: one.source,
    constraints: own.length,
    signals: whole.signals,
    open: whole.open.map(name),
    inverses: whole.inverses.length,
    kills: {
      witness,
      rank: own.length - witness - rest.length,
      uniqueness: rest.length - survivors.length,
    },
    survivors: survivors.map((id) => describe(circuit, id)),
  };
}

/** Constraints of the template itself: all of their signals are inside it. The wrapper's wiring is not. */
function ownConstraints({ r1cs, names }: OpenCircuit): number[] {
  const isInside = (wire: number): boolean => names.ofWire.get(wire)?.[0]?.startsWith("main.t.") ?? false;
  const { offsets, wireOf } = r1cs;
  return times(r1cs.constraints, (id) => id).filter((id) => {
    const wires = wireOf
      .subarray(offsets[3 * id] as number, offsets[3 * id + 3] as number)
      .filter((wire) => wire !== 0);
    return wires.length > 0 && wires.every(isInside);
  });
}

/** What the tags of the inputs promise; they are the caller's to keep. */
export function claimedRanges(
  { inputs }: Pick<Subject, "inputs">,
  { names }: Pick<OpenCircuit, "names">,
): Map<number, Range> {
  const ranges = new Map<number, Range>();
  for (const [input, kind] of Object.entries(inputs)) {
    const { binary, maxabs } = kind.claim;
    const most = maxabs === undefined ? undefined : (1n << BigInt(maxabs)) - 1n;
    const range = binary ? { low: 0n, high: 1n } : most === undefined ? undefined : { low: -most, high: most };
    if (range === undefined) continue;
    for (const leaf of leafNames(`main.${input}`, kind.dims)) ranges.set(names.wireOf(leaf) as number, range);
  }
  return ranges;
}

/** Honest inputs with each leaf at each edge of its kind, the subject's own probes, and random ones. */
function probesOf(one: Subject, seed: string): Values[] {
  const edges = one.bases.flatMap((base) =>
    inputLeaves(one).flatMap(({ name, index, kind }) => kind.edges.map((edge) => withLeaf(base, name, index, edge))),
  );
  const random = fc.sample(anyInput(one), { numRuns: RANDOM_PROBES, seed: seedNumber(`${seed}/${one.call}`) });
  return [...edges, ...(one.probes ?? []), ...random];
}

function anyInput(one: Subject): fc.Arbitrary<Values> {
  const kinds = Object.entries(one.inputs).map(([name, kind]) => {
    const count = countOf(kind);
    const list = fc.array(kind.arbitrary, { minLength: count, maxLength: count });
    return [name, kind.dims.length === 0 ? kind.arbitrary : list] as const;
  });
  return fc.record(Object.fromEntries(kinds)) as fc.Arbitrary<Values>;
}

/** Constraints that are the only one some dishonest witness breaks. */
function refusedAlone(circuit: OpenCircuit, probes: readonly Values[]): Set<number> {
  const alone = new Set<number>();
  for (const probe of probes) {
    const broken = violatedConstraints(circuit.r1cs, circuit.dishonest.calculate(probe), 2);
    if (broken.length === 1) alone.add(broken[0] as number);
  }
  return alone;
}

/** Constraints without which the rank drops at some honest witness. Inputs that the caller holds to 0 or 1 do not move. */
function neededByRank(circuit: OpenCircuit, one: Subject, seed: string): Set<number> {
  const system = readSystem(circuit.r1cs, { equalities: "kept" });
  const fixed = new Set(
    Object.entries(one.inputs)
      .filter(([, kind]) => kind.claim.binary === true)
      .flatMap(([name, kind]) => leafNames(`main.${name}`, kind.dims))
      .map((name) => circuit.names.wireOf(name)),
  );
  const needed = new Set<number>();
  one.bases.forEach((base, i) => {
    const witness = circuit.honest.calculate(base);
    for (const id of neededAt(system, witness, (wire) => !fixed.has(wire), `${seed}/${one.call}/${i}`)) needed.add(id);
  });
  return needed;
}

/** Ids of the constraints that take part in no dependency at a witness. */
export function neededAt(
  system: System,
  witness: readonly bigint[],
  isColumn: (wire: number) => boolean,
  seed: string,
): number[] {
  const rows = system.constraints.map((constraint) => derivative(constraint, witness, isColumn));
  const dependent = dependentRows(rows, seededRandom(seed));
  return system.constraints.flatMap(({ id }, i) => (dependent.has(i) ? [] : [id]));
}

/** A constraint by its signals, without the wrapper's prefix. */
export function describe({ r1cs, names }: OpenCircuit, id: number): string {
  const row = (k: number): string => {
    const terms: string[] = [];
    for (let t = r1cs.offsets[k] as number; t < (r1cs.offsets[k + 1] as number); t++) {
      const wire = r1cs.wireOf[t] as number;
      const name = wire === 0 ? "1" : (names.ofWire.get(wire)?.[0] ?? `wire ${wire}`).replace(/^main\.(t\.)?/, "");
      terms.push(`${r1cs.coefficients[r1cs.coefficientOf[t] as number]}·${name}`);
    }
    return terms.length === 0 ? "0" : terms.slice(0, 6).join(" + ") + (terms.length > 6 ? " + …" : "");
  };
  return `(${row(3 * id)})·(${row(3 * id + 1)}) = ${row(3 * id + 2)}`;
}
