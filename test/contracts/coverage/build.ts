/** The contracts with a report before each statement, by the instrumentation that Hardhat's own coverage uses. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { addStatementCoverageInstrumentation, latestSupportedSolidityVersion } from "@nomicfoundation/edr";
import { getCoverageLibrary } from "@nomicfoundation/edr/coverage";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { deployable, fillFolder } from "../instrumented/folder.ts";
import { readSources, type Sources } from "../instrumented/sources.ts";

/** A statement: the word that reports it, and where it stands. */
export interface Statement {
  readonly tag: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What is built, and what it is of. */
export interface CoverageBuild {
  readonly folder: string;
  readonly hash: string;
  readonly statements: readonly Statement[];
}

/** What holds no code of ours that a venue runs: mocks and the example are there for the tests of others. */
const ASIDE = /^contracts\/(interfaces|generated|integration\/(mocks|example))\//;

const library = (): string =>
  getCoverageLibrary()
    .content.replace(/^\/\/ SPDX.*\n/, "")
    .replace(/^pragma.*\n/m, "");

/** Verifiers are compiled from a fixed list of files, so each file carries the library itself instead of importing it. */
const withoutImport = (text: string): string => {
  const pattern = new RegExp(`^import[^;]*${getCoverageLibrary().filename.replaceAll(".", "\\.")}[^;]*;`, "m");
  if (!pattern.test(text))
    throw new Error("an instrumented source imports its library in another way than build.ts expects");
  return `${text.replace(pattern, "")}\n${library()}`;
};

/** One source with its reports. */
function instrument(file: string, text: string): { text: string; statements: Statement[] } {
  const { source, metadata } = addStatementCoverageInstrumentation(text, file, latestSupportedSolidityVersion());
  const statements = metadata.map(
    ({ tag, startUtf16, endUtf16 }): Statement => ({
      tag: Buffer.from(tag).toString("hex"),
      file,
      line: text.slice(0, startUtf16).split("\n").length,
      text: text.slice(startUtf16, endUtf16).replaceAll(/\s+/g, " "),
    }),
  );
  return { text: statements.length === 0 ? text : withoutImport(source), statements };
}

/** The sources whose statements count. */
const countedOf = (all: Sources): string[] =>
  [...all.keys()].filter((name) => name.startsWith("contracts/") && !ASIDE.test(name)).sort();

/** A name for the sources whose statements count: 16 hexadecimal digits. */
export function sourcesName(all: Sources = readSources(deployable())): string {
  const hash = createHash("sha256");
  for (const name of countedOf(all)) hash.update(`${name}\0${all.get(name) ?? ""}\0`);
  return hash.digest("hex").slice(0, 16);
}

/** Builds, as far as the sources are not those of the last time. @throws Error with the compiler's messages */
export async function buildCovered(): Promise<CoverageBuild> {
  const all = readSources(deployable());
  const counted = countedOf(all);
  const hash = sourcesName(all);
  const folder = join(packageRoot(), ".ballast", "soundness", "contracts", `coverage-${hash}`);
  const instrumented = counted.map((name) => [name, instrument(name, all.get(name) ?? "")] as const);
  const statements = instrumented.flatMap(([, { statements: own }]) => own);
  const changed = instrumented.filter(([, { statements: own }]) => own.length > 0);
  const names = changed.map(([name]) => name);
  const texts = changed.map(([name, { text }]) => [name, text] as const);
  await fillFolder(folder, all, names, () => new Map([...all, ...texts]));
  return { folder, hash, statements };
}
