import { defineConfig } from "vitest/config";

const minutes = (n: number): number => n * 60_000;
/**
 * Files of a project share a worker's modules: importing Hardhat, the curve and viem anew for each costs a seventh of the whole run. A file keeps what it
 * changes to itself: networks, folders and environments are made by the tests that use them.
 */
const project = (name: string, include: string[], timeout: number) => ({
  test: { name, include, testTimeout: timeout, hookTimeout: timeout, isolate: false },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project("unit", ["test/{model,calibration,pricing,prover,verifier,scripts}/**/*.test.ts"], minutes(1)),
      project("circuits", ["test/circuits/**/*.test.ts"], minutes(10)),
      project("soundness", ["test/soundness/**/*.test.ts"], minutes(10)),
      project("browser", ["test/browser/**/*.test.ts"], minutes(2)),
      project("contracts", ["test/{contracts,integration}/**/*.test.ts"], minutes(5)),
      project("e2e", ["test/e2e/**/*.test.ts"], minutes(10)),
      project("fuzz", ["test/fuzz/**/*.test.ts"], minutes(5)),
      // Needs circuits that are built on demand: `npm test` leaves it out unless it is named.
      project("classes", ["test/classes/**/*.test.ts"], minutes(30)),
    ],
  },
});
