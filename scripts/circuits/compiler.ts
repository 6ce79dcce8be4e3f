/** The circom compiler: which one runs, with which flags. */

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";

/** The compiler version that every artifact is made with. */
const CIRCOM_VERSION = "2.2.3";

/** How far constraints are simplified: O0 keeps every signal, O2 is what ships. */
export type Optimisation = "O0" | "O1" | "O2";

/** The optimisation of shipped artifacts. */
export const SHIPPED: Optimisation = "O2";

/** A compiler on this machine. */
export type Compiler = {
  readonly version: string;
  readonly build: "wasm" | "native";
  /** Program and the arguments that come before circom's own. */
  readonly command: readonly [string, ...string[]];
};

/** Every flag but the output folder, in one place. Include paths are relative to the repository's root. */
export function circomFlags(optimisation: Optimisation): string[] {
  return ["--r1cs", "--wasm", "--sym", `--${optimisation}`, "-l", "node_modules"];
}

/** A native circom of the pinned version when it is on PATH (much faster), else the WebAssembly build of npm. */
export function findCompiler(root: string): Compiler {
  const probe = spawnSync("circom", ["--version"], { encoding: "utf8" });
  if (probe.status === 0 && probe.stdout.trim().endsWith(` ${CIRCOM_VERSION}`)) {
    return { version: CIRCOM_VERSION, build: "native", command: ["circom"] };
  }
  const script = join(root, "node_modules", "circom2", "cli.js");
  return { version: CIRCOM_VERSION, build: "wasm", command: [process.execPath, script] };
}

/**
 * Runs the compiler from the repository's root (its WebAssembly build sees nothing above that).
 * @throws Error with the compiler's own report when it refuses the source.
 */
export async function runCompiler(compiler: Compiler, root: string, args: readonly string[]): Promise<string> {
  const [program, ...leading] = compiler.command;
  const child = spawn(program, [...leading, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0 || !output.includes("Everything went okay")) {
    throw new Error(`circom ${args.at(0) ?? ""} failed (exit ${code}):\n${output.trim()}`);
  }
  return output;
}
