import type { Command } from "commander";
import type { BookClass } from "../../../model/classes.ts";
import { BallastError } from "../../../model/errors.ts";
import type { Expectations } from "../../../verifier/expectations.ts";
import { isMoveText, parseMove } from "../../../verifier/parse-move.ts";
import { parseVerificationKey, type VerificationKey } from "../../../verifier/verification-key.ts";
import { exitCodeOf, type TrustedKey, verifyBundle } from "../../../verifier/verify-bundle.ts";
import { type TrustedMoveKey, verifyMove } from "../../../verifier/verify-move.ts";
import { withPage } from "../command-page.ts";
import { addressOption, classOption, countOption, readInput, renamed, usageError } from "../input.ts";
import { installedKey } from "../installed-key.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { ADDRESS_EXAMPLE, HASH_EXAMPLE } from "../shared-options.ts";
import { moveVerdictJson, moveVerdictLines, verdictJson, verdictLines } from "../verdict-text.ts";
import { orAbsent, type TransactionOptions, trustedMoveKey, verifyTransaction } from "./verify-transaction.ts";

interface Options extends Partial<TransactionOptions> {
  readonly class?: string;
  readonly vkey?: string;
  readonly chain?: string;
  readonly account?: string;
  readonly riskRoot?: string;
  readonly oldCommitment?: string;
  readonly now?: string;
}

const DEFAULT_CLASS: BookClass = "desk-8";

/** `ballast verify`: judges a proof bundle offline, or with `--tx` a transaction that a gate accepted. */
export function verifyCommand(program: Command): void {
  const command = program
    .command("verify [bundle]")
    .description(
      "check a proof bundle offline against its verification key and what you expect of it, or, with --tx, a transaction against everything it rests on",
    )
    .option("--class <class>", "book class of the key (default: desk-8)")
    .option("--vkey <file>", "verification key (default: the installed artifacts, checked against their manifest)")
    .option("--chain <id>", "expected chain")
    .option("--gate <address>", "expected gate")
    .option("--account <address>", "expected account")
    .option("--risk-root <number>", "expected risk root, as the registry holds it")
    .option("--old-commitment <number>", "expected commitment before the update, as the gate held it")
    .option("--now <seconds>", "Unix time to judge the deadline by")
    .option("--tx <hash>", "a transaction to re-read from the chain, instead of a bundle; needs --rpc and --gate")
    .option("--rpc <url>", "node to ask about --tx")
    .option("--from-block <number>", "for --tx: the venue's first block (default: 0)")
    .option(
      "--code-hash <hash>",
      "for --tx: keccak256 of the code that the key's verifier must have (default: what this build generates)",
    )
    .action(async (path: string | undefined, options: Options) =>
      printOutcome(await run(path, options), program.opts().json === true),
    );
  withPage(command, {
    reads:
      "the bundle and a verification key; no desk, no chain. With --tx: the transaction's input and events, the gate's account, epoch, policy, the account's earlier events and the verifier's code, through the node",
    leaves: "nothing",
    prints:
      "status (valid, malformed, wrong-statement, invalid-proof, stale), reason, compared[], notCompared[], the bundle's public fields, verificationKey, development; circuit when a manifest vouches for it. What is not compared is the bundle's own word: a proof about an invented book is valid too. With --tx: status (proven, partly, failed), reason, updates[] and moves[] with their fields and checks[] (input, call, proof, verifier, old book, risk root, market, policy; each held, failed or not checked), takenOnTrust[]. Exit 5 when something could not be checked, 6 when the transaction changed nothing",
    exits: [2, 4, 5, 6],
    examples: [
      "ballast verify update.json",
      `ballast verify update.json --vkey vkey.json --chain 1 --gate ${ADDRESS_EXAMPLE} --json`,
      `ballast verify update.json --chain 1 --gate ${ADDRESS_EXAMPLE} --risk-root 12345 --old-commitment 67890`,
      `ballast verify --tx ${HASH_EXAMPLE} --rpc http://127.0.0.1:8545 --gate ${ADDRESS_EXAMPLE}`,
    ],
  });
}

async function run(path: string | undefined, options: Options): Promise<Outcome> {
  const { tx } = options;
  if ((tx === undefined) === (path === undefined))
    throw usageError("verify", "name either a bundle's file or a transaction with --tx");
  if (tx === undefined) {
    refuseOthers(options, TRANSACTION_ONLY, "belongs to --tx; a bundle is judged without a chain");
    return verifyFile(path ?? "", options);
  }
  refuseOthers(options, BUNDLE_ONLY, "belongs to a bundle; for --tx the chain says it");
  return verifyTransaction({ ...options, tx }, (name) => keyForTransaction(name, options));
}

const BUNDLE_ONLY = ["chain", "account", "riskRoot", "oldCommitment", "now"] as const;
const TRANSACTION_ONLY = ["rpc", "fromBlock", "codeHash"] as const;

/** An option that would be left out of the judgement is refused: whoever gave it believes that it was compared. */
function refuseOthers(options: Options, names: readonly (keyof Options)[], why: string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given !== undefined) throw usageError(`--${given.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, why);
}

/** A key file is of one class; the installed artifacts may be of several. */
async function keyForTransaction(name: BookClass, options: Options): Promise<TrustedKey | undefined> {
  if (options.vkey !== undefined && name !== classOption(options.class ?? DEFAULT_CLASS)) return undefined;
  return orAbsent(trustedKey({ ...options, class: name }));
}

async function verifyFile(path: string, options: Options): Promise<Outcome> {
  const input = readInput(path);
  if (isMoveText(input)) return verifyMoveFile(input, options);
  const trusted = await trustedKey(options);
  const verdict = verifyBundle(input, [trusted], expectationsOf(options));
  return { json: verdictJson(verdict, trusted), lines: verdictLines(verdict, trusted), exitCode: exitCodeOf(verdict) };
}

/** A move's bundle is judged by the key of moves between its classes. */
async function verifyMoveFile(input: Uint8Array, options: Options): Promise<Outcome> {
  refuseOthers(options, ["class", "riskRoot"], "belongs to an update's bundle; this one is a move's");
  const parsed = parseMove(input);
  if (parsed.status === "malformed") {
    const lines = [`malformed: ${[parsed.path, parsed.reason].filter(Boolean).join(" ")}`];
    return { json: parsed, lines, exitCode: exitCodeOf(parsed) };
  }
  const { from, to } = parsed.bundle;
  const trusted: TrustedMoveKey =
    options.vkey === undefined ? await trustedMoveKey(from, to) : { from, to, key: keyIn(options.vkey) };
  const verdict = verifyMove(input, [trusted], expectationsOf(options));
  return {
    json: moveVerdictJson(verdict, trusted),
    lines: moveVerdictLines(verdict, trusted),
    exitCode: exitCodeOf(verdict),
  };
}

function expectationsOf({ chain, gate, account, riskRoot, oldCommitment, now }: Options): Expectations {
  return {
    ...(chain === undefined ? {} : { chain: countOption("--chain", chain) }),
    ...(gate === undefined ? {} : { gate: addressOption("--gate", gate) }),
    ...(account === undefined ? {} : { account: addressOption("--account", account) }),
    ...(riskRoot === undefined ? {} : { riskRoot: countOption("--risk-root", riskRoot) }),
    ...(oldCommitment === undefined ? {} : { oldCommitment: countOption("--old-commitment", oldCommitment) }),
    ...(now === undefined ? {} : { now: countOption("--now", now) }),
  };
}

async function trustedKey(options: Options): Promise<TrustedKey> {
  const bookClass = classOption(options.class ?? DEFAULT_CLASS);
  if (options.vkey !== undefined) return { class: bookClass, key: keyIn(options.vkey) };
  return installedKey(bookClass);
}

/** A key file's faults are reported with its name. */
function keyIn(path: string): VerificationKey {
  try {
    return parseVerificationKey(readInput(path));
  } catch (cause) {
    if (cause instanceof BallastError && cause.code === "BAL-301") throw renamed(cause, `${path}: `);
    throw cause;
  }
}
