/** Asks `snarkjs zkey verify` about a key, against the prepared powers of tau of the same trapdoor. */

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256, sha256OfFile } from "../../prover/artifacts/file-hash.ts";
import { parseR1cs } from "../../prover/artifacts/r1cs.ts";
import { ceremonyPowerOf, writePreparedPtau } from "./prepared-ptau.ts";
import { TRAPDOOR_TEXT } from "./trapdoor.ts";

/** What to verify. */
export type VerifyRequest = {
  readonly root: string;
  readonly r1cs: string;
  readonly zkey: string;
  readonly onStep?: (step: string) => void;
};

/**
 * Runs the check, or finds that these very files passed it before (recorded in `.ballast/verified`).
 * @throws Error with snarkjs's report when the key is not the circuit's.
 */
export async function verifyKey(request: VerifyRequest): Promise<{ cached: boolean }> {
  const { root, r1cs, zkey } = request;
  const step = request.onStep ?? (() => {});
  const identity = sha256([await sha256OfFile(r1cs), await sha256OfFile(zkey), TRAPDOOR_TEXT].join("\n"));
  const folder = join(root, ".ballast", "verified");
  const record = join(folder, identity);
  if (existsSync(record)) return { cached: true };
  mkdirSync(folder, { recursive: true });
  removeAbandoned(folder);
  const ptau = join(folder, `${process.pid}.ptau`);
  try {
    const power = ceremonyPowerOf(parseR1cs(readFileSync(r1cs)));
    step(`computing the prepared ceremony of 2^${power}`);
    await writePreparedPtau(ptau, power);
    step("snarkjs zkey verify");
    const report = await runSnarkjs(root, ["zkey", "verify", r1cs, ptau, zkey]);
    writeFileSync(`${record}.new`, report);
    renameSync(`${record}.new`, record);
  } finally {
    rmSync(ptau, { force: true });
  }
  return { cached: false };
}

/** A ceremony is hundreds of megabytes; one whose process was killed before it could clean up goes now. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const owner = /^(\d+)\.ptau$/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function runSnarkjs(root: string, args: readonly string[]): Promise<string> {
  const cli = join(root, "node_modules", "snarkjs", "build", "cli.cjs");
  const child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const stop = (): void => void child.kill();
  process.once("exit", stop);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  process.off("exit", stop);
  if (code !== 0 || !output.includes("ZKey Ok!"))
    throw new Error(`snarkjs zkey verify refused the key (exit ${code}):\n${output.trim()}`);
  return output;
}
