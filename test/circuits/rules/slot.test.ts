import { assertDistinctSpec, slotSpec } from "../specs/rules/slot.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(slotSpec);
await fiveWays(assertDistinctSpec);
