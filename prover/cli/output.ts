import { BallastError, EXIT, type ExitCode } from "../../model/errors.ts";
import type { ProveStep } from "../release.ts";

/** What a command ends with: one value for machines, lines for people, an exit code. */
export interface Outcome {
  readonly json: unknown;
  readonly lines: readonly string[];
  readonly exitCode?: ExitCode;
}

/** Prints an outcome to stdout, and nothing else ever goes there. */
export function printOutcome({ json, lines, exitCode }: Outcome, asJson: boolean): void {
  const text = asJson ? JSON.stringify(json, bigintsAsText, 2) : lines.join("\n");
  if (text !== "") process.stdout.write(`${text}\n`);
  process.exitCode = exitCode ?? EXIT.ok;
}

/** Prints what went wrong to stderr and sets the exit code. Secrets and balances are in no error's message. */
export function printError(cause: unknown, asJson: boolean): void {
  const known = cause instanceof BallastError;
  const code = known ? cause.code : "BAL-200";
  const message = known ? cause.shortMessage : cause instanceof Error ? cause.message : String(cause);
  const details = known ? cause.details : "This is a fault of the program: report it with the command that led here.";
  const json = { error: { code, message, details, docs: known ? cause.docsPath : undefined } };
  const text = asJson
    ? JSON.stringify(json, null, 2)
    : [`ballast: ${message} [${code}]`, details].filter(Boolean).join("\n  ");
  process.stderr.write(`${text}\n`);
  process.exitCode = known ? cause.exitCode : EXIT.internal;
}

const WORDS: Readonly<Record<ProveStep, string>> = {
  explained: "the policy allows the change",
  written: "the opening is on disk",
  witness: "witness computed",
  proven: "proof made",
  verified: "proof verified",
  released: "proof released",
};

/** Shows the steps of a proof on stderr, only when somebody watches. */
export function progress(): (step: ProveStep) => void {
  if (!process.stderr.isTTY) return () => undefined;
  let last = performance.now();
  return (step) => {
    const now = performance.now();
    process.stderr.write(`  ${WORDS[step]} (${((now - last) / 1000).toFixed(1)} s)\n`);
    last = now;
  };
}

function bigintsAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
