import type { Micros } from "../../../model/units.ts";

/** Digits in groups of three. */
export function grouped(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return value < 0n ? `−${digits}` : digits;
}

/** A signed count, with its sign always shown. */
export function signed(value: bigint): string {
  return value > 0n ? `+${grouped(value)}` : grouped(value);
}

/** Micro-quote as dollars, to the nearest dollar. */
export function dollars(value: Micros): string {
  const magnitude = ((value < 0n ? -value : value) + 500_000n) / 1_000_000n;
  return `${value < 0n && magnitude > 0n ? "−" : ""}$${grouped(magnitude)}`;
}

/** A share as percent with two decimals. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** Milliseconds as seconds, or as milliseconds below a tenth of one. */
export function duration(ms: number): string {
  return ms < 100 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** A 256-bit number by its first and last digits. */
export function shortHex(value: bigint): string {
  const hex = value.toString(16);
  return hex.length <= 14 ? `0x${hex}` : `0x${hex.padStart(64, "0").slice(0, 8)}…${hex.slice(-6)}`;
}

/** A bar of ten places for a share of a limit. */
export function bar(share: number): string {
  const filled = Math.max(0, Math.min(10, Math.round(10 * share)));
  return "█".repeat(filled) + "░".repeat(10 - filled);
}

/** Median of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
