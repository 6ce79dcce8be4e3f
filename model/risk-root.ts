import { DOMAINS } from "./domains.ts";
import type { Field } from "./field.ts";
import { type Market, marketRoot } from "./market.ts";
import { type Policy, policyRoot } from "./policy.ts";
import { P5 } from "./poseidon.ts";
import { type Sheet, sheetRoot } from "./sheet.ts";

/** The roots a risk root is made of. */
export interface RiskRoots {
  readonly marketRoot: Field;
  readonly sheetRoot: Field;
  readonly policyRoot: Field;
  /** Effective tier, 0…3. */
  readonly tier: number;
}

/** The one number that pins market, sheet, policy and tier for a proof. */
export function riskRoot(roots: RiskRoots): Field {
  return P5(DOMAINS.risk, roots.marketRoot, roots.sheetRoot, roots.policyRoot, BigInt(roots.tier));
}

/** The risk root of the objects themselves. */
export function riskRootOf(market: Market, sheet: Sheet, policy: Policy): Field {
  return riskRoot({
    marketRoot: marketRoot(market),
    sheetRoot: sheetRoot(sheet),
    policyRoot: policyRoot(policy),
    tier: market.tier,
  });
}
