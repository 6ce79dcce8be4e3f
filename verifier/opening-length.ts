import { ASSETS, type BookClass, slotsOf } from "../model/classes.ts";

/**
 * Bytes of the encrypted opening that an update of this class carries: cipher nonce 24, version 1, class 4, cash 12,
 * collateral 5 each, slots 10 each, salt 31, tag 16. Constant, so that its length tells nothing.
 *
 * @example
 * openingLength("desk-8"); // 188
 */
export function openingLength(bookClass: BookClass): number {
  return 24 + 1 + 4 + 12 + 5 * ASSETS + 10 * slotsOf(bookClass) + 31 + 16;
}
