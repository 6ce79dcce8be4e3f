/** Option books that fill a class: sheets of `pricing/` with the grid that ships, and exactly the cash that the margin asks for. */
import { readFileSync } from "node:fs";
import { type Book, FREE_SLOT, type Slot } from "../../../model/book.ts";
import { type BookClass, slotsOf } from "../../../model/classes.ts";
import { explain } from "../../../model/explain.ts";
import { parsePolicy } from "../../../model/files/policy-file.ts";
import { sum, times } from "../../../model/integers.ts";
import type { Market } from "../../../model/market.ts";
import type { Policy } from "../../../model/policy.ts";
import { type RiskRow, rowOf, type Sheet } from "../../../model/sheet.ts";
import { buildSheet } from "../../../pricing/sheet/build.ts";
import { DEFAULT_GRID } from "../../../pricing/stress/grid.ts";
import { parseGrid } from "../../../pricing/stress/grid-file.ts";
import { manyOptions, optionMarket, perpetuals, quotes } from "./world.ts";

/** A book with everything that it is judged by. */
export interface OptionScene {
  readonly book: Book;
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
}

/** Options of the sheet, whatever the book holds of them. */
const LISTED = 60;

/** Two options short for each one long, 10 to 49 lots of each, over both underlyings, three expiries and all strikes. */
const sizeOf = (i: number): bigint => (i % 3 === 2 ? 1n : -1n) * BigInt(10 + ((7 * i) % 40));

/** The lots of a perpetual that bring its factor's delta home, to the nearest lot. */
function hedgeOf(sheet: Sheet, instrument: number, held: readonly Slot[]): Slot {
  const row = (id: number): RiskRow => rowOf(sheet, id) ?? fail(id);
  const { factor, delta: unit } = row(instrument);
  const own = held.filter((slot) => row(slot.instrument).factor === factor);
  const delta = sum(own.map((slot) => slot.size * row(slot.instrument).delta));
  return { instrument, size: -((delta < 0n ? delta - unit / 2n : delta + unit / 2n) / unit) };
}

function fail(instrument: number): never {
  throw new Error(`instrument ${instrument} has no row`);
}

/** The demonstration's policy with room for what is hedged leg by leg: of its limits the margin is what binds. */
function policyOf(): Policy {
  const policy = parsePolicy(readFileSync("policies/demo.json", "utf8"));
  return { ...policy, leverage: 200_000, deltaLimit: 100_000, volTarget: 10n ** 17n };
}

/**
 * A book of so many of the 60 options, hedged with a perpetual on each underlying where slots are left.
 *
 * @returns the scene, with as much cash as the margin asks for and not a micro-quote more
 * @example const { book, sheet } = optionScene("fund-64", 60);
 */
export function optionScene(bookClass: BookClass, options: number): OptionScene {
  const market = optionMarket;
  const grid = { ...DEFAULT_GRID, ...parseGrid(readFileSync("policies/stress-grid.json", "utf8")) };
  const sheet = buildSheet({ market, quotes, grid, instruments: [...perpetuals, ...manyOptions(LISTED)] });
  const held = times(options, (i) => ({ instrument: 100 + i, size: sizeOf(i) }));
  const hasRoom = options + perpetuals.length <= slotsOf(bookClass);
  const used = [...held, ...(hasRoom ? perpetuals.map(({ instrument }) => hedgeOf(sheet, instrument, held)) : [])];
  const slots = times(slotsOf(bookClass), (j) => used[j] ?? FREE_SLOT);
  const rich: Book = { class: bookClass, cash: 2n ** 80n, collateral: [0n, 0n, 0n, 0n], slots, salt: 7n };
  const policy = policyOf();
  const { equity, worstLoss, contingency } = explain(rich, { mode: "full", sizes: [] }, market, sheet, policy, {
    largest: false,
  });
  return { book: { ...rich, cash: rich.cash - equity + worstLoss + contingency }, market, sheet, policy };
}
