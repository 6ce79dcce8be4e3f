/** A folder with contracts compiled from changed sources, beside copies of all other artifacts, for tests to deploy instead. */

import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { ensureBuilt } from "../support/chain.ts";
import { compile, importsOf, type Sources } from "./sources.ts";

const root = packageRoot();

/** Every source that tests deploy something of. */
export const deployable = (): string[] =>
  globSync("{contracts,test/contracts/support,scripts/demo/contracts}/**/*.sol", { cwd: root })
    .map((path) => path.split(sep).join("/"))
    .sort();

/** The sources whose code holds something of the changed ones. */
function reached(sources: Sources, changed: readonly string[]): string[] {
  const found = new Set(changed);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [name, text] of sources) if (importsOf(name, text).some((each) => found.has(each))) found.add(name);
  }
  return [...found];
}

/** Some sources and all that they import. */
function closureOf(sources: Sources, roots: readonly string[]): string[] {
  const found = new Set(roots);
  for (const name of found) for (const each of importsOf(name, sources.get(name) ?? "")) found.add(each);
  return [...found].sort();
}

/** A name for everything that the code of the changed sources, and of all that holds something of them, is made of. */
export function nameOfCode(sources: Sources, changed: readonly string[]): string {
  const hash = createHash("sha256");
  for (const name of closureOf(sources, reached(sources, changed)))
    hash.update(`${name}\0${sources.get(name) ?? ""}\0`);
  return hash.digest("hex").slice(0, 16);
}

function writeArtifacts(folder: string, compiled: ReturnType<typeof compile>): void {
  for (const [name, contracts] of compiled) {
    for (const [contractName, { abi, evm }] of Object.entries(contracts)) {
      const path = join(folder, "artifacts", name, `${contractName}.json`);
      mkdirSync(dirname(path), { recursive: true });
      const [bytecode, deployedBytecode] = [`0x${evm.bytecode.object}`, `0x${evm.deployedBytecode.object}`];
      const names = { _format: "hh3-artifact-1", contractName, sourceName: name };
      const links = { linkReferences: {}, deployedLinkReferences: {} };
      writeFileSync(path, JSON.stringify({ ...names, abi, bytecode, deployedBytecode, ...links }));
    }
  }
}

/** Verifiers are compiled while tests run, each with its key: they need the sources themselves. */
function writeSources(folder: string, sources: Sources, isWanted: (name: string) => boolean): void {
  for (const [name, text] of sources) {
    if (!name.startsWith("contracts/") || !isWanted(name)) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Whether a file is not there, or older than what it is a copy of. */
function isOld(from: string, to: string): boolean {
  const [source, copy] = [statSync(from), statSync(to, { throwIfNoEntry: false })];
  return source.isDirectory() || copy === undefined || copy.mtimeMs < source.mtimeMs;
}

/** Copies what Hardhat compiled last, and the sources, but for those that are compiled here. */
function copyOthers(folder: string, sources: Sources, own: readonly string[]): void {
  const built = join(root, ".ballast/contracts/artifacts");
  const isOther = (path: string): boolean =>
    !path.includes("build-info") && !own.includes(relative(built, path).split(sep).join("/"));
  const filter = (from: string, to: string): boolean => isOther(from) && isOld(from, to);
  cpSync(built, join(folder, "artifacts"), { recursive: true, filter });
  writeSources(folder, sources, (name) => !own.includes(name));
}

/**
 * Fills a folder, or brings one up to date that was filled before: copies are made anew each time, since the tests take ABIs from the
 * sources of today, and a constructor that is given another's arguments fails in ways that say nothing of it. Code is compiled only
 * when something that it is made of changed.
 * @param sources all of them, as they are
 * @param changed names of those that change
 * @param change all of them, the changed ones as changed
 * @throws Error with the compiler's messages
 */
export async function fillFolder(
  folder: string,
  sources: Sources,
  changed: readonly string[],
  change: () => Sources,
): Promise<void> {
  await ensureBuilt();
  const own = reached(sources, changed);
  copyOthers(folder, sources, own);
  const [name, mark] = [nameOfCode(sources, changed), join(folder, "code.txt")];
  if (existsSync(mark) && readFileSync(mark, "utf8") === name) return;
  rmSync(mark, { force: true });
  const written = change();
  writeSources(folder, written, (each) => own.includes(each));
  writeArtifacts(folder, compile(written, own));
  writeFileSync(mark, name);
}
