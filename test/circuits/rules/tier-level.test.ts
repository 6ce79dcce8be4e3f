import { tierLevelSpec } from "../specs/rules/tier-level.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(tierLevelSpec);
