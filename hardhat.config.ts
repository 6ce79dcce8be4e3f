import { createRequire } from "node:module";
import viemPlugin from "@nomicfoundation/hardhat-viem";
import { defineConfig } from "hardhat/config";
import { SOLC_SETTINGS } from "./contracts/deploy/solc-settings.ts";

const require = createRequire(import.meta.url);

const POSEIDON = "poseidon-solidity/PoseidonT6.sol";
const TIMELOCK = "@openzeppelin/contracts/governance/TimelockController.sol";
const compiler = { version: "0.8.37", path: require.resolve("solc/soljson.js") };

export default defineConfig({
  plugins: [viemPlugin],
  paths: {
    sources: ["./contracts", "./test/contracts/support", "./scripts/demo/contracts"],
    // Tests in Solidity have a configuration of their own, test/contracts/laws/hardhat.config.ts: none is compiled here.
    tests: { solidity: "./.ballast/contracts/no-tests" },
    artifacts: "./.ballast/contracts/artifacts",
    cache: "./.ballast/contracts/cache",
  },
  solidity: {
    // PoseidonT6 is a linked library: the IR pipeline unrolls it far past the size limit of a contract.
    npmFilesToBuild: [POSEIDON, TIMELOCK],
    compilers: [{ ...compiler, settings: { ...SOLC_SETTINGS, viaIR: true } }],
    overrides: { [POSEIDON]: { ...compiler, settings: SOLC_SETTINGS } },
  },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
  },
});
