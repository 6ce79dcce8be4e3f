/** `ballast market` as its users run it: processes, files, HTTP. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { writeMarket } from "../../../../model/files/market-file.ts";
import { formatModel } from "../../../../model/files/model-file.ts";
import { MNEMONIC } from "../../../contracts/support/chain.ts";
import { temporaryDirectory } from "../../../prover/support/temporary.ts";
import type { RegistryStage } from "./registry-stage.ts";

/** Files of a stage's venue, and a key of one of the chain's accounts. */
export interface VenueFiles {
  readonly folder: string;
  readonly model: string;
  readonly first: string;
  readonly key: string;
}

/** Writes what a venue publishes, and a runner's key. */
export function writeVenueFiles({ stretch }: RegistryStage, index = 1): VenueFiles {
  const folder = temporaryDirectory();
  const [model, first, key] = ["model.json", "market.json", "runner.key"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(model, formatModel(stretch.model));
  writeFileSync(first, writeMarket(stretch.first));
  const privateKey = mnemonicToAccount(MNEMONIC, { addressIndex: index }).getHdKey().privateKey;
  writeFileSync(key, privateKey == null ? "" : toHex(privateKey));
  chmodSync(key, 0o600);
  return { folder, model, first, key };
}

/** The options that say where the epochs are. */
export function sourceOptions({ registry }: RegistryStage, { model, first }: VenueFiles, url: string): string[] {
  return ["--registry", registry, "--rpc", url, "--model", model, "--first", first];
}

/** A running `ballast market run`. */
export interface RunningRunner {
  readonly child: ChildProcess;
  /** The next line of its log, parsed. */
  line(): Promise<Record<string, unknown>>;
  /** Resolves when stderr has said something that matches. */
  said(words: RegExp): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  stderr(): string;
}

/** Starts a runner as a process. */
export function startRunner(options: readonly string[]): RunningRunner {
  const child = spawn(process.execPath, ["prover/cli/main.ts", "market", "run", ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words += chunk.toString();
  });
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return {
    child,
    line: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the runner ended: ${words}`);
      return JSON.parse(value) as Record<string, unknown>;
    },
    said: async (wanted) => {
      while (!wanted.test(words)) {
        if (child.exitCode !== null) throw new Error(`the runner ended before it said ${wanted}: ${words}`);
        await Promise.race([once(child.stderr as NodeJS.ReadableStream, "data"), ended]);
      }
    },
    ended,
    stderr: () => words,
  };
}
