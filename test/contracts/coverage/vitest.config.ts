/** Runs tests of the contracts on a build that reports its statements; main.ts starts it. */

import { defineConfig } from "vitest/config";
import { optionsFor } from "../instrumented/vitest-options.ts";

export default defineConfig(optionsFor(process.env.BALLAST_COVERED ?? "", "./test/contracts/coverage/runner.ts"));
