import {
  atrLimitSpec,
  kellySpec,
  liquiditySpec,
  ratioLimitSpec,
  riskParitySpec,
  varianceSpec,
  volatilityTargetSpec,
} from "../specs/rules/portfolio.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(varianceSpec);
await fiveWays(volatilityTargetSpec);
await fiveWays(ratioLimitSpec);
await fiveWays(kellySpec);
await fiveWays(riskParitySpec);
await fiveWays(atrLimitSpec);
await fiveWays(liquiditySpec);
