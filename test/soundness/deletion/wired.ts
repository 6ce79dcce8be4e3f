/** A system in which some equalities stay constraints of their own, so that they can be deleted or rewired, while all others make two signals one. */

import type { R1cs } from "../../../prover/artifacts/r1cs.ts";
import { formOf, isConstant, termsOf } from "../system/form.ts";
import { type Constraint, readSystem, type System, systemOf } from "../system/system.ts";

type Linear = Extract<Constraint, { kind: "linear" }>;

/** Reads a system; its constraints are in the order of the r1cs. @param keep constraints that stay, by their index in the r1cs. */
export function readWired(r1cs: R1cs, keep: ReadonlySet<number>): System {
  const raw = readSystem(r1cs, { equalities: "kept" });
  const stays = (one: Constraint): one is Linear => one.kind === "linear" && keep.has(one.id);
  const isGiven = (wire: number): boolean => raw.given[wire] === 1;
  const merged = systemOf(
    r1cs.wires,
    raw.constraints.filter((one) => !stays(one)),
    isGiven,
  );
  const apart = raw.constraints.filter(stays).map((one) => {
    const terms = termsOf(one.sum).map(([wire, weight]) => [merged.classOf[wire] as number, weight] as const);
    return { ...one, sum: formOf(terms) };
  });
  const all = [...merged.constraints, ...apart.filter(({ sum }) => !isConstant(sum))].sort((a, b) => a.id - b.id);
  const wired = systemOf(r1cs.wires, all, (wire) => merged.given[wire] === 1, "kept");
  return { ...wired, classOf: merged.classOf };
}
