import { expect, test } from "vitest";
import { gweiOption } from "../../../prover/cli/input.ts";

test("gwei are read to the wei and never rounded", () => {
  expect(gweiOption("--max-fee", "100")).toBe(100_000_000_000n);
  expect(gweiOption("--max-fee", "0.000000001")).toBe(1n);
  for (const odd of ["", "0", "0.0", "-1", "1e3", "0.0000000001", "100 gwei", "0x10"]) {
    expect(() => gweiOption("--max-fee", odd)).toThrow(`--max-fee: "${odd}" is not a number of gwei above 0.`);
  }
});
