import { openModelSpec } from "../specs/objects/market-model.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(openModelSpec);
