#!/usr/bin/env node
/**
 * The command `ballast` of a clone: runs what `npm run build` wrote, under a Node that is new enough. Plain JavaScript that any
 * Node from 18 runs, so that it answers in words before anything is built, under an old Node and from any directory.
 */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** As `engines` of package.json: older ones read JSON without the text of its numbers. */
const LEAST_NODE = [22, 13];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, "dist", "prover", "cli", "main.js");
/** Where Node keeps compiled code: here only the clone's owner writes, while in the shared temporary folder others could plant some. */
const compiled = join(root, ".ballast", "compile-cache");
const pinned = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

if (!existsSync(main)) fail(`the command is not built. Run "npm run build" in ${root}.`);
else if (newEnough()) {
  module.enableCompileCache?.(compiled);
  await import(pathToFileURL(main).href);
} else if (existsSync(pinned)) runUnder(pinned);
else
  fail(`Node ${LEAST_NODE.join(".")} or later is needed, this is ${process.version}. Run "npm run build" in ${root}.`);

function newEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
}

/** Hands over to another Node: same arguments, directory and streams, its exit code, and the signals that end it. */
function runUnder(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { NODE_COMPILE_CACHE: compiled, ...process.env },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (cause) => fail(`cannot start ${node}: ${cause.message}`));
  child.on("exit", (code, signal) => {
    process.exitCode = signal === null ? code : 1;
  });
}

function fail(message) {
  process.stderr.write(`ballast: ${message}\n`);
  process.exitCode = 2;
}
