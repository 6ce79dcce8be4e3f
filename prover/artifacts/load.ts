/** Opens a circuit's artifacts, each checked against the manifest before anyone uses it. */

import { existsSync, readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ARTIFACT_CODES, artifactError, rebuildOf } from "./artifact-error.ts";
import { sha256OfFile } from "./file-hash.ts";
import { ARTIFACT_KINDS, type ArtifactKind, type Manifest, parseManifest } from "./manifest.ts";

/** Verified artifacts of one circuit. */
export type Artifacts = {
  readonly manifest: Manifest;
  /** Absolute paths, one per kind. */
  readonly paths: Readonly<Record<ArtifactKind, string>>;
};

/** Options of {@link loadArtifacts}. */
export type LoadOptions = {
  /** Folder that holds one folder per circuit; default `.ballast/circuits` of the installation. */
  readonly directory?: string;
  /** Kinds to check and use; default all. */
  readonly kinds?: readonly ArtifactKind[];
};

/**
 * Loads a circuit's manifest and checks the hash of every file that will be used.
 * @throws BallastError BAL-501 (absent), BAL-502 (manifest unreadable), BAL-503 (content differs); all exit 5.
 * @example const { paths, manifest } = await loadArtifacts("size-update-desk-8");
 */
export async function loadArtifacts(name: string, options: LoadOptions = {}): Promise<Artifacts> {
  const folder = join(options.directory ?? defaultDirectory(), name);
  const manifest = await readManifest(folder, name);
  const paths = Object.fromEntries(ARTIFACT_KINDS.map((kind) => [kind, join(folder, manifest.files[kind].path)]));
  const artifacts = { manifest, paths: paths as Record<ArtifactKind, string> };
  for (const kind of options.kinds ?? ARTIFACT_KINDS) await checkFile(artifacts, kind);
  return artifacts;
}

async function readManifest(folder: string, name: string): Promise<Manifest> {
  const path = join(folder, "manifest.json");
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw artifactError(ARTIFACT_CODES.missing, `circuit ${name} has not been built`, rebuildOf(name), cause);
  });
  const manifest = parseManifest(text, path);
  if (manifest.name !== name) {
    throw artifactError(ARTIFACT_CODES.mismatch, `${path} describes ${manifest.name}, not ${name}`, rebuildOf(name));
  }
  return manifest;
}

async function checkFile({ manifest, paths }: Artifacts, kind: ArtifactKind): Promise<void> {
  const expected = manifest.files[kind];
  const found = await stat(paths[kind]).catch((cause: unknown) => {
    throw artifactError(
      ARTIFACT_CODES.missing,
      `${manifest.name}: ${basename(paths[kind])} is missing`,
      rebuildOf(manifest.name),
      cause,
    );
  });
  if (found.size !== expected.bytes || (await sha256OfFile(paths[kind])) !== expected.sha256) {
    const details = `${rebuildOf(manifest.name)}; if it happens again, something else writes to this folder`;
    throw artifactError(
      ARTIFACT_CODES.mismatch,
      `${manifest.name}: ${basename(paths[kind])} differs from its manifest`,
      details,
    );
  }
}

/** `.ballast/circuits` beside the package.json of this installation. */
export function defaultDirectory(): string {
  return join(packageRoot(), ".ballast", "circuits");
}

/** The folder of this package, found from where this file lies (sources or `dist`). */
export function packageRoot(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path) && JSON.parse(readFileSync(path, "utf8")).name === "ballast") return folder;
  }
  throw artifactError(
    ARTIFACT_CODES.missing,
    "the ballast package has no package.json above its code",
    "install it again",
  );
}
