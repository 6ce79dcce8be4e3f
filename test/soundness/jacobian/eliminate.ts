/** Sparse elimination over the field: rows come one after the other, each reduced by those before it. */

import { inverse, R } from "../../../model/field.ts";

/** Column → entry; entries are not 0. */
export type Row = Map<number, bigint>;

/** The pivot rows found so far, in the order in which they came. */
export class Elimination {
  readonly #pivots = new Map<number, Row>();
  readonly #order: number[] = [];
  readonly #isPivotColumn: (column: number) => boolean;

  /** @param isPivotColumn columns that may be pivots; the others (right sides) are only carried along. */
  constructor(isPivotColumn: (column: number) => boolean = () => true) {
    this.#isPivotColumn = isPivotColumn;
  }

  get rank(): number {
    return this.#order.length;
  }

  /** Whether a column is a pivot's. */
  hasPivot(column: number): boolean {
    return this.#pivots.has(column);
  }

  /** Adds a row. Gives what is left of it when nothing is left that may be a pivot: a combination of earlier rows, up to carried columns. */
  add(row: Row): Row | undefined {
    const rest = this.#reduced(row);
    const pivot = [...rest.keys()].find(this.#isPivotColumn);
    if (pivot === undefined) return rest;
    const factor = inverse(rest.get(pivot) as bigint);
    for (const [column, entry] of rest) rest.set(column, (entry * factor) % R);
    this.#pivots.set(pivot, rest);
    this.#order.push(pivot);
    return undefined;
  }

  /** The entry of every pivot column when the other columns have the values of `given`: Σ entry·value = 0 in each row. */
  solve(given: (column: number) => bigint): Map<number, bigint> {
    const values = new Map<number, bigint>();
    for (const pivot of this.#order.toReversed()) {
      let sum = 0n;
      for (const [column, entry] of this.#pivots.get(pivot) as Row) {
        if (column !== pivot) sum += entry * (values.get(column) ?? given(column));
      }
      values.set(pivot, (R - (sum % R)) % R);
    }
    return values;
  }

  /** A pivot row holds no earlier pivot's column, so each step moves to later pivots and the walk ends. */
  #reduced(row: Row): Row {
    const rest: Row = new Map(row);
    const pending = [...rest.keys()].filter((column) => this.#pivots.has(column));
    for (let column = pending.pop(); column !== undefined; column = pending.pop()) {
      const entry = rest.get(column);
      if (entry === undefined) continue;
      for (const [other, weight] of this.#pivots.get(column) as Row) {
        const before = rest.get(other);
        const after = ((before ?? 0n) + (R - entry) * weight) % R;
        if (after === 0n) rest.delete(other);
        else rest.set(other, after);
        if (before === undefined && after !== 0n && this.#pivots.has(other)) pending.push(other);
      }
    }
    return rest;
  }
}
