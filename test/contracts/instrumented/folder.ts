/** A folder with contracts compiled from changed sources, beside copies of all other artifacts, for tests to deploy instead. */

import { cpSync, globSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
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
function writeSources(folder: string, sources: Sources): void {
  for (const [name, text] of sources) {
    if (!name.startsWith("contracts/")) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/**
 * Fills a folder.
 * @param sources all of them, the changed ones as changed
 * @param changed their names
 * @throws Error with the compiler's messages
 */
export async function fillFolder(folder: string, sources: Sources, changed: readonly string[]): Promise<void> {
  await ensureBuilt();
  cpSync(join(root, ".ballast/contracts/artifacts"), join(folder, "artifacts"), {
    recursive: true,
    filter: (path) => !path.includes("build-info"),
  });
  writeSources(folder, sources);
  writeArtifacts(folder, compile(sources, reached(sources, changed)));
}
