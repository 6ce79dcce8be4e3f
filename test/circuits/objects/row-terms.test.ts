import { rowTermsSpec } from "../specs/objects/row-terms.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(rowTermsSpec);
