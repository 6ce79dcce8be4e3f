/** Field elements of bn254's scalar field as 32 little-endian bytes. */

/** Bytes of one serialised field element. */
export const FIELD_BYTES = 32;

/** Reads 32 little-endian bytes at `offset` as an unsigned integer. */
export function readField(view: DataView, offset: number): bigint {
  const high = (view.getBigUint64(offset + 24, true) << 64n) | view.getBigUint64(offset + 16, true);
  const low = (view.getBigUint64(offset + 8, true) << 64n) | view.getBigUint64(offset, true);
  return (high << 128n) | low;
}

/** Writes an integer in [0, 2^256) as 32 little-endian bytes at `offset`. */
export function writeField(view: DataView, offset: number, value: bigint): void {
  view.setBigUint64(offset, BigInt.asUintN(64, value), true);
  view.setBigUint64(offset + 8, BigInt.asUintN(64, value >> 64n), true);
  view.setBigUint64(offset + 16, BigInt.asUintN(64, value >> 128n), true);
  view.setBigUint64(offset + 24, BigInt.asUintN(64, value >> 192n), true);
}
