/**
 * Is every element of an array of the main component held by what its neighbours are held by? A loop of a statement that leaves one slot out, or that runs over the
 * eight factors where there are sixteen slots, leaves every signal unique, no rank lower and every honest witness accepted: an assertion about one element is
 * missing, and nothing is computed from an assertion. So a constraint over the parts of one element, and signals that belong to no array, has to stand there for all
 * elements as soon as it does for two.
 */

import type { R1cs } from "../../../prover/artifacts/r1cs.ts";
import type { SignalNames } from "../../../prover/artifacts/sym.ts";

/** A constraint that holds some elements of an array, but not all. */
export type Lopsided = {
  /** The signals of its three forms, with `[*]` for the element. */
  readonly constraint: string;
  readonly elements: number;
  readonly without: readonly number[];
};

/** A part of an element of an array of the main component, such as `main.s02_slot[3].used`. */
const OF_ELEMENT = /^main\.([^.[]+)\[(\d+)\](.*)$/;
/** The array in the name of a part of any element. */
const ARRAY = /main\.([^.[]+)\[\*\]/g;

/** What a wire is called: as a part of each element that it is a part of, or as a signal that belongs to no array. */
type Called = { readonly as: ReadonlyMap<number, string>; readonly shared: string | undefined };

/** Constraints of a compilation that hold two elements of an array or more, but not all. Coefficients are not compared. */
export function lopsided({ r1cs, names }: { readonly r1cs: R1cs; readonly names: SignalNames }): Lopsided[] {
  const lengths = lengthsOf(names.all);
  const called = caller(names);
  const held = new Map<string, Set<number>>();
  for (let c = 0; c < r1cs.constraints; c++) {
    const forms = formsOf(r1cs, c).map((wires) => wires.map(called));
    const element = elementOf(forms.flat());
    if (element === undefined) continue;
    const words = forms.map((form) => form.map(({ as, shared }) => as.get(element) ?? shared).sort());
    const constraint = words.map((form) => form.join(" + ")).join(" | ");
    held.set(constraint, (held.get(constraint) ?? new Set()).add(element));
  }
  return [...held].flatMap(([constraint, some]) => {
    const elements = Math.max(...[...constraint.matchAll(ARRAY)].map(([, array = ""]) => lengths.get(array) ?? 0));
    const without = Array.from({ length: elements }, (_, i) => i).filter((i) => !some.has(i));
    return some.size < 2 || without.length === 0 ? [] : [{ constraint, elements, without }];
  });
}

/** The wires of the three forms of a constraint, the constant one left out. */
const formsOf = ({ offsets, wireOf }: R1cs, c: number): number[][] =>
  [3 * c, 3 * c + 1, 3 * c + 2].map((row) =>
    [...wireOf.subarray(offsets[row] as number, offsets[row + 1] as number)].filter((wire) => wire !== 0),
  );

/** How many elements each array of the main component has. */
function lengthsOf(all: readonly string[]): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const name of all) {
    const [, array, index] = OF_ELEMENT.exec(name) ?? [];
    if (array !== undefined) lengths.set(array, Math.max(lengths.get(array) ?? 0, Number(index) + 1));
  }
  return lengths;
}

/** What each wire is called. Of several names the one that most elements have a wire for, so that an element which shares a wire with another array is called as its neighbours are. */
function caller({ ofWire, all }: SignalNames): (wire: number) => Called {
  const common = new Map<string, number>();
  for (const name of all) {
    const pattern = name.replace(OF_ELEMENT, "main.$1[*]$3");
    common.set(pattern, (common.get(pattern) ?? 0) + 1);
  }
  const known = new Map<number, Called>();
  return (wire) => {
    const before = known.get(wire);
    if (before !== undefined) return before;
    const as = new Map<number, string>();
    let shared: string | undefined;
    for (const name of [...(ofWire.get(wire) ?? [])].sort()) {
      const [, array, index, part = ""] = OF_ELEMENT.exec(name) ?? [];
      if (array === undefined) shared ??= name.includes("[") ? undefined : name;
      else {
        const pattern = `main.${array}[*]${part}`;
        const other = as.get(Number(index));
        if (other === undefined || (common.get(pattern) ?? 0) > (common.get(other) ?? 0))
          as.set(Number(index), pattern);
      }
    }
    const one = { as, shared };
    known.set(wire, one);
    return one;
  };
}

/** The one element that the signals are parts of; undefined where there is none or more than one, or a signal is in an array elsewhere. */
function elementOf(signals: readonly Called[]): number | undefined {
  const parts = signals.filter(({ as }) => as.size > 0);
  if (signals.some(({ as, shared }) => as.size === 0 && shared === undefined)) return undefined;
  const [one, ...others] = [...(parts[0]?.as.keys() ?? [])].filter((i) => parts.every(({ as }) => as.has(i)));
  return others.length === 0 ? one : undefined;
}
