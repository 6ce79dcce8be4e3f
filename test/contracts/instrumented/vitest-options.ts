/** How vitest runs the contracts' tests on a folder of other artifacts, with a runner of its own. */

import { join } from "node:path";
import type { Plugin, ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { QUICK } from "./sources.ts";

const root = packageRoot();

type Change = readonly [file: string, from: string, to: string];

/** What the deployment's code reads, it reads from the folder: artifacts, and the sources of verifiers. */
const changes = (folder: string): readonly Change[] => [
  [
    "contracts/deploy/artifacts.ts",
    'join(dirname(fileURLToPath(import.meta.url)), "../../.ballast/contracts/artifacts")',
    JSON.stringify(join(folder, "artifacts")),
  ],
  [
    "contracts/deploy/compile-verifier.ts",
    'join(dirname(fileURLToPath(import.meta.url)), "..")',
    JSON.stringify(join(folder, "contracts")),
  ],
  [
    "integration/artifacts.ts",
    'join(dirname(import.meta.dirname), ".ballast/contracts/artifacts")',
    JSON.stringify(join(folder, "artifacts")),
  ],
  // Integrators' tests open environments of their own.
  [
    "test/integration/support/connect.ts",
    "return hre.network.create();",
    `(await import(${JSON.stringify(join(root, "test/contracts/instrumented/chains.ts"))})).watchEnvironment(hre);
     return hre.network.create();`,
  ],
  // What instruments a source need not please the compiler in every way.
  [
    "contracts/deploy/compile-verifier.ts",
    "output.errors ?? [];",
    '(output.errors ?? []).filter(({ severity }) => severity === "error");',
  ],
  // Hardhat lifts the limit of a block's gas for coverage, and then a loop that a slip made endless would never end.
  [
    "test/contracts/support/chain.ts",
    "throwOnTransactionFailures: false }",
    "throwOnTransactionFailures: false, blockGasLimit: 2_000_000_000n }",
  ],
  // Optimising what instruments a source would take minutes for each key.
  [
    "contracts/deploy/compile-verifier.ts",
    "optimizer: SOLC_SETTINGS.optimizer,",
    `optimizer: ${JSON.stringify(QUICK)},`,
  ],
  [
    "test/contracts/support/deaf-verifier.ts",
    "{ evmVersion, optimizer } = SOLC_SETTINGS;",
    `{ evmVersion } = SOLC_SETTINGS, optimizer = ${JSON.stringify(QUICK)};`,
  ],
  // What is there was built when the folder was filled.
  ["test/contracts/support/chain.ts", "if (!built) await", "if (false) await"],
];

const redirect = (folder: string): Plugin => ({
  name: "ballast:instrumented",
  enforce: "pre",
  transform(code, id) {
    const own = changes(folder).filter(([file]) => id === join(root, file));
    return own.reduce((text, [file, from, to]) => {
      if (!text.includes(from)) throw new Error(`${file} no longer reads as vitest-options.ts expects`);
      return text.replace(from, to);
    }, code);
  },
});

/** Files in the order of BALLAST_FILES, which names them with commas between: those that are about a contract come first. */
class AsNamed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const named = (process.env.BALLAST_FILES ?? "").split(",");
    const placeOf = ({ moduleId }: TestSpecification): number => named.findIndex((file) => moduleId.endsWith(file));
    return files.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

/**
 * One process for all files, one file after the other.
 * @param folder filled by `fillFolder`
 * @param runner path of the runner from the repository
 */
export const optionsFor = (folder: string, runner: string): ViteUserConfig => ({
  root,
  plugins: [redirect(folder)],
  test: {
    include: ["test/{contracts,integration}/**/*.test.ts"],
    exclude: ["test/contracts/{proofs,entry-points}.test.ts", "test/contracts/mutation/*.test.ts"],
    runner,
    // What is kept on disk is known by sources and not by the folder that they are made to read.
    fsModuleCache: false,
    isolate: false,
    fileParallelism: false,
    maxWorkers: 1,
    sequence: { sequencer: AsNamed },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A test that was made to fail may leave a promise that nobody waits for any more.
    dangerouslyIgnoreUnhandledErrors: true,
  },
});
