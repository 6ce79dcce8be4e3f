import { impliedContingencySpec } from "../specs/rules/implied-contingency.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(impliedContingencySpec);
