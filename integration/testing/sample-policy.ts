import type { ContractFunctionArgs } from "viem";
import type { policyRegistryAbi } from "../../contracts/generated/abi.ts";

/** A policy as the registry takes it. */
export type PolicyInput = ContractFunctionArgs<typeof policyRegistryAbi, "nonpayable", "propose">[0];

const line = { intercept: 0n, slope: 9_000n };
const lines = [line, line, line, line] as const;

/** A policy in the middle of every range, for tests in which no proof is made: with mock verifiers nothing is judged by it. */
export const SAMPLE_POLICY: PolicyInput = {
  imFactor: 10_000,
  mmFactor: 8_000,
  mmShare: 8_000,
  slippage: 100,
  borrow: 0,
  basis: 2_000,
  leverage: 50_000,
  deltaLimit: 50_000,
  gammaLimit: 500,
  vegaLimit: 500,
  atrRisk: 200,
  participation: 1_000,
  horizon: 5,
  kellyFraction: 0,
  riskShare: 0,
  scale: [256, 192, 128, 64],
  volTarget: 10n ** 15n,
  drift: [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
  haircuts: [lines, lines, lines, lines],
};
