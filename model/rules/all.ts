import { atr } from "./atr.ts";
import { borrow } from "./borrow.ts";
import { greeks } from "./greeks.ts";
import { kelly } from "./kelly.ts";
import { leverage } from "./leverage.ts";
import { liquidity } from "./liquidity.ts";
import { margin, solvency } from "./margin.ts";
import { riskParity } from "./risk-parity.ts";
import type { Rule } from "./rule.ts";
import { volatilityTarget } from "./volatility-target.ts";

/** The rules that are inequalities, in the order of their ids. */
export const RULES: readonly Rule[] = [
  borrow,
  margin,
  solvency,
  volatilityTarget,
  leverage,
  greeks,
  kelly,
  riskParity,
  atr,
  liquidity,
];
