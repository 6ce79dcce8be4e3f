import { abs } from "../integers.ts";
import { isFull, type Rule } from "./rule.ts";

/** S-15: net exposure, gamma and vega against capacity. */
export const greeks: Rule = {
  id: "S-15",
  on: isFull,
  rows: ({ policy, totals, netExposure, capacity }) => [
    { at: "delta", lhs: 10_000n * abs(netExposure), limit: BigInt(policy.deltaLimit) * capacity },
    { at: "gamma", lhs: 10_000n * abs(totals.gamma), limit: BigInt(policy.gammaLimit) * capacity },
    { at: "vega", lhs: 10_000n * abs(totals.vega), limit: BigInt(policy.vegaLimit) * capacity },
  ],
};
