import { type Command, Option } from "commander";
import type { Address } from "../../verifier/account-context.ts";
import type { PlannedCall } from "../chain/planned-call.ts";
import { safeBatch } from "../chain/safe-batch.ts";
import { usageError } from "./input.ts";
import type { Outcome } from "./output.ts";
import { writeResult } from "./session.ts";

/** Options of a command that can write its calls for somebody else to send, instead of sending them. */
export interface PlannedOptions {
  readonly output?: "calldata" | "safe";
  readonly out?: string;
}

/** Who sends the calls, where, and what for. */
export interface PlannedFor {
  readonly chain: bigint;
  readonly from: Address;
  /** Name of the batch in a Safe's list. */
  readonly name: string;
}

/** Adds `--output` and `--out`. */
export function withPlanned(command: Command): Command {
  const form = new Option(
    "--output <form>",
    "write the calls instead of sending them: calldata, or a Safe's batch file",
  );
  return command.addOption(form.choices(["calldata", "safe"])).option("--out <file>", "with --output: where they go");
}

/** What a page says of these options. */
export const PLANNED_PRINTS = "with --output: out, calls[] of to, value, data, function, arguments";

/** Whether calls are to be written; refuses `--out` or `--output` alone. Throws BallastError BAL-251 (exit 2). */
export function isPlanned({ output, out }: PlannedOptions): boolean {
  if (output !== undefined && out === undefined) throw usageError("--out", "name a file for the calls");
  if (output === undefined && out !== undefined)
    throw usageError("--output", "say in which form the calls are written");
  return output !== undefined;
}

/** Writes the calls and says what they are. Throws BallastError BAL-254 (exit 2). */
export function writePlanned(calls: readonly PlannedCall[], options: PlannedOptions, facts: PlannedFor): Outcome {
  const out = options.out ?? "";
  const plain = { version: 1, kind: "calls", chainId: `${facts.chain}`, from: facts.from, calls };
  const file = options.output === "safe" ? safeBatch(calls, { ...facts, createdAt: Date.now() }) : plain;
  writeResult(out, `${JSON.stringify(file, bigintsAsText, 2)}\n`);
  const lines = calls.map((call) => `  ${call.to} ${call.function}`);
  return { json: { out, calls }, lines: [`${out}: ${calls.length} call(s) for ${facts.from} to send`, ...lines] };
}

function bigintsAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
