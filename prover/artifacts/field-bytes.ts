/** Field elements of bn254's scalar field as 32 little-endian bytes. */

/** The order of the bn254 scalar field, in which every signal lives. */
export const SCALAR_FIELD = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** Bytes of one serialised field element. */
export const FIELD_BYTES = 32;

/** The canonical representative of any integer, in [0, r). */
export function toField(value: bigint): bigint {
  const rest = value % SCALAR_FIELD;
  return rest < 0n ? rest + SCALAR_FIELD : rest;
}

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

/** a^-1 mod r by the extended Euclidean algorithm; 0 has no inverse and gives 0. */
export function inverse(value: bigint): bigint {
  let [a, b] = [toField(value), SCALAR_FIELD];
  let [x, y] = [1n, 0n];
  while (a !== 0n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  return b === 1n ? toField(y) : 0n;
}
