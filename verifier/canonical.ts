/** A decimal without sign, leading zeros or blanks, below `limit`; undefined for anything else. */
export function canonicalNumber(text: unknown, limit: bigint): bigint | undefined {
  if (typeof text !== "string" || text.length > 80 || !/^(0|[1-9][0-9]*)$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < limit ? value : undefined;
}

/** Lower-case `0x…` of exactly `bytes` bytes; undefined for anything else. */
export function canonicalHex(text: unknown, bytes: number): `0x${string}` | undefined {
  if (typeof text !== "string" || text.length !== 2 + 2 * bytes || !/^0x[0-9a-f]*$/.test(text)) return undefined;
  return text as `0x${string}`;
}
