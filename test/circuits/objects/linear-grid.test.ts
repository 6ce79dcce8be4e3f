import { linearGridSpec } from "../specs/objects/linear-grid.ts";
import { fiveWays } from "../support/five-ways.ts";

await fiveWays(linearGridSpec);
