import { at, floorDiv } from "../integers.ts";
import type { Market } from "../market.ts";
import type { Policy } from "../policy.ts";
import type { Lots, Micros } from "../units.ts";

/** H_k of S-06: the largest integer under every haircut line of asset k. Rounds down, against the account. */
export function haircutValue(policy: Policy, asset: number, marketValue: Micros): Micros {
  const under = at(policy.haircuts, asset).map((line) =>
    floorDiv(10_000n * line.intercept + BigInt(line.slope) * marketValue, 10_000n),
  );
  return under.reduce((least, value) => (value < least ? value : least));
}

/** H_k of every asset. */
export function haircutValues(policy: Policy, market: Market, collateral: readonly Lots[]): Micros[] {
  return collateral.map((lots, k) => haircutValue(policy, k, lots * at(market.factors, k).price));
}
