import { assertLegsSpec, assertSettledSpec } from "../specs/rules/trade-legs.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(assertLegsSpec);
await fiveWays(assertSettledSpec);
