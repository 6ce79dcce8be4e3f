import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What became of one law. */
export interface Tried {
  readonly contract: string;
  readonly law: string;
  readonly runs: number;
  readonly holds: boolean;
}

/** A law's line in Hardhat's report, and the line of its contract. */
const LAW = /(✔|✘|\d+\)) (test\w+)\(/;
const RUNS = /\(runs: (\d+)\)/;
const CONTRACT = /test\/contracts\/laws\/\w+\.sol:(\w+)/;

/**
 * Tries the laws of some contracts on random values.
 * @param contracts names of contracts in this folder
 * @param runs values for each law
 * @param seed hexadecimal; the same seed draws the same values
 * @throws Error with what was printed when the laws could not be tried
 */
export function tryLaws(contracts: readonly string[], runs: number, seed: string): readonly Tried[] {
  const config = "test/contracts/laws/hardhat.config.ts";
  const files = contracts.map((name) => `test/contracts/laws/${name}.sol`);
  const bin = join("node_modules", ".bin", "hardhat");
  const { stdout, stderr } = spawnSync(bin, ["--config", config, "test", "solidity", ...files], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", BALLAST_LAW_RUNS: `${runs}`, BALLAST_LAW_SEED: seed },
  });
  const tried: Tried[] = [];
  let contract = "";
  for (const line of stdout.split("\n")) {
    contract = CONTRACT.exec(line)?.[1] ?? contract;
    const found = LAW.exec(line);
    if (found?.[2] === undefined || tried.some(({ law }) => law === found[2])) continue;
    tried.push({ contract, law: found[2], runs: Number(RUNS.exec(line)?.[1] ?? 0), holds: found[1] === "✔" });
  }
  if (tried.length === 0) throw new Error(`no law was tried:\n${stdout}\n${stderr}`);
  return tried;
}
