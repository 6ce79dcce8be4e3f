import { ASSETS, type BookClass, slotsOf } from "../model/classes.ts";

/**
 * Bytes of the encrypted opening that an update of this class carries: encapsulated key 32, wrapped key 16, version 1,
 * cash 12, collateral 5 each, slots 10 each, salt 31. Constant, so that its length tells nothing.
 *
 * @example
 * openingLength("desk-8"); // 192
 */
export function openingLength(bookClass: BookClass): number {
  return 32 + 16 + 1 + 12 + 5 * ASSETS + 10 * slotsOf(bookClass) + 31;
}
