import { exposureSpec } from "../specs/rules/exposure.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(exposureSpec);
