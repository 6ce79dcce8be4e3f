/**
 * The package that a protocol installs from a clone: `dist/ballast.tgz`. It holds the entries of `integration/`, what they
 * import, the Solidity sources and the compiled contracts, and nothing of the prover, whose dependencies are under the GPL.
 */

import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { artifactPath, SHIPPED, type ShippedName } from "../integration/artifacts.ts";
import { runStep } from "./steps.ts";

const ENTRIES = ["viem", "ignition", "testing"] as const;
const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

/** What the project must hold besides; the Hardhat plugins only where it deploys or tests. */
const PEERS = {
  viem: "^2.47.6",
  hardhat: "^3.8.0",
  "@nomicfoundation/hardhat-ignition-viem": "^3.1.6",
  "@nomicfoundation/hardhat-viem": "^3.0.4",
  "@nomicfoundation/ignition-core": "^3.1.7",
} as const;

/** The files that a built file reaches by imports, itself and the types of all included. */
function reachedFrom(entry: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const [, target = ""] of readFileSync(entry, "utf8").matchAll(IMPORT)) {
    const file = resolve(dirname(entry), target);
    const types = file.replace(/\.[jt]s$/, ".d.ts");
    if (!entry.endsWith(".d.ts")) reachedFrom(file, seen);
    reachedFrom(types, seen);
  }
  return seen;
}

/** The manifest of the package, from that of the clone. */
function manifest(root: string) {
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { description, license, type, engines } = own;
  const [name, version] = [own.name as string, own.version as string];
  const entry = (folder: string) => ({
    types: `./integration/${folder}/index.d.ts`,
    default: `./integration/${folder}/index.js`,
  });
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    private: true,
    exports: {
      ...Object.fromEntries(ENTRIES.map((folder) => [`./${folder}`, entry(folder)])),
      "./contracts/*": "./contracts/*",
      "./package.json": "./package.json",
    },
    dependencies: { zod: own.dependencies.zod },
    peerDependencies: PEERS,
    peerDependenciesMeta: Object.fromEntries(
      Object.keys(PEERS)
        .filter((peer) => peer !== "viem")
        .map((peer) => [peer, { optional: true }]),
    ),
  };
}

/** Copies the compiled contracts that the package ships to where its built code looks for them. */
export function copyArtifacts(root: string): void {
  for (const name of Object.keys(SHIPPED) as ShippedName[]) {
    const path = artifactPath(name);
    cpSync(join(root, ".ballast/contracts/artifacts", path), join(root, "dist/artifacts", path));
  }
}

/** Lays out `dist/package` and packs it. True when npm packed it. */
export function packForIntegrators(root: string): boolean {
  const [dist, target] = [join(root, "dist"), join(root, "dist/package")];
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const folder of ENTRIES) {
    for (const kind of ["js", "d.ts"]) {
      for (const file of reachedFrom(join(dist, "integration", folder, `index.${kind}`)))
        cpSync(file, join(target, relative(dist, file)));
    }
  }
  for (const source of globSync("contracts/**/*.sol", { cwd: root })) cpSync(join(root, source), join(target, source));
  cpSync(join(dist, "artifacts"), join(target, "artifacts"), { recursive: true });
  for (const text of ["LICENSE", "NOTICE"]) cpSync(join(root, text), join(target, text));
  cpSync(join(root, "integration/README.md"), join(target, "README.md"));
  const made = manifest(root);
  writeFileSync(join(target, "package.json"), `${JSON.stringify(made, null, 2)}\n`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const command = [npm, "pack", target, "--pack-destination", dist, "--silent"] as const;
  if (!runStep(root, { name: "package for integrators", command })) return false;
  renameSync(join(dist, `${made.name}-${made.version}.tgz`), join(dist, "ballast.tgz"));
  return true;
}
