/** Builds one circuit's artifacts: constraints, generator, development keys, manifest. */

import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256OfFile } from "../../prover/artifacts/file-hash.ts";
import { loadArtifacts } from "../../prover/artifacts/load.ts";
import { type ArtifactKind, formatManifest, type Manifest } from "../../prover/artifacts/manifest.ts";
import { parseR1cs, publicWires, type R1cs } from "../../prover/artifacts/r1cs.ts";
import { makeDevelopmentKey } from "../development-keys/proving-key.ts";
import { TRAPDOOR_TEXT } from "../development-keys/trapdoor.ts";
import { writeContainer } from "../development-keys/zkey-sections.ts";
import { startProgress } from "../progress.ts";
import { writeFolder } from "./atomic-folder.ts";
import { type Compilation, compileCircuit } from "./compile.ts";
import type { Instance } from "./instances.ts";
import { assertPublicSignalsUsed } from "./public-signals.ts";

/** Where to build and from what. */
export type BuildRequest = {
  readonly root: string;
  readonly name: string;
  readonly instance: Instance;
  /** Main file relative to the root; default `circuits/main/<name>.circom`. */
  readonly main?: string;
};

/**
 * Makes `.ballast/circuits/<name>` hold this circuit's current artifacts; a second call with nothing changed only
 * checks hashes. A damaged or half-written folder is rebuilt.
 * @returns the manifest and whether anything had to be made.
 */
export async function buildCircuit(request: BuildRequest): Promise<{ manifest: Manifest; built: boolean }> {
  const { root, name } = request;
  const progress = startProgress(name);
  const directory = join(root, ".ballast", "circuits");
  const main = request.main ?? `circuits/main/${name}.circom`;
  const compilation = await compileCircuit({ root, main, onStart: () => progress.step("compiling") });
  const current = await loadArtifacts(name, { directory }).catch(() => undefined);
  if (current !== undefined && (await isCurrent(current.manifest, compilation)))
    return { manifest: current.manifest, built: false };
  const folder = join(directory, name);
  await writeFolder(folder, (temporary) => fill(temporary, request, compilation, progress.step));
  const { manifest } = await loadArtifacts(name, { directory });
  progress.done(`${manifest.constraints} constraints, development key`);
  return { manifest, built: true };
}

async function isCurrent(manifest: Manifest, compilation: Compilation): Promise<boolean> {
  const sameSource = manifest.sourceHash === compilation.sourceHash && manifest.key.trapdoor === TRAPDOOR_TEXT;
  const sameConstraints = manifest.files.r1cs.sha256 === (await sha256OfFile(compilation.r1cs));
  return sameSource && sameConstraints && manifest.files.wasm.sha256 === (await sha256OfFile(compilation.wasm));
}

async function fill(
  folder: string,
  request: BuildRequest,
  compilation: Compilation,
  onStep: (step: string) => void,
): Promise<void> {
  const { name, instance } = request;
  const file = (kind: ArtifactKind): string => join(folder, kind === "vkey" ? "vkey.json" : `${name}.${kind}`);
  for (const kind of ["r1cs", "sym", "wasm"] as const) copyFileSync(compilation[kind], file(kind));
  const r1cs = parseR1cs(readFileSync(file("r1cs")), `${name}.r1cs`);
  assertPublicSignalsUsed(r1cs, name);
  const key = await makeDevelopmentKey(r1cs, { onStep });
  await writeContainer(file("zkey"), "zkey", key.sections, key.sections.length);
  writeFileSync(file("vkey"), `${JSON.stringify(key.vkey, null, 1)}\n`);
  const files = {
    r1cs: await describe(file("r1cs"), `${name}.r1cs`),
    sym: await describe(file("sym"), `${name}.sym`),
    wasm: await describe(file("wasm"), `${name}.wasm`),
    zkey: await describe(file("zkey"), `${name}.zkey`),
    vkey: await describe(file("vkey"), "vkey.json"),
  };
  const manifest: Manifest = { ...facts(name, instance, compilation, r1cs), key: keyFacts(key), files };
  writeFileSync(join(folder, "manifest.json"), formatManifest(manifest));
}

function facts(
  name: string,
  instance: Instance,
  compilation: Compilation,
  r1cs: R1cs,
): Omit<Manifest, "key" | "files"> {
  return {
    version: 1,
    name,
    statement: instance.statement,
    ...(instance.class === undefined ? {} : { class: instance.class }),
    ...(instance.to === undefined ? {} : { to: instance.to }),
    development: true,
    sourceHash: compilation.sourceHash,
    compiler: { ...compilation.compiler, flags: [...compilation.compiler.flags] },
    constraints: r1cs.constraints,
    wires: r1cs.wires,
    nPublic: publicWires(r1cs),
  };
}

function keyFacts(key: { contributions: number; domainPower: number }): Manifest["key"] {
  return { trapdoor: TRAPDOOR_TEXT, contributions: key.contributions, domainPower: key.domainPower };
}

async function describe(path: string, name: string): Promise<{ path: string; sha256: string; bytes: number }> {
  return { path: name, sha256: await sha256OfFile(path), bytes: statSync(path).size };
}
