import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/**
 * Holds measured gas against a file of kept figures, each to within `tolerance`. BALLAST_UPDATE_SNAPSHOTS=1 writes the file; without
 * one a test fails, because it would hold nothing.
 */
export function expectGas(file: string, measured: Readonly<Record<string, bigint>>, tolerance: bigint): void {
  if (process.env.BALLAST_UPDATE_SNAPSHOTS === "1") {
    const numbers = Object.fromEntries(Object.entries(measured).map(([name, gas]) => [name, Number(gas)]));
    writeFileSync(file, `${JSON.stringify(numbers, null, 2)}\n`);
  }
  if (!existsSync(file)) expect.fail(`${file} is absent: run the test once with BALLAST_UPDATE_SNAPSHOTS=1`);
  const kept = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, number>>;
  expect(Object.keys(measured)).toEqual(Object.keys(kept));
  for (const [name, gas] of Object.entries(measured)) {
    const drift = gas - BigInt(kept[name] ?? 0);
    expect(drift < 0n ? -drift : drift, `${name}: ${gas}`).toBeLessThanOrEqual(tolerance);
  }
}
