/** What an integrator's project takes in with each entry: nothing of the prover, and nothing of Node with the client. */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { SHIPPED } from "../../integration/artifacts.ts";
import { packagesOf } from "../support/loaded-by.ts";

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
