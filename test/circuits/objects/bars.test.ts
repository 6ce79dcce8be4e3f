import { openBarsSpec } from "../specs/objects/bars.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(openBarsSpec);
