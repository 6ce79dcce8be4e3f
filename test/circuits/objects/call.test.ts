import { openCallSpec } from "../specs/objects/call.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(openCallSpec);
