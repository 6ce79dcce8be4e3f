import { bookClasses } from "../../../contracts/generated/classes.ts";
import { P5 } from "../../../model/poseidon.ts";

const R = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** Commitment of a flat desk-8 book. */
export function flatBook(cash: bigint, collateral: readonly bigint[], salt: bigint): bigint {
  const { domain, emptySlotsHash } = bookClasses["desk-8"];
  const lots = collateral.reduce((sum, each, k) => sum + (each << BigInt(40 * k)), 0n);
  return P5(domain, emptySlotsHash, ((cash % R) + R) % R, lots, salt);
}
