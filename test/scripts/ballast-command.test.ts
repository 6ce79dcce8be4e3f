import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../prover/support/temporary.ts";

/** A clone that holds the command alone, and what `npm run build` would have written if given. */
function clone(main?: string): (...argv: string[]) => SpawnSyncReturns<string> {
  const root = temporaryDirectory();
  mkdirSync(join(root, "bin"));
  copyFileSync("bin/ballast.mjs", join(root, "bin", "ballast.mjs"));
  if (main !== undefined) {
    mkdirSync(join(root, "dist", "prover", "cli"), { recursive: true });
    writeFileSync(join(root, "package.json"), `{ "type": "module" }`);
    writeFileSync(join(root, "dist", "prover", "cli", "main.js"), main);
  }
  return (...argv) => spawnSync(process.execPath, [join(root, "bin", "ballast.mjs"), ...argv], { encoding: "utf8" });
}

test("before a build the command says what to run", () => {
  const { status, stdout, stderr } = clone()("--help");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^ballast: the command is not built\. Run "npm run build" in /);
});

test("after it, arguments and exit code pass through", () => {
  const run = clone("console.log(process.argv.slice(2).join()); process.exitCode = 3;");
  expect(run("explain", "--json")).toMatchObject({ status: 3, stdout: "explain,--json\n", stderr: "" });
});

test("a reader that goes away early ends nothing", async () => {
  const child = spawn(process.execPath, ["prover/cli/main.ts", "--help"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
