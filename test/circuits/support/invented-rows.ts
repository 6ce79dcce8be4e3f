/**
 * A book whose slots are used in every way that there is, and for each slot the lie that its row is another one: with a path that leads from the
 * invented row upwards without a fault, so that nothing but the sheet's top can object.
 */
import type { Book } from "../../../model/book.ts";
import { type BookClass, slotsOf } from "../../../model/classes.ts";
import { at, times } from "../../../model/integers.ts";
import type { RiskRow, Sheet } from "../../../model/sheet.ts";
import { openSheetRow, sheetSignals } from "../../../model/sheet-opening.ts";
import { lots, micros } from "../../../model/units.ts";
import type { Case } from "../../support/random-case.ts";
import { scene } from "./base-scene.ts";
import { inputOf } from "./case-input.ts";
import { copyInput, type RawInput, reseal } from "./reseal.ts";

/** What a change does with a slot; turned by two from book to book, every slot is kept, closed and settled in one of four, and opened or grown. A trade has four legs. */
const USES = ["kept", "kept", "closed", "closed", "opened", "grown", "settled", "settled"] as const;
type Use = (typeof USES)[number];

const HELD = lots(100n);
const WANTED: Partial<Record<Use, ReturnType<typeof lots>>> = { closed: lots(0n), opened: HELD, grown: lots(150n) };

/** A row of a slot that somebody invented: what is wrong, and the input with it. */
export type InventedRow = { readonly slot: number; readonly use: Use; readonly forged: RawInput };
/** An honest input, the same under a sheet that does hold an invented row, and the lies. */
export type InventedRows = { readonly honest: RawInput; readonly signed: RawInput; readonly lies: InventedRow[] };

/** The lies about the eight slots from `first` on, their uses turned by `turn`; every other slot is kept. */
export function inventedRows(bookClass: BookClass, first: number, turn: number): InventedRows {
  const eight = times(USES.length, (i) => first + i);
  const useOf = (slot: number): Use => (eight.includes(slot) ? at(USES, (slot + turn) % USES.length) : "kept");
  const one = caseOf(bookClass, useOf);
  const honest = inputOf(one) as RawInput;
  const lies = eight.map((slot) => ({
    slot,
    use: useOf(slot),
    forged: reseal(told(honest, otherSheet(one.sheet, slot), slot), bookClass),
  }));
  return { honest, signed: inputOf({ ...one, sheet: otherSheet(one.sheet, first) }) as RawInput, lies };
}

const instrumentOf = (slot: number): number => 100 + slot;

function caseOf(bookClass: BookClass, useOf: (slot: number) => Use): Case {
  const base = scene();
  const slots = times(slotsOf(bookClass), (slot) => slot);
  const rows = slots.map((slot): RiskRow => {
    const settled = useOf(slot) === "settled";
    return { ...at(base.sheet.rows, 0), instrument: instrumentOf(slot), settled };
  });
  const book: Book = {
    ...base.book,
    class: bookClass,
    slots: slots.map((slot) =>
      useOf(slot) === "opened" ? { instrument: 0, size: lots(0n) } : { instrument: instrumentOf(slot), size: HELD },
    ),
  };
  const sizes = slots.flatMap((slot) => {
    const size = WANTED[useOf(slot)];
    return size === undefined ? [] : [{ instrument: instrumentOf(slot), size }];
  });
  const policy = { ...base.policy, kellyFraction: 0 };
  return { ...base, book, policy, sheet: { ...base.sheet, rows }, change: { mode: "full", sizes, tradeSalt: 5n } };
}

/** The sheet with another mark for the instrument of a slot. */
function otherSheet(sheet: Sheet, slot: number): Sheet {
  const row = at(sheet.rows, slot);
  return { ...sheet, rows: sheet.rows.with(slot, { ...row, mark: micros(row.mark + 1_000n) }) };
}

/** An honest input that opens, for one slot, the row of another sheet by that sheet's path. */
function told(honest: RawInput, sheet: Sheet, slot: number): RawInput {
  const forged = copyInput(honest);
  const { path, rowMark } = sheetSignals(sheet, [openSheetRow(sheet, instrumentOf(slot))]) as RawInput;
  for (const [name, value] of Object.entries({ path, rowMark }))
    (forged[name] as RawInput[string][])[slot] = (value as bigint[])[0] as bigint;
  return forged;
}
