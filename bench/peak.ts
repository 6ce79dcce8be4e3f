/**
 * `node bench/peak.ts ours|snarkjs WASM ZKEY INPUT`: proves once in a process of its own, threads included, and prints its peak memory and the seconds
 * of processor time that it took: those say something on a busy machine too.
 */
import { existsSync, readFileSync } from "node:fs";
import * as snarkjs from "snarkjs";
import { createWitnessCalculator } from "../prover/artifacts/witness-calculator.ts";
import { writeWtns } from "../prover/artifacts/wtns.ts";
import { openBackend } from "../prover/backend/open-backend.ts";

/** What one proof took. */
export interface Effort {
  readonly mib: number;
  readonly cpuSeconds: number;
}

type Inputs = Record<string, string | string[]>;

async function ours(wasm: string, zkey: string, input: Inputs): Promise<void> {
  await using backend = await openBackend();
  const integers = (value: unknown): never =>
    (Array.isArray(value) ? value.map(integers) : BigInt(value as string)) as never;
  const calculator = await createWitnessCalculator(readFileSync(wasm));
  const named = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, integers(value)]));
  await backend.prove(zkey, writeWtns(calculator.calculate(named)));
}

async function theirs(wasm: string, zkey: string, input: Inputs): Promise<void> {
  await snarkjs.groth16.fullProve(input, wasm, zkey);
  const curve = (await snarkjs.curves.getCurveFromName("bn128")) as { terminate(): Promise<void> };
  await curve.terminate();
}

const [who, wasm, zkey, path] = process.argv.slice(2);
if ((who !== "ours" && who !== "snarkjs") || wasm === undefined || zkey === undefined || path === undefined) {
  process.stderr.write("usage: node bench/peak.ts ours|snarkjs WASM ZKEY INPUT\n");
  process.exit(2);
}
await (who === "ours" ? ours : theirs)(wasm, zkey, JSON.parse(readFileSync(path, "utf8")) as Inputs);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
/** A process's largest resident size counts what its parent held when it was forked; Linux's high-water mark begins with its own program. */
const ownPeak =
  existsSync("/proc/self/status") && /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
const effort: Effort = {
  mib: Math.round(Number(ownPeak || maxRSS) / 1024),
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
};
process.stdout.write(`${JSON.stringify(effort)}\n`);
