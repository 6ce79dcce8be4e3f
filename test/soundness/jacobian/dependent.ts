/**
 * Constraints that are redundant to first order, all found at once. A row of the Jacobian that takes part in no linear dependency is needed:
 * without it the rank drops, and the tangent space of accepted witnesses grows.
 *
 * A dependency is a vector y with Σ y_i·row_i = 0. A row takes part in one exactly if its entry is not 0 in a random vector of the space of all
 * dependencies, up to a chance of 1/r per row: the vectors with entry 0 are a proper subspace if any has another. So one random dependency is solved for.
 * Each column of the Jacobian is an equation for y. The equations are solved sparsest first, each for the unknown that the fewest others have,
 * which in a circuit mostly means for one that no other has.
 */

import { inverse, R, toField } from "../../../model/field.ts";
import type { SeededRandom } from "../../support/seeded-random.ts";
import type { Row } from "./eliminate.ts";

/** Indices of the rows that take part in a dependency. */
export function dependentRows(rows: readonly Row[], random: SeededRandom): Set<number> {
  const y = new Transposed(rows).randomSolution(() => random.bigint(1n, R - 1n));
  return new Set([...rows.keys()].filter((i) => y[i] !== 0n));
}

/** Equations by column, unknowns by row. */
class Transposed {
  readonly #equations: Row[];
  /** Open equations that hold an unknown. */
  readonly #places: Set<number>[];
  readonly #isOpen: Uint8Array;
  readonly #bySize: number[][] = [];
  readonly #solved: { readonly equation: Row; readonly unknown: number }[] = [];

  constructor(rows: readonly Row[]) {
    const columns = new Map<number, Row>();
    rows.forEach((row, i) => {
      for (const [column, entry] of row) {
        const equation = columns.get(column);
        if (equation === undefined) columns.set(column, new Map([[i, entry]]));
        else equation.set(i, entry);
      }
    });
    this.#equations = [...columns.values()];
    this.#isOpen = new Uint8Array(this.#equations.length).fill(1);
    this.#places = rows.map(() => new Set());
    this.#equations.forEach((equation, e) => {
      for (const unknown of equation.keys()) (this.#places[unknown] as Set<number>).add(e);
      this.#note(e);
    });
  }

  randomSolution(draw: () => bigint): bigint[] {
    const single = [...this.#places.keys()].filter((unknown) => this.#places[unknown]?.size === 1);
    for (;;) {
      const unknown = single.pop();
      if (unknown !== undefined) {
        const [e] = this.#places[unknown] as Set<number>;
        if (e !== undefined) single.push(...this.#close(e, unknown));
        continue;
      }
      const e = this.#sparsest();
      if (e === undefined) return this.#substitute(draw);
      const pivot = this.#rarest(e);
      this.#eliminate(e, pivot);
      single.push(...this.#close(e, pivot));
    }
  }

  /** Files an equation under its size; older entries are passed over when they come up. */
  #note(e: number): void {
    const size = (this.#equations[e] as Row).size;
    while (this.#bySize.length <= size) this.#bySize.push([]);
    (this.#bySize[size] as number[]).push(e);
  }

  #sparsest(): number | undefined {
    for (let size = 1; size < this.#bySize.length; size++) {
      const bucket = this.#bySize[size] as number[];
      for (let e = bucket.pop(); e !== undefined; e = bucket.pop()) {
        if (this.#isOpen[e] === 1 && this.#equations[e]?.size === size) return e;
      }
    }
    return undefined;
  }

  #rarest(e: number): number {
    let best = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (const unknown of (this.#equations[e] as Row).keys()) {
      const count = (this.#places[unknown] as Set<number>).size;
      if (count < fewest) [best, fewest] = [unknown, count];
    }
    return best;
  }

  /** Takes `pivot` out of every other equation. */
  #eliminate(e: number, pivot: number): void {
    const own = this.#equations[e] as Row;
    const scale = R - inverse(own.get(pivot) as bigint);
    for (const other of [...(this.#places[pivot] as Set<number>)]) {
      if (other === e) continue;
      const equation = this.#equations[other] as Row;
      const factor = ((equation.get(pivot) as bigint) * scale) % R;
      for (const [unknown, entry] of own) {
        const before = equation.get(unknown);
        const after = ((before ?? 0n) + factor * entry) % R;
        if (after === 0n) {
          equation.delete(unknown);
          (this.#places[unknown] as Set<number>).delete(other);
        } else {
          equation.set(unknown, after);
          if (before === undefined) (this.#places[unknown] as Set<number>).add(other);
        }
      }
      this.#note(other);
    }
  }

  /** Sets an equation aside for `unknown`, which no other open equation has. Gives the unknowns that are now in one equation only. */
  #close(e: number, unknown: number): number[] {
    const equation = this.#equations[e] as Row;
    this.#isOpen[e] = 0;
    this.#solved.push({ equation, unknown });
    const single: number[] = [];
    for (const other of equation.keys()) {
      const places = this.#places[other] as Set<number>;
      places.delete(e);
      if (places.size === 1) single.push(other);
    }
    return single;
  }

  /** Unknowns that no equation was solved for are drawn; the others follow, last solved first. */
  #substitute(draw: () => bigint): bigint[] {
    const y: (bigint | undefined)[] = new Array(this.#places.length).fill(undefined);
    const pivots = new Set(this.#solved.map(({ unknown }) => unknown));
    for (const unknown of y.keys()) if (!pivots.has(unknown)) y[unknown] = draw();
    for (const { equation, unknown } of this.#solved.toReversed()) {
      let sum = 0n;
      for (const [other, entry] of equation) if (other !== unknown) sum += entry * (y[other] as bigint);
      y[unknown] = toField(-sum * inverse(equation.get(unknown) as bigint));
    }
    return y as bigint[];
  }
}
