/** The lines of `circuits/instances.json`: which circuits there are, and which of them are built only when somebody asks. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One circuit: a statement, and what it is made for. */
export type Instance = {
  readonly statement: string;
  /** Of a statement about books. */
  readonly class?: string;
  /** Of a statement that moves books: the class it moves them to. */
  readonly to?: string;
  /** Not built with the rest: it takes minutes and memory that a clone, its tests and the demonstration can do without. */
  readonly onDemand?: true;
};

/** All lines by name. */
export type Instances = Readonly<Record<string, Instance>>;

/** Reads the lines. */
export function readInstances(root: string): Instances {
  return JSON.parse(readFileSync(join(root, "circuits", "instances.json"), "utf8")) as Instances;
}

/** The circuits that every build makes. */
export function defaultNames(instances: Instances): string[] {
  return Object.keys(instances).filter((name) => instances[name]?.onDemand !== true);
}

/** The circuits that are built when they are named, or with `--all`. */
export function onDemandNames(instances: Instances): string[] {
  return Object.keys(instances).filter((name) => instances[name]?.onDemand === true);
}

/**
 * The circuits that a command line asks for: those it names, all with `--all`, else the default ones.
 * @throws Error with the possible names for a name or an option that there is not.
 * @example chosenNames(readInstances(root), process.argv.slice(2))
 */
export function chosenNames(instances: Instances, argv: readonly string[]): string[] {
  if (argv.length === 0) return defaultNames(instances);
  if (argv.length === 1 && argv[0] === "--all") return Object.keys(instances);
  const unknown = argv.find((name) => !Object.hasOwn(instances, name));
  if (unknown === undefined) return [...argv];
  throw new Error(
    `circuits/instances.json has no ${unknown}; name some of ${Object.keys(instances).join(", ")}, or --all`,
  );
}
