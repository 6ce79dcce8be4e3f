import { packTerms, termsOf } from "../../model/row-terms.ts";
import type { StressGrid } from "../stress/grid.ts";
import { linearOf } from "./build.ts";
import { type Instrument, isDated } from "./instrument.ts";

/**
 * The word that a venue states of an instrument, so that the row that `buildSheet` makes of it is right: the packed terms of a spot pair
 * or a perpetual that lives, with the grid's additions where it states no contingency. 0, which takes a word back, for what no market
 * block implies: what is dated, and what has settled. Throws BallastError BAL-104 for a number that the packed terms do not hold.
 *
 * @example
 * const words = instruments.map((item) => statedWord(item, DEFAULT_GRID));
 */
export function statedWord(item: Instrument, grid: StressGrid): bigint {
  if (isDated(item) || item.settlementMark !== undefined) return 0n;
  return packTerms(termsOf(linearOf(item, grid, item.depth)));
}
