/** Laws in Solidity, tried on random values: `run.ts` does. They are compiled apart from the contracts. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { defineConfig } from "hardhat/config";
import { SOLC_SETTINGS } from "../../../contracts/deploy/solc-settings.ts";

const require = createRequire(import.meta.url);

/** Below which the laws and what they import lie: the repository, or a folder of copies with slips in them. */
const root = process.env.BALLAST_LAW_ROOT ?? ".";

export default defineConfig({
  paths: {
    sources: ["./test/contracts/laws/none"],
    tests: { solidity: root === "." ? "./test/contracts/laws" : `./${root}` },
    artifacts: `./${join(root === "." ? ".ballast/laws" : root, "artifacts")}`,
    cache: `./${join(root === "." ? ".ballast/laws" : root, "cache")}`,
  },
  solidity: {
    version: "0.8.37",
    path: require.resolve("solc/soljson.js"),
    settings: { ...SOLC_SETTINGS, viaIR: true },
  },
  test: {
    solidity: {
      fuzz: {
        runs: Number(process.env.BALLAST_LAW_RUNS ?? 256),
        seed: process.env.BALLAST_LAW_SEED ?? "0x62616c6c617374",
      },
    },
  },
});
