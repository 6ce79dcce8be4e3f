import { growthSpec, riskDoesNotRiseSpec, slippageSpec } from "../specs/rules/reduce-only.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(slippageSpec);
await fiveWays(riskDoesNotRiseSpec);
await fiveWays(growthSpec);
