import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importsOf } from "../instrumented/sources.ts";
import { edited } from "../proofs/instrument.ts";
import type { Slip } from "./slips.ts";

/** What became of one law. */
export interface Tried {
  readonly contract: string;
  readonly law: string;
  readonly runs: number;
  readonly holds: boolean;
}

/** How many values are tried, and which. */
export interface Draw {
  /** Values for each law. */
  readonly runs: number;
  /** Hexadecimal; the same seed draws the same values. */
  readonly seed: string;
}

const FOLDER = "test/contracts/laws";

/** A law's line in Hardhat's report, and the line of its contract: in which copy of the sources, if in one. */
const LAW = /(✔|✘|\d+\)) (test\w+)\(/;
const RUNS = /\(runs: (\d+)\)/;
const CONTRACT = /(?:copy-(\d+)\/)?test\/contracts\/laws\/\w+\.sol:(\w+)/;

/** Runs the laws in some files below a folder; `copy` is where they were read. */
function hardhat(files: readonly string[], { runs, seed }: Draw, root: string): readonly (Tried & { copy: string })[] {
  const bin = join("node_modules", ".bin", "hardhat");
  const settings = { BALLAST_LAW_RUNS: `${runs}`, BALLAST_LAW_SEED: seed, BALLAST_LAW_ROOT: root };
  const { stdout, stderr } = spawnSync(bin, ["--config", `${FOLDER}/hardhat.config.ts`, "test", "solidity", ...files], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", ...settings },
  });
  const tried: (Tried & { copy: string })[] = [];
  let [copy, contract] = ["", ""];
  for (const line of stdout.split("\n")) {
    [, copy = "", contract = ""] = CONTRACT.exec(line) ?? ["", copy, contract];
    const found = LAW.exec(line);
    if (found?.[2] === undefined || tried.some((one) => one.law === found[2] && one.copy === copy)) continue;
    tried.push({ copy, contract, law: found[2], runs: Number(RUNS.exec(line)?.[1] ?? 0), holds: found[1] === "✔" });
  }
  if (tried.length === 0) throw new Error(`no law was tried:\n${stdout}\n${stderr}`);
  return tried;
}

/**
 * Tries the laws of some contracts on random values.
 * @param contracts names of contracts in this folder
 * @throws Error with what was printed when the laws could not be tried
 */
export const tryLaws = (contracts: readonly string[], draw: Draw): readonly Tried[] =>
  hardhat(contracts.map(lawFile), draw, ".").map(({ copy: _, ...tried }) => tried);

const lawFile = (contract: string): string => `${FOLDER}/${contract}.sol`;

/** Copies a source and all of the repository that it imports, in its place below another folder. */
function copyClosure(path: string, root: string): void {
  const found = new Set([path]);
  for (const each of found) {
    mkdirSync(join(root, each, ".."), { recursive: true });
    cpSync(each, join(root, each));
    for (const name of importsOf(each, readFileSync(each, "utf8"))) if (!name.startsWith("@")) found.add(name);
  }
}

/**
 * The laws that random values break once a slip is in the sources: for each slip, in a copy of the sources of its own.
 * @throws Error when a slip fits nowhere, or a copy does not compile
 */
export function brokenBy(slips: readonly Slip[], draw: Draw): readonly (readonly string[])[] {
  const root = ".ballast/laws/slips";
  rmSync(root, { recursive: true, force: true });
  const files = slips.map(({ contract, ...slip }, index) => {
    const copy = `${root}/copy-${index}`;
    copyClosure(lawFile(contract), copy);
    writeFileSync(join(copy, slip.file), edited(readFileSync(slip.file, "utf8"), slip));
    return `${copy}/${lawFile(contract)}`;
  });
  const tried = hardhat(files, draw, root);
  return slips.map((slip, index) => {
    const own = tried.filter(({ copy }) => copy === `${index}`);
    if (own.length === 0) throw new Error(`no law was tried with a slip in ${slip.file}`);
    return own.filter(({ holds }) => !holds).map(({ law }) => law);
  });
}
