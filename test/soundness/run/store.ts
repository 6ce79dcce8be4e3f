/**
 * Results on disk. What a run does is kept under `.ballast/soundness/results/<seed>/`, by unit and by a name for the files that it depends on, each stamped with its commit. Those of a
 * full run are published in `test/soundness/results/`, from where another clone goes on.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { closureOf, forgetFiles, nameOf } from "./closure.ts";
import type { Unit, UnitResult } from "./units.ts";
import { UsageError } from "./usage-error.ts";

/** A result and where it came from. */
export type Stamped = UnitResult & {
  readonly id: string;
  /** Name of the sources that it is of. */
  readonly of: string;
  readonly commit: string;
  readonly seed: string;
  readonly seconds: number;
};

/** The list of statements with its generators and lies, and what it alone names: better ones look at more, and make no result wrong (README.md says how to have them used). */
const isList = (path: string): boolean => path === "test/soundness/instances.ts";

const names = new Map<string, string>();

/** A name for the sources that a unit's result depends on. */
export function sourcesOfUnit({ of }: Pick<Unit, "of">): string {
  const key = of.join();
  const name = names.get(key) ?? nameOf(closureOf(of, isList));
  names.set(key, name);
  return name;
}

/** Whether the files that a unit depends on are still those that its name was made of. */
export function isAsNamed({ of }: Pick<Unit, "of">): boolean {
  forgetFiles();
  return nameOf(closureOf(of, isList)) === sourcesOfUnit({ of });
}

/** What a figure may depend on; what comes of a run, and what says how to show it, is left out. */
const SOURCES = [
  "calibration",
  "circuits",
  "contracts",
  "model",
  "policies",
  "pricing",
  "prover",
  "scripts",
  "test",
  "verifier",
];
const SHOWN = ["test/**/results.json", "test/soundness/results", "test/soundness/run", "test/**/equivalents.json"];

/** The commit at hand, with a mark when the sources have changes that no commit holds. */
export function commitName(): string {
  const git = (...args: string[]): string =>
    spawnSync("git", args, { cwd: packageRoot(), encoding: "utf8" }).stdout.trim();
  const isChanged =
    git("status", "--porcelain", "--", ...SOURCES, ...SHOWN.map((path) => `:(exclude,glob)${path}`)) !== "";
  return `${git("rev-parse", "--short=12", "HEAD")}${isChanged ? " with uncommitted changes" : ""}`;
}

const fileOf = (id: string): string => id.replace(/[^\w.-]+/g, "_");
const KEPT = join(packageRoot(), ".ballast", "soundness", "results");
const PUBLISHED = join(packageRoot(), "test", "soundness", "results");

/** The results that were published, by unit. */
export function published(folder = PUBLISHED): Map<string, Stamped> {
  const lines = globSync("*.jsonl", { cwd: folder }).flatMap((name) =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .filter((line) => line !== ""),
  );
  return new Map(lines.map((line) => JSON.parse(line) as Stamped).map((one) => [one.id, one]));
}

/**
 * Publishes results: one file per kind of unit, one line per unit.
 * @throws UsageError when there are none, or what is published is of another seed, which these would replace.
 */
export function publish(all: readonly Stamped[], seed: string, folder = PUBLISHED): void {
  const other = [...published(folder).values()].find((one) => one.seed !== seed);
  if (other !== undefined)
    throw new UsageError(
      `test/soundness/results is of seed ${other.seed}, not of ${seed}: give that one, or remove the folder first`,
    );
  if (all.length === 0) throw new UsageError(`no full run of seed ${seed} has a result to publish`);
  mkdirSync(folder, { recursive: true });
  const kinds = Map.groupBy(all, ({ kind }) => kind);
  for (const [kind, own] of kinds) {
    const path = join(folder, `${kind}.jsonl`);
    writeFileSync(`${path}.part`, own.map((one) => `${JSON.stringify(one)}\n`).join(""));
    renameSync(`${path}.part`, path);
  }
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".jsonl")))
    if (!kinds.has(name.replace(".jsonl", "") as Stamped["kind"])) rmSync(join(folder, name));
}

/** The results of one seed. */
export class ResultStore {
  readonly #folder: string;
  readonly #published: ReadonlyMap<string, Stamped>;

  /**
   * @param isFull whether it is of full runs, for which what is published under the same seed counts.
   * @param root where results of all seeds are kept.
   */
  constructor(seed: string, isFull: boolean, root = KEPT) {
    const name = createHash("sha256")
      .update(`${seed}${isFull ? "/full" : ""}`)
      .digest("hex")
      .slice(0, 8);
    this.#folder = join(root, name);
    mkdirSync(this.#folder, { recursive: true });
    this.#published = new Map(isFull ? [...published()].filter(([, one]) => one.seed === seed) : []);
  }

  /** The result of the sources at hand. */
  read(unit: Unit): Stamped | undefined {
    const path = this.#path(unit);
    if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as Stamped;
    const known = this.#published.get(unit.id);
    return known?.of === sourcesOfUnit(unit) ? known : undefined;
  }

  /** The result of the sources at hand, or else the latest of earlier ones. */
  latest(unit: Unit): Stamped | undefined {
    const own = new RegExp(`^${fileOf(unit.id).replaceAll(".", "\\.")}\\.[0-9a-f]{16}\\.json$`);
    const kept = readdirSync(this.#folder)
      .filter((name) => own.test(name))
      .map((name) => join(this.#folder, name))
      .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)[0];
    const earlier = kept === undefined ? this.#published.get(unit.id) : JSON.parse(readFileSync(kept, "utf8"));
    return this.read(unit) ?? (earlier as Stamped | undefined);
  }

  write(unit: Unit, stamped: Stamped): void {
    const path = this.#path(unit);
    writeFileSync(`${path}.part`, `${JSON.stringify(stamped, null, 1)}\n`);
    renameSync(`${path}.part`, path);
  }

  /** Takes a unit for this process, so that several runs share the work. Gives how to let go of it; undefined when another living process has it. */
  claim(unit: Unit): (() => void) | undefined {
    const path = `${this.#path(unit)}.taken`;
    if (existsSync(path) && isAlive(Number(readFileSync(path, "utf8")))) return undefined;
    rmSync(path, { force: true });
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
    } catch {
      return undefined;
    }
    return () => rmSync(path, { force: true });
  }

  #path(unit: Unit): string {
    return join(this.#folder, `${fileOf(unit.id)}.${sourcesOfUnit(unit)}.json`);
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}
