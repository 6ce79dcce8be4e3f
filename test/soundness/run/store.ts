/** Results on disk, by the sources they are of: `.ballast/soundness/results/<sources>/`. Each is stamped with its commit. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import type { UnitResult } from "./units.ts";

/** A result and where it came from. */
export type Stamped = UnitResult & {
  readonly id: string;
  readonly commit: string;
  readonly seed: string;
  readonly seconds: number;
};

/** What a result is about: the circuits, and the laboratory but for its tests and the way it is run. */
const SOURCES = "{circuits/**/*.{circom,json},test/soundness/**/*.{ts,circom,json}}";

/** A name for the sources at hand, 16 hexadecimal digits. */
export function sourcesName(): string {
  const root = packageRoot();
  const hash = createHash("sha256");
  const paths = globSync(SOURCES, { cwd: root }).map((path) => path.split(sep).join("/"));
  const counts = paths.filter((path) => !/^test\/soundness\/(run\/|main\.ts|.*\.test\.ts$)/.test(path));
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

/** The results of one state of the sources and one seed. */
export class ResultStore {
  readonly #folder: string;

  constructor(sources: string, seed: string) {
    const name = `${sources}-${createHash("sha256").update(seed).digest("hex").slice(0, 8)}`;
    this.#folder = join(packageRoot(), ".ballast", "soundness", "results", name);
    mkdirSync(this.#folder, { recursive: true });
  }

  read(id: string): Stamped | undefined {
    const path = this.#path(id);
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Stamped) : undefined;
  }

  write(stamped: Stamped): void {
    const path = this.#path(stamped.id);
    writeFileSync(`${path}.part`, `${JSON.stringify(stamped, null, 1)}\n`);
    renameSync(`${path}.part`, path);
  }

  #path(id: string): string {
    return join(this.#folder, `${id.replace(/[^\w.-]+/g, "_")}.json`);
  }
}
