/** Unix seconds in words that sort: 2022-11-09T00:00:00Z. */
export function isoTime(seconds: bigint): string {
  return new Date(Number(seconds) * 1_000).toISOString().replace(".000Z", "Z");
}
