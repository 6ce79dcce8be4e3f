/** Runs tests of the contracts on a build that reports its statements; main.ts starts it. */

import { defineConfig } from "vitest/config";
import { optionsFor } from "../instrumented/vitest-options.ts";

const options = optionsFor(process.env.BALLAST_COVERED ?? "", "./test/contracts/coverage/runner.ts");

// Reports make tests slow, and nothing here hangs: on a busy machine too, what a test runs is counted.
export default defineConfig({ ...options, test: { ...options.test, testTimeout: 600_000, hookTimeout: 600_000 } });
