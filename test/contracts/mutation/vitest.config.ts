/** Runs tests of the contracts on a build with mutants in it; main.ts starts it. */

import { defineConfig } from "vitest/config";
import { optionsFor } from "../instrumented/vitest-options.ts";

export default defineConfig(optionsFor(process.env.BALLAST_MUTANTS ?? "", "./test/contracts/mutation/runner.ts"));
