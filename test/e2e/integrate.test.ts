/**
 * `docs/integrate.md`, typed by a machine: an empty folder beside the clone, every block of the page in order, ending with a
 * gated venue on a node. The only thing that differs from a reader's machine is where npm fetches from: a registry that serves
 * this clone's own `node_modules`, because tests use no network.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { blocksOf, type CodeBlock, scriptOf } from "./support/code-blocks.ts";
import { serveRegistry } from "./support/local-registry.ts";
import { runAside } from "./support/run-aside.ts";

const PAGE = "docs/integrate.md";
const CLONE = resolve(".");
let folder: string;
let registry: Awaited<ReturnType<typeof serveRegistry>>;
let blocks: readonly CodeBlock[];

beforeAll(async () => {
  blocks = blocksOf(readFileSync(PAGE, "utf8"));
  folder = mkdtempSync(join(tmpdir(), "ballast-integrator-"));
  symlinkSync(CLONE, join(folder, "ballast"), "dir");
  registry = await serveRegistry(CLONE);
});
afterAll(() => {
  registry.close();
  rmSync(folder, { recursive: true, force: true });
});

/** This Node and the machine's programs, but not what the clone installed: the project must find its own. */
const path = (): string => {
  const others = (process.env.PATH ?? "").split(delimiter).filter((entry) => !entry.includes("node_modules"));
  return [dirname(process.execPath), ...others].join(delimiter);
};

/** Nothing of this machine's npm, nor of the `npm test` around: no cache, no registry, no configuration. */
const environment = () => ({
  PATH: path(),
  HOME: folder,
  npm_config_registry: registry.url,
  npm_config_cache: join(folder, ".npm"),
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
  HARDHAT_DISABLE_TELEMETRY_PROMPT: "true",
});

it("works from an empty directory as it is written", async () => {
  const script = join(folder, "page.sh");
  writeFileSync(script, scriptOf(blocks));
  const { status, output } = await runAside("bash", [script], { cwd: folder, env: environment() });
  expect(status, output).toBe(0);
  expect(output).toMatch(/3 passing/);
  const manifest = JSON.parse(readFileSync(join(folder, "my-venue/deployments/local.json"), "utf8"));
  expect(manifest).toMatchObject({ version: 1, chain: 31_337, modelRoot: "1", verifiers: [{ class: "desk-8" }] });
  const runs = [...output.matchAll(/the gate is (0x[0-9a-fA-F]{40}), the venue behind it (0x[0-9a-fA-F]{40})/g)];
  expect(runs).toHaveLength(2);
  expect(runs[0]?.[1]).toBe(manifest.contracts.gate.address);
  expect(runs[1]?.[0], "the second run deploys nothing").toBe(runs[0]?.[0]);
}, 600_000);

it("gives the project types that notice a mistake", async () => {
  const project = join(folder, "my-venue");
  const misuse = `import { ballastActions, ballastWalletActions, type SigningClient } from "ballast/viem";
declare const wallet: SigningClient;
const gate = "0x00000000000000000000000000000000000000aa";
void ballastWalletActions({ gate })(wallet).register({ class: "desk-9" });
void ballastActions({ gate })(wallet).getHealth({ account: 5 });
`;
  writeFileSync(join(project, "test/misuse.ts"), misuse);
  const { status, output } = await runAside("npx", ["tsc"], { cwd: project, env: environment() });
  rmSync(join(project, "test/misuse.ts"));
  expect(status).not.toBe(0);
  expect(output).toMatch(/misuse\.ts\(4,/);
  expect(output).toMatch(/misuse\.ts\(5,/);
});

it("brings neither the prover nor its GPL libraries into the project", () => {
  const listed = spawnSync("npm", ["ls", "--all", "--parseable"], {
    cwd: join(folder, "my-venue"),
    env: environment(),
    encoding: "utf8",
  });
  expect(listed.stdout).toMatch(/node_modules\/ballast\n/);
  expect(listed.stdout).not.toMatch(/snarkjs|circomlib|ffjavascript|circom2/);
});

it("names the versions that this clone is tested with", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const named = [...readFileSync(PAGE, "utf8").matchAll(/ ((?:@[\w-]+\/)?[\w-]+)@(\d[\w.]*)/g)];
  expect(named.length).toBeGreaterThan(8);
  for (const [, name = "", version] of named) {
    expect(version, name).toBe(devDependencies[name] ?? dependencies[name]);
  }
});
