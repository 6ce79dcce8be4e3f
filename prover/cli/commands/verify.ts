import type { Command } from "commander";
import { BallastError } from "../../../model/errors.ts";
import { parseVerificationKey, type VerificationKey } from "../../../verifier/verification-key.ts";
import { exitCodeOf, type TrustedKey, type Verdict, verifyBundle } from "../../../verifier/verify-bundle.ts";
import { loadArtifacts } from "../../artifacts/load.ts";
import { artifactHashes } from "../../circuit.ts";
import { withPage } from "../command-page.ts";
import { addressOption, classOption, countOption, readInput, renamed } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { ADDRESS_EXAMPLE } from "../shared-options.ts";

interface Options {
  readonly class: string;
  readonly vkey?: string;
  readonly chain?: string;
  readonly gate?: string;
  readonly account?: string;
  readonly riskRoot?: string;
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
    .option("--now <seconds>", "Unix time to judge the deadline by")
    .action(async (path: string, options: Options) =>
      printOutcome(await run(path, options), program.opts().json === true),
    );
  withPage(command, {
    reads: "the bundle and a verification key; no desk, no chain",
    leaves: "nothing",
    prints: "status (valid, malformed, wrong-statement, invalid-proof, stale), reason, the bundle's public fields",
    exits: [2, 4, 5],
    examples: [
      "ballast verify update.json",
      `ballast verify update.json --vkey vkey.json --chain 1 --gate ${ADDRESS_EXAMPLE} --json`,
    ],
  });
}

async function run(path: string, options: Options): Promise<Outcome> {
  const { chain, gate, account, riskRoot, now } = options;
  const verdict = verifyBundle(readInput(path), [await trustedKey(options)], {
    ...(chain === undefined ? {} : { chain: countOption("--chain", chain) }),
    ...(gate === undefined ? {} : { gate: addressOption("--gate", gate) }),
    ...(account === undefined ? {} : { account: addressOption("--account", account) }),
    ...(riskRoot === undefined ? {} : { riskRoot: countOption("--risk-root", riskRoot) }),
    ...(now === undefined ? {} : { now: countOption("--now", now) }),
  });
  return { json: jsonOf(verdict), lines: [lineOf(verdict)], exitCode: exitCodeOf(verdict) };
}

async function trustedKey(options: Options): Promise<TrustedKey> {
  const bookClass = classOption(options.class);
  if (options.vkey !== undefined) return { class: bookClass, key: keyIn(options.vkey) };
  const loaded = await loadArtifacts(`size-update-${bookClass}`, { kinds: ["vkey"] });
  return {
    class: bookClass,
    key: parseVerificationKey(readInput(loaded.paths.vkey)),
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

function jsonOf(verdict: Verdict): object {
  if (!("bundle" in verdict)) return verdict;
  const { bundle, ...rest } = verdict;
  const { chain, gate, account, nonce, epoch, deadline, mode, publicInputs, artifacts } = bundle;
  return {
    ...rest,
    chain,
    gate,
    account,
    nonce,
    epoch,
    deadline,
    mode,
    publicInputs,
    development: artifacts.development,
  };
}

function lineOf(verdict: Verdict): string {
  switch (verdict.status) {
    case "valid":
      return `valid: ${verdict.bundle.account} at nonce ${verdict.bundle.nonce}, epoch ${verdict.bundle.epoch}${verdict.bundle.artifacts.development ? " (development key)" : ""}`;
    case "malformed":
      return `malformed: ${[verdict.path, verdict.reason].filter(Boolean).join(" ")}`;
    case "invalid-proof":
      return `invalid proof: ${verdict.reason}`;
    default:
      return `${verdict.status.replace("-", " ")}: ${verdict.field}: ${verdict.reason}`;
  }
}
