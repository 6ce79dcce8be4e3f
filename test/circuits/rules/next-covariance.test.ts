import { nextCovarianceSpec } from "../specs/rules/next-covariance.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(nextCovarianceSpec);
