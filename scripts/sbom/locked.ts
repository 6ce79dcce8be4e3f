import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A package as the lock file pins it. */
export interface Locked {
  /** The name it is installed under; the registry's unless it is an alias. */
  readonly name: string;
  /** The registry's name. */
  readonly published: string;
  readonly version: string;
  /** As an SPDX expression; undefined when neither lock file nor `licences.json` says. */
  readonly licence: string | undefined;
  /** Whether only developers install it. */
  readonly development: boolean;
  /** SHA-512 in base64, after `sha512-`. */
  readonly integrity: string;
}

/** Who installs or loads a package under a copyleft licence. */
export type Use = "build" | "lint" | "model" | "prover";

interface Entry {
  readonly name?: string;
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly integrity?: string;
}

interface Reviewed {
  readonly stated: Readonly<Record<string, string>>;
  readonly copyleft: Readonly<Record<string, Use>>;
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** What was read by hand: licences that a lock file does not name, and where copyleft packages are used. */
export const reviewedLicences = (root: string): Reviewed => json(join(root, "scripts/sbom/licences.json")) as Reviewed;

/** Every package of the lock file, each name and version once, by name and version. */
export function lockedPackages(root: string): readonly Locked[] {
  const { packages } = json(join(root, "package-lock.json")) as { packages: Readonly<Record<string, Entry>> };
  const { stated } = reviewedLicences(root);
  const found = new Map<string, Locked>();
  for (const [path, { name: alias, version, license, dev = false, integrity = "" }] of Object.entries(packages)) {
    if (path === "") continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const id = `${name}@${version}`;
    const development = dev && (found.get(id)?.development ?? true);
    found.set(id, { name, published: alias ?? name, version, licence: license ?? stated[id], development, integrity });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, locked]) => locked);
}

/** Whether a licence asks that works made with the package keep its terms; one of a choice that does not is enough. */
export const isCopyleft = (licence: string): boolean => /GPL|MPL/.test(licence) && !/ OR /.test(licence);
