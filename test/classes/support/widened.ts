/** The inputs of a small book as those of the same book in a larger class. */
import { type BookClass, slotsOf } from "../../../model/classes.ts";
import { times } from "../../../model/integers.ts";
import type { RawInput, RawValue } from "../../circuits/support/reseal.ts";

/** Inputs with one entry for each slot, and what an empty slot has there. */
const PER_SLOT: Readonly<Record<string, (empty: RawInput) => RawValue>> = Object.fromEntries(
  [
    ...["instrument", "oldSign", "oldMag", "newSign", "newMag", "path", "rowPacked", "rowFactor", "rowSettled"],
    ...["rowDepth", "rowMark", "rowDelta", "rowContLong", "rowContShort"],
  ].map((name) => [name, (empty) => (empty[name] as RawValue[]).at(-1) as RawValue]),
);

/** Empty slots added behind; `empty` is an input whose last slot is empty. Public inputs stay the small book's. */
export function widened(input: RawInput, empty: RawInput, bookClass: BookClass): RawInput {
  const longer = (name: string, value: RawValue): RawValue => {
    const filler = PER_SLOT[name]?.(empty);
    if (filler === undefined) return value;
    const slots = value as RawValue[];
    return [...slots, ...times(slotsOf(bookClass) - slots.length, () => structuredClone(filler))];
  };
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, longer(name, value)]));
}
