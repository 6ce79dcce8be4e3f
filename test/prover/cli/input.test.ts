import { expect, test } from "vitest";
import { flowOption, gweiOption } from "../../../prover/cli/input.ts";

test("gwei are read to the wei and never rounded", () => {
  expect(gweiOption("--max-fee", "100")).toBe(100_000_000_000n);
  expect(gweiOption("--max-fee", "0.000000001")).toBe(1n);
  for (const odd of ["", "0", "0.0", "-1", "1e3", "0.0000000001", "100 gwei", "0x10"]) {
    expect(() => gweiOption("--max-fee", odd)).toThrow(`--max-fee: "${odd}" is not a number of gwei above 0.`);
  }
});

test("a flow with a trade names its asset and an amount above nothing; the option says which way it goes", () => {
  expect(flowOption("--deposit", "cash=5000000", 1n)).toEqual({ asset: "cash", amount: 5_000_000n });
  expect(flowOption("--withdraw", "3=7", -1n)).toEqual({ asset: 3, amount: -7n });
  for (const odd of ["", "cash", "cash=", "cash=0", "cash=-1", "cash=1=2", "4=1", "usd=1", "=1", "cash=1.5"])
    expect(() => flowOption("--deposit", odd, 1n), odd).toThrow(/^--deposit: /);
});
