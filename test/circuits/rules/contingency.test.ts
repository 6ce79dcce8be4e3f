import { contingencySpec } from "../specs/rules/contingency.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(contingencySpec);
