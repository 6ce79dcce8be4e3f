import type { Command } from "commander";
import { BallastError } from "../../../model/errors.ts";
import { parseVerificationKey, type VerificationKey } from "../../../verifier/verification-key.ts";
import { exitCodeOf, type TrustedKey, verifyBundle } from "../../../verifier/verify-bundle.ts";
import { loadArtifacts } from "../../artifacts/load.ts";
import { artifactHashes, loadKey } from "../../circuit.ts";
import { withPage } from "../command-page.ts";
import { addressOption, classOption, countOption, readInput, renamed } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { ADDRESS_EXAMPLE } from "../shared-options.ts";
import { verdictJson, verdictLines } from "../verdict-text.ts";

interface Options {
  readonly class: string;
  readonly vkey?: string;
  readonly chain?: string;
  readonly gate?: string;
  readonly account?: string;
  readonly riskRoot?: string;
  readonly oldCommitment?: string;
  readonly now?: string;
}

/** `ballast verify`: judges a proof bundle offline. */
export function verifyCommand(program: Command): void {
  const command = program
    .command("verify <bundle>")
    .description("check a proof bundle offline against its verification key and what you expect of it")
    .option("--class <class>", "book class of the key", "desk-8")
    .option("--vkey <file>", "verification key (default: the installed artifacts, checked against their manifest)")
    .option("--chain <id>", "expected chain")
    .option("--gate <address>", "expected gate")
    .option("--account <address>", "expected account")
    .option("--risk-root <number>", "expected risk root, as the registry holds it")
    .option("--old-commitment <number>", "expected commitment before the update, as the gate held it")
    .option("--now <seconds>", "Unix time to judge the deadline by")
    .action(async (path: string, options: Options) =>
      printOutcome(await run(path, options), program.opts().json === true),
    );
  withPage(command, {
    reads: "the bundle and a verification key; no desk, no chain",
    leaves: "nothing",
    prints:
      "status (valid, malformed, wrong-statement, invalid-proof, stale), reason, compared[], notCompared[], the bundle's public fields, verificationKey, development; circuit when a manifest vouches for it. What is not compared is the bundle's own word: a proof about an invented book is valid too",
    exits: [2, 4, 5],
    examples: [
      "ballast verify update.json",
      `ballast verify update.json --vkey vkey.json --chain 1 --gate ${ADDRESS_EXAMPLE} --json`,
      `ballast verify update.json --chain 1 --gate ${ADDRESS_EXAMPLE} --risk-root 12345 --old-commitment 67890`,
    ],
  });
}

async function run(path: string, options: Options): Promise<Outcome> {
  const { chain, gate, account, riskRoot, oldCommitment, now } = options;
  const trusted = await trustedKey(options);
  const verdict = verifyBundle(readInput(path), [trusted], {
    ...(chain === undefined ? {} : { chain: countOption("--chain", chain) }),
    ...(gate === undefined ? {} : { gate: addressOption("--gate", gate) }),
    ...(account === undefined ? {} : { account: addressOption("--account", account) }),
    ...(riskRoot === undefined ? {} : { riskRoot: countOption("--risk-root", riskRoot) }),
    ...(oldCommitment === undefined ? {} : { oldCommitment: countOption("--old-commitment", oldCommitment) }),
    ...(now === undefined ? {} : { now: countOption("--now", now) }),
  });
  return { json: verdictJson(verdict, trusted), lines: verdictLines(verdict, trusted), exitCode: exitCodeOf(verdict) };
}

async function trustedKey(options: Options): Promise<TrustedKey> {
  const bookClass = classOption(options.class);
  if (options.vkey !== undefined) return { class: bookClass, key: keyIn(options.vkey) };
  const loaded = await loadArtifacts(`size-update-${bookClass}`, { kinds: ["vkey"] });
  return {
    class: bookClass,
    key: await loadKey(loaded),
    artifacts: artifactHashes(loaded),
  };
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
