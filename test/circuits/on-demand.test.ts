/**
 * Circuits that no test compiles keep their recorded size as long as their code is the recorded one. BALLAST_UPDATE_SNAPSHOTS=1 writes the
 * record from what `npm run build:circuits -- --all` has built; where a build of the present sources is at hand, the record is held to it.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultDirectory, packageRoot } from "../../prover/artifacts/load.ts";
import { type Manifest, parseManifest } from "../../prover/artifacts/manifest.ts";
import { onDemandNames, readInstances } from "../../scripts/circuits/instances.ts";
import { codeHash, sourceHash } from "../../scripts/circuits/sources.ts";

/** What is recorded of a circuit. */
interface Size {
  readonly constraints: number;
  readonly wires: number;
  readonly publicInputs: number;
  /** Hash of its code. */
  readonly code: string;
}

const FILE = "test/circuits/on-demand.snapshot.json";
const REMEDY = "run `npm run build:circuits -- --all`, then this test with BALLAST_UPDATE_SNAPSHOTS=1";

/** What the protocol asks of the classes (section 2). */
const GOALS: Readonly<Record<string, number>> = { "size-update-desk-16": 65_000, "size-update-fund-64": 220_000 };

const root = packageRoot();
const names = onDemandNames(readInstances(root));
const mainOf = (name: string): string => `circuits/main/${name}.circom`;

/** The manifest of a build of the sources at hand, if there is one. */
function builtHere(name: string): Manifest | undefined {
  const path = join(defaultDirectory(), name, "manifest.json");
  if (!existsSync(path)) return undefined;
  const manifest = parseManifest(readFileSync(path, "utf8"), path);
  return manifest.sourceHash === sourceHash(root, mainOf(name)) ? manifest : undefined;
}

function sizeOf(name: string): Size | undefined {
  const manifest = builtHere(name);
  if (manifest === undefined) return undefined;
  const { constraints, wires, nPublic } = manifest;
  return { constraints, wires, publicInputs: nPublic, code: codeHash(root, mainOf(name)) };
}

if (process.env.BALLAST_UPDATE_SNAPSHOTS === "1") {
  const sizes = names.map((name) => [name, sizeOf(name)] as const);
  const absent = sizes.filter(([, size]) => size === undefined).map(([name]) => name);
  if (absent.length > 0) throw new Error(`${absent.join(", ")}: not built here; ${REMEDY}`);
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sizes), null, 2)}\n`);
}
const recorded = JSON.parse(readFileSync(FILE, "utf8")) as Readonly<Record<string, Size>>;

test("every circuit that is built on demand has its record", () => {
  expect(Object.keys(recorded)).toEqual(names);
});

describe.each(names)("%s", (name) => {
  test("has the code that its record is of", () => {
    expect(recorded[name]?.code, `${name} is another circuit now: ${REMEDY}`).toBe(codeHash(root, mainOf(name)));
  });

  test("stays within its goal", () => {
    expect(recorded[name]?.constraints).toBeLessThanOrEqual(GOALS[name] ?? Number.POSITIVE_INFINITY);
  });

  test("has the recorded size where it is built", (context) => {
    const size = sizeOf(name);
    if (size === undefined) context.skip(`${name} is not built here; \`npm run build:circuits ${name}\` builds it`);
    else expect(size).toEqual(recorded[name]);
  });
});
