/** What an integrator's project takes in with each entry: nothing of the prover, and nothing of Node with the client. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { expect, it } from "vitest";
import { SHIPPED } from "../../integration/artifacts.ts";

const TYPES_ONLY = /^(?:import|export) type [^;]*;$/gm;
const TARGET = /(?:^import|^\} from|^(?:import|export) .* from) "([^"]+)";$/gm;

/** What a file loads at run time, and what its own imports load. */
function loadedBy(
  file: string,
  seen: Map<string, readonly string[]> = new Map(),
): ReadonlyMap<string, readonly string[]> {
  if (seen.has(file)) return seen;
  const source = readFileSync(file, "utf8").replace(TYPES_ONLY, "");
  const targets = [...source.matchAll(TARGET)].map(([, target = ""]) => target);
  seen.set(
    file,
    targets.filter((target) => !target.startsWith(".")),
  );
  for (const target of targets) if (target.startsWith(".")) loadedBy(resolve(dirname(file), target), seen);
  return seen;
}

/** Packages that an entry loads. */
const packagesOf = (entry: string): string[] => {
  const loaded = loadedBy(resolve(entry));
  expect(loaded.size).toBeGreaterThan(5);
  return [...new Set([...loaded.values()].flat())].sort();
};

it("the client needs viem alone, so that it runs in a browser", () => {
  expect(packagesOf("integration/viem/index.ts")).toEqual(["viem", "viem/actions"]);
});

it("deployments and tests need Hardhat, viem, zod and Node, and no library of the prover", () => {
  for (const entry of ["ignition", "testing"]) {
    for (const name of packagesOf(`integration/${entry}/index.ts`))
      expect(name).toMatch(/^(viem$|viem\/|zod$|node:|@nomicfoundation\/ignition-core$)/);
  }
});

it("every shipped contract is one that the project has, mocks by their name", () => {
  for (const [name, source] of Object.entries(SHIPPED)) {
    const path = source.startsWith("contracts/") ? source : `node_modules/${source}`;
    expect(readFileSync(path, "utf8")).toMatch(new RegExp(`^(contract|library) ${name}\\b`, "m"));
    expect(name.startsWith("Mock"), name).toBe(source.includes("/mocks/"));
  }
});

it("the entries of the clone's own manifest are the package's", () => {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const entry of ["viem", "ignition", "testing"]) {
    expect(exports[`./${entry}`].default).toBe(`./dist/integration/${entry}/index.js`);
    expect(dirname(exports[`./${entry}`].types)).toBe(`./dist/integration/${entry}`);
  }
});
