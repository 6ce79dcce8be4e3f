/**
 * First-order freedom at a witness: the derivative of every constraint with respect to every signal that is no input. A signal that
 * could move while all constraints still hold to first order shows up as a missing rank. It is a check of another kind than
 * propagation: it knows no gadget and no range, and looks at numbers only.
 */

import { R, toField } from "../../../model/field.ts";
import { evaluate, type Form } from "../system/form.ts";
import type { Constraint, System } from "../system/system.ts";
import { Elimination, type Row } from "./eliminate.ts";

/** What the derivative says. */
export type Freedom = {
  /** Signals (classes of equal wires) that are no inputs. */
  readonly columns: number;
  readonly rank: number;
  /** Signals without a pivot: as many as can move. */
  readonly free: readonly number[];
};

/**
 * Rank of the Jacobian over the columns that `isColumn` keeps (default: whatever is no input).
 * Rows with one column left give that column without arithmetic, which is nearly all of a circuit; the rest is eliminated.
 */
export function freedomAt(
  system: System,
  witness: readonly bigint[],
  isColumn: (wire: number) => boolean = (wire) => system.given[wire] !== 1,
): Freedom {
  const columns = Array.from({ length: system.wires }, (_, wire) => wire).filter(
    (wire) => system.classOf[wire] === wire && isColumn(wire),
  );
  const rows = system.constraints.map((constraint) => derivative(constraint, witness, isColumn));
  const peeled = peel(rows);
  const rest = rows
    .filter((_, i) => !peeled.rows.has(i))
    .map((row) => new Map([...row].filter(([wire]) => !peeled.columns.has(wire))))
    .filter((row) => row.size > 0)
    .sort((one, other) => one.size - other.size);
  const elimination = new Elimination();
  for (const row of rest) elimination.add(row);
  const free = columns.filter((wire) => !peeled.columns.has(wire) && !elimination.hasPivot(wire));
  return { columns: columns.length, rank: peeled.columns.size + elimination.rank, free };
}

/** One row of the Jacobian: left·dRight + right·dLeft − dResult. */
export function derivative(
  constraint: Constraint,
  witness: readonly bigint[],
  isColumn: (wire: number) => boolean,
): Row {
  const row: Row = new Map();
  const add = ({ wires, weights }: Form, factor: bigint): void => {
    wires.forEach((wire, i) => {
      if (isColumn(wire)) row.set(wire, toField((row.get(wire) ?? 0n) + factor * (weights[i] as bigint)));
    });
  };
  if (constraint.kind === "linear") add(constraint.sum, 1n);
  else {
    add(constraint.left, evaluate(constraint.right, witness) % R);
    add(constraint.right, evaluate(constraint.left, witness) % R);
    add(constraint.result, -1n);
  }
  for (const [wire, entry] of row) if (entry === 0n) row.delete(wire);
  return row;
}

/** Takes rows with one column left, each with its column, as long as there are any. */
function peel(rows: readonly Row[]): { readonly rows: Set<number>; readonly columns: Set<number> } {
  const left = rows.map((row) => row.size);
  const rowsOf = new Map<number, number[]>();
  rows.forEach((row, i) => {
    for (const wire of row.keys()) rowsOf.set(wire, [...(rowsOf.get(wire) ?? []), i]);
  });
  const done = { rows: new Set<number>(), columns: new Set<number>() };
  const queue = [...left.keys()].filter((i) => left[i] === 1);
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    const wire = [...(rows[i] as Row).keys()].find((column) => !done.columns.has(column));
    if (wire === undefined) continue;
    done.rows.add(i);
    done.columns.add(wire);
    for (const j of rowsOf.get(wire) as number[]) {
      left[j] = (left[j] as number) - 1;
      if (left[j] === 1) queue.push(j);
    }
  }
  return done;
}
