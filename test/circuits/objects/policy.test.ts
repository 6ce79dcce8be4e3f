import { openPolicySpec } from "../specs/objects/policy.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(openPolicySpec);
