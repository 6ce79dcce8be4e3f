#!/usr/bin/env node
/**
 * Entry of every npm script that must work on a fresh clone: plain JavaScript that any Node from 18 runs, no dependency.
 *
 *   node scripts/bootstrap.mjs COMMAND [ARGUMENTS…]
 *
 * It installs what package-lock.json says, under the pinned Node (an install under an older one silently skips native
 * packages), and then runs the command's script with that same Node. When nothing changed the check takes milliseconds.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PINNED_NODE = "24.21.0";
const SCRIPTS = {
  demo: "scripts/demo.ts",
  test: "scripts/run-tests.ts",
  bench: "bench/run.ts",
  soundness: "test/soundness/main.ts",
  "coverage:contracts": "test/contracts/coverage/main.ts",
  "mutate:contracts": "test/contracts/mutation/main.ts",
  "prove:contracts": "test/contracts/proofs/main.ts",
  "laws:contracts": "test/contracts/laws/main.ts",
  build: "scripts/build.ts",
  lint: "scripts/lint.ts",
  "build:circuits": "scripts/build-circuits.ts",
  "lint:circuits": "scripts/lint-circuits.ts",
  "zkey:verify": "scripts/verify-keys.ts",
  generate: "scripts/generate.ts",
  sbom: "scripts/sbom.ts",
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const bin = join(modules, ".bin");
const node = join(bin, process.platform === "win32" ? "node.cmd" : "node");
const stampFile = join(modules, ".ballast-install");

const [command, ...rest] = process.argv.slice(2);
const script = Object.hasOwn(SCRIPTS, command ?? "") ? SCRIPTS[command] : undefined;
if (script === undefined) fail(2, `usage: node scripts/bootstrap.mjs ${Object.keys(SCRIPTS).join("|")} [arguments]`);
if (!existsSync(join(root, script))) fail(2, `${script} is missing from this clone; check it out again`);
ensureInstalled();
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
// Modules compiled once stay compiled; run-tests.ts decides for the tests.
if (command === "demo") env.NODE_COMPILE_CACHE ??= join(root, ".ballast", "compile-cache");
const run = spawnSync(node, [join(root, script), ...rest], { cwd: root, env, stdio: "inherit" });
if (run.error) fail(1, `cannot start ${node}: ${run.error.message}`);
process.exitCode = run.status ?? 1;

/** Installs unless the stamp, or else npm's own record of the folder, says that the lock file is what is installed. */
function ensureInstalled() {
  const stamp = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .update(PINNED_NODE)
    .digest("hex");
  const stamped = existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (stamped && existsSync(node)) return;
  if (!existsSync(node) || !matchesLock()) install();
  writeFileSync(stampFile, stamp);
}

function install() {
  process.stderr.write(
    `installing dependencies under Node ${PINNED_NODE} (first run or a changed package-lock.json)\n`,
  );
  const args = ["-y", "-p", `node@${PINNED_NODE}`, "--", "npm", "ci", "--no-audit", "--no-fund"];
  const result = spawnSync("npx", args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (result.status !== 0)
    fail(1, "the installation failed; see npm's message above, check the network and run the command again");
  if (!existsSync(node))
    fail(1, `node@${PINNED_NODE} was not installed; npm 11 needs it in allowScripts of package.json`);
}

/** Whether npm recorded exactly the locked packages; optional ones may be absent, each is for another platform. */
function matchesLock() {
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages ?? {};
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages ?? {};
  return Object.entries(locked).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    return found === undefined
      ? entry.optional === true || entry.devOptional === true
      : found.integrity === entry.integrity;
  });
}

function fail(code, message) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
