import { haircutSpec, slotValuesSpec } from "../specs/rules/market-values.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(slotValuesSpec);
await fiveWays(haircutSpec);
