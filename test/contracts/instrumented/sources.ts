/** The contracts' sources with everything they import, as the compiler takes them, and the compiler. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, posix } from "node:path";
import { SOLC_SETTINGS } from "../../../contracts/deploy/solc-settings.ts";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import type { SyntaxNode } from "./syntax.ts";

/** Texts by the names that imports resolve to: `contracts/…` and those of packages. */
export type Sources = ReadonlyMap<string, string>;

/** What the compiler says of a contract. */
export interface Compiled {
  readonly abi: unknown;
  readonly evm: {
    readonly bytecode: { readonly object: string };
    readonly deployedBytecode: { readonly object: string };
  };
}

/** A complaint of the compiler, with the bytes it is about. */
export interface Complaint {
  readonly severity: string;
  readonly formattedMessage: string;
  readonly sourceLocation?: { readonly file: string; readonly start: number; readonly end: number };
}

interface Output {
  readonly errors?: readonly Complaint[];
  readonly sources?: Readonly<Record<string, { readonly ast: SyntaxNode }>>;
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, Compiled>>>>;
}

const IMPORT = /^import[^;]*?"([^"]+)";/gms;

const pathOf = (name: string): string =>
  join(packageRoot(), /^(contracts|test|scripts)\//.test(name) ? "" : "node_modules", name);

/** What a source imports, by the names of the texts. */
export const importsOf = (name: string, text: string): string[] =>
  [...text.matchAll(IMPORT)].map(([, path = ""]) =>
    path.startsWith(".") ? posix.join(posix.dirname(name), path) : path,
  );

/** Sources and all that they import. */
export function readSources(roots: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const text = readFileSync(pathOf(name), "utf8");
    found.set(name, text);
    open.push(...importsOf(name, text));
  }
  return found;
}

const run = (sources: Sources, settings: object): Output => {
  const { compile } = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const contents = Object.fromEntries([...sources].map(([name, content]) => [name, { content }]));
  return JSON.parse(compile(JSON.stringify({ language: "Solidity", sources: contents, settings }))) as Output;
};

/** Types everything and writes no code: the syntax trees, and what does not compile. */
export function analyse(sources: Sources): { trees: ReadonlyMap<string, SyntaxNode>; errors: readonly Complaint[] } {
  const settings = { evmVersion: SOLC_SETTINGS.evmVersion, outputSelection: { "*": { "": ["ast"] } } };
  const output = run(sources, settings);
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  return { trees: new Map(Object.entries(output.sources ?? {}).map(([name, { ast }]) => [name, ast])), errors };
}

/** Settings of the optimiser that only let deep stacks compile: quick rather than small. */
export const QUICK = {
  enabled: true,
  runs: 1,
  details: { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: ":" } },
} as const;

/**
 * Code of the contracts of some sources, by source and name. Quick rather than small: nothing here is ever measured.
 * @throws Error with the compiler's messages
 */
export function compile(
  sources: Sources,
  wanted: readonly string[],
): ReadonlyMap<string, Readonly<Record<string, Compiled>>> {
  const output = run(sources, {
    evmVersion: SOLC_SETTINGS.evmVersion,
    viaIR: true,
    optimizer: QUICK,
    outputSelection: Object.fromEntries(
      wanted.map((name) => [name, { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] }]),
    ),
  });
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  return new Map(Object.entries(output.contracts ?? {}));
}
