/** Compiles one circuit, or finds the same compilation in the cache and checks that it is whole. */

import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { sha256, sha256OfFile } from "../../prover/artifacts/file-hash.ts";
import { writeFolder } from "./atomic-folder.ts";
import { circomFlags, findCompiler, type Optimisation, runCompiler, SHIPPED } from "./compiler.ts";
import { sourceHash } from "./sources.ts";

/** A finished compilation. Paths are absolute. */
export type Compilation = {
  readonly name: string;
  readonly r1cs: string;
  readonly sym: string;
  readonly wasm: string;
  readonly sourceHash: string;
  readonly compiler: { readonly version: string; readonly build: "wasm" | "native"; readonly flags: readonly string[] };
  /** Hash of everything that went in: sources, compiler, flags. */
  readonly key: string;
  /** False when this call had to compile. */
  readonly cached: boolean;
};

/** What to compile. */
export type CompileRequest = {
  /** Root of the repository. */
  readonly root: string;
  /** Main file, relative to the root. */
  readonly main: string;
  readonly optimisation?: Optimisation;
  /** Told when a compilation really starts. */
  readonly onStart?: (name: string, flags: readonly string[]) => void;
};

const KEPT_PER_NAME = 8;

/**
 * Compiles `main`, reusing `.ballast/compiled/<name>-<key>` when its recorded hashes still hold.
 * @throws Error with the compiler's report when it refuses the source.
 * @example const { r1cs, wasm } = await compileCircuit({ root, main: "circuits/main/size-update-desk-8.circom" });
 */
export async function compileCircuit(request: CompileRequest): Promise<Compilation> {
  const { root, main } = request;
  const name = basename(main, ".circom");
  const flags = circomFlags(request.optimisation ?? SHIPPED);
  const compiler = findCompiler(root);
  const sources = sourceHash(root, main);
  const key = sha256([sources, main, compiler.version, compiler.build, ...flags].join("\n"));
  const shelf = join(root, ".ballast", "compiled");
  const folder = join(shelf, `${name}-${key.slice(0, 16)}`);
  const cached = await isWhole(folder);
  if (!cached) {
    request.onStart?.(name, flags);
    await writeFolder(folder, async (temporary) => {
      await runCompiler(compiler, root, [main, ...flags, "-o", relativeTo(root, temporary)]);
      await seal(temporary, name);
    });
    prune(shelf, name);
  }
  utimesSync(folder, new Date(), new Date());
  const file = (extension: string): string => join(folder, `${name}.${extension}`);
  const used = { version: compiler.version, build: compiler.build, flags };
  return {
    name,
    r1cs: file("r1cs"),
    sym: file("sym"),
    wasm: file("wasm"),
    sourceHash: sources,
    compiler: used,
    key,
    cached,
  };
}

/** The WebAssembly compiler understands paths below its working folder only. */
function relativeTo(root: string, path: string): string {
  return path.slice(root.length + 1);
}

/** Flattens circom's output, drops its GPL helper scripts and records what the folder must contain. */
async function seal(folder: string, name: string): Promise<void> {
  const generated = join(folder, `${name}_js`);
  renameSync(join(generated, `${name}.wasm`), join(folder, `${name}.wasm`));
  rmSync(generated, { recursive: true });
  const hashes: Record<string, string> = {};
  for (const file of readdirSync(folder).sort()) hashes[file] = await sha256OfFile(join(folder, file));
  writeFileSync(join(folder, "hashes.json"), `${JSON.stringify(hashes, null, 2)}\n`);
}

/** Whether a cached folder holds exactly what was recorded when it was made. */
async function isWhole(folder: string): Promise<boolean> {
  const record = join(folder, "hashes.json");
  if (!existsSync(record)) return false;
  try {
    const hashes = JSON.parse(readFileSync(record, "utf8")) as Record<string, string>;
    for (const [file, expected] of Object.entries(hashes)) {
      if ((await sha256OfFile(join(folder, file))) !== expected) return false;
    }
    return Object.keys(hashes).length >= 3;
  } catch {
    return false;
  }
}

/** Keeps the most recently used compilations of each circuit. */
function prune(shelf: string, name: string): void {
  const own = readdirSync(shelf).filter((entry) => new RegExp(`^${name}-[0-9a-f]{16}$`).test(entry));
  const byAge = own
    .map((entry) => ({ entry, used: statSync(join(shelf, entry)).mtimeMs }))
    .sort((a, b) => b.used - a.used);
  for (const { entry } of byAge.slice(KEPT_PER_NAME)) rmSync(join(shelf, entry), { recursive: true, force: true });
}
