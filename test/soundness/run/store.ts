/** Results on disk, by the sources they are of: `.ballast/soundness/results/<scope>-<sources>-<seed>/`. Each is stamped with its commit. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import type { Unit, UnitResult } from "./units.ts";

/** A result and where it came from. */
export type Stamped = UnitResult & {
  readonly id: string;
  readonly commit: string;
  readonly seed: string;
  readonly seconds: number;
};

/** Which sources a result is about; a change elsewhere leaves it standing. */
export type Scope = "examination" | "forgery" | "differential" | "parsers" | "mutation";

const CIRCUITS = "circuits/**/*.{circom,json}";
const SYSTEM = "test/soundness/{system,jacobian,uniqueness}/**/*.ts";
const SCOPES: Readonly<Record<Scope, readonly string[]>> = {
  examination: [
    CIRCUITS,
    SYSTEM,
    "test/soundness/{canaries,deletion,tie}/**/*.{ts,circom}",
    "test/soundness/*.{ts,json}",
  ],
  forgery: [CIRCUITS, SYSTEM, "test/soundness/forgery/**/*.ts", "test/soundness/instances.ts"],
  parsers: [
    "{model,verifier}/**/*.ts",
    "calibration/history-file.ts",
    "prover/{artifacts,backend,trade}/**/*.ts",
    "test/soundness/parsers/**/*.ts",
  ],
  mutation: [
    CIRCUITS,
    SYSTEM,
    "scripts/circom/*.ts",
    "test/soundness/{mutation,differential}/**/*.{ts,json}",
    "test/soundness/{deletion/library,forgery/order,forgery/recompute,instances}.ts",
    "test/circuits/{specs,support}/**/*.ts",
  ],
  differential: [
    CIRCUITS,
    "model/**/*.ts",
    "test/soundness/differential/**/*.ts",
    "test/soundness/deletion/library.ts",
    "test/support/random-{case,market}.ts",
  ],
};

/** A name for the sources of a scope, or of all of them: 16 hexadecimal digits. Tests, and the way the laboratory is run, do not count. */
export function sourcesName(scope?: Scope): string {
  const root = packageRoot();
  const hash = createHash("sha256");
  const globs = scope === undefined ? Object.values(SCOPES).flat() : SCOPES[scope];
  const paths = new Set(
    globs.flatMap((glob) => globSync(glob, { cwd: root })).map((path) => path.split(sep).join("/")),
  );
  const counts = [...paths].filter((path) => !/^test\/soundness\/(run\/|main\.ts|.*\.test\.ts$)/.test(path));
  for (const path of counts.sort())
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** The commit at hand, with a mark when the sources have changes that no commit holds. */
export function commitName(): string {
  const git = (...args: string[]): string =>
    spawnSync("git", args, { cwd: packageRoot(), encoding: "utf8" }).stdout.trim();
  const isChanged = git("status", "--porcelain", "--", "circuits", "test/soundness") !== "";
  return `${git("rev-parse", "--short=12", "HEAD")}${isChanged ? " with uncommitted changes" : ""}`;
}

/** The results of the sources at hand and one seed. */
export class ResultStore {
  readonly #seed: string;
  readonly #folders = new Map<Scope, string>();

  constructor(seed: string) {
    this.#seed = createHash("sha256").update(seed).digest("hex").slice(0, 8);
  }

  read(unit: Unit): Stamped | undefined {
    const path = this.#path(unit);
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Stamped) : undefined;
  }

  write(unit: Unit, stamped: Stamped): void {
    const path = this.#path(unit);
    writeFileSync(`${path}.part`, `${JSON.stringify(stamped, null, 1)}\n`);
    renameSync(`${path}.part`, path);
  }

  #path({ id, scope }: Unit): string {
    return join(this.#folder(scope), `${id.replace(/[^\w.-]+/g, "_")}.json`);
  }

  #folder(scope: Scope): string {
    const known = this.#folders.get(scope);
    if (known !== undefined) return known;
    const name = `${scope}-${sourcesName(scope)}-${this.#seed}`;
    const folder = join(packageRoot(), ".ballast", "soundness", "results", name);
    mkdirSync(folder, { recursive: true });
    this.#folders.set(scope, folder);
    return folder;
  }
}
