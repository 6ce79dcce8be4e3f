import { bookClasses } from "../../../contracts/generated/classes.ts";
import { toField } from "../../../model/field.ts";
import { P5 } from "../../../model/poseidon.ts";

/** Commitment of a flat desk-8 book. */
export function flatBook(cash: bigint, collateral: readonly bigint[], salt: bigint): bigint {
  const { domain, emptySlotsHash } = bookClasses["desk-8"];
  const lots = collateral.reduce((sum, each, k) => sum + (each << BigInt(40 * k)), 0n);
  return P5(domain, emptySlotsHash, toField(cash), lots, salt);
}
