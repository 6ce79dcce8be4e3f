import { marketRootSpec } from "../specs/objects/market-root.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(marketRootSpec);
