/** Laws in Solidity, tried on random values: `main.ts` runs them. They are compiled apart from the contracts. */
import { createRequire } from "node:module";
import { defineConfig } from "hardhat/config";
import { SOLC_SETTINGS } from "../../../contracts/deploy/solc-settings.ts";

const require = createRequire(import.meta.url);

export default defineConfig({
  paths: {
    sources: ["./test/contracts/laws/none"],
    tests: { solidity: "./test/contracts/laws" },
    artifacts: "./.ballast/laws/artifacts",
    cache: "./.ballast/laws/cache",
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
