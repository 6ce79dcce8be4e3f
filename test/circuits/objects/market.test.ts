import { openMarketSpec } from "../specs/objects/market.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(openMarketSpec);
