import type { Command } from "commander";
import type { BookClass } from "../../../model/classes.ts";
import { EXIT } from "../../../model/errors.ts";
import type { Bundle } from "../../../verifier/bundle.ts";
import type { TrustedKey } from "../../../verifier/verify-bundle.ts";
import { authorize } from "../../chain/operator.ts";
import { readTime } from "../../chain/read-chain.ts";
import { type AuthorizedChange, formatAuthorized, parseAuthorized } from "../../relay/authorized-change.ts";
import { type RelayReport, type RelayResult, relayBatch } from "../../relay/relay-batch.ts";
import { authorizedError, signerError } from "../../relay/relay-error.ts";
import { withPage } from "../command-page.ts";
import { clientsOf, type DeskOptions, signerOf } from "../desk.ts";
import { addressOption, readText } from "../input.ts";
import { installedKey } from "../installed-key.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { requireFree, writeResult } from "../session.ts";
import { ADDRESS_EXAMPLE } from "../shared-options.ts";
import { bundleIn } from "./bundle-file.ts";

interface SignOptions extends DeskOptions {
  readonly out: string;
  readonly operator?: boolean;
}
interface RelayOptions extends DeskOptions {
  readonly relay: string;
  readonly rpc: string;
}

const KEY = ["--key-file <file>", "file with the sender's key, mode 0600 (default: BALLAST_KEY_FILE)"] as const;

/** `ballast sign` and `ballast relay`: a change that anybody may send, and sending many. */
export function relayCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  signCommand(program, asJson);
  relayCommand(program, asJson);
}

function signCommand(program: Command, asJson: () => boolean): void {
  const sign = program
    .command("sign <bundle>")
    .description("consent to a bundle, so that anybody may send it; it shows what the chain will show")
    .option("--key-file <file>", "file with the account's key, mode 0600 (default: BALLAST_KEY_FILE)")
    .option("--operator", "the key is an operator's, under a mandate of the account")
    .requiredOption("--out <file>", "where the authorised change goes")
    .action(async (path: string, options: SignOptions) => printOutcome(await runSign(path, options), asJson()));
  withPage(sign, {
    reads: "the bundle; no desk, no chain",
    leaves:
      "the bundle with its consent in --out; it may be sent once, until the bundle's deadline or the account's next change",
    prints: "out, account, consenter, nonce, deadline",
    exits: [2],
    examples: [
      "ballast sign update.json --out change.json",
      "ballast sign update.json --operator --key-file server.key --out change.json",
    ],
  });
}

function relayCommand(program: Command, asJson: () => boolean): void {
  const relay = program
    .command("relay <changes...>")
    .description(
      "send authorised changes of many accounts in one transaction; the sender pays and decides nothing else",
    )
    .requiredOption("--relay <address>", "the deployed BatchRelay")
    .requiredOption("--rpc <url>", "RPC address of the chain")
    .option(...KEY)
    .action(async (paths: string[], options: RelayOptions) => printOutcome(await runRelay(paths, options), asJson()));
  withPage(relay, {
    reads: "the files in their order, the installed verification keys, the gate; no desk",
    leaves: "what the gate accepts accepted, in one transaction; what would be refused is left out of it",
    prints:
      "transaction (hash, block, gasUsed) when one was sent, results[] of file, accounts[], status (accepted, left out, refused), reason, exitCode. Ends with the exit code of the first change that was not accepted",
    exits: [2, 4, 5, 6],
    examples: [`ballast relay one.json two.json --relay ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545`],
  });
}

async function runSign(path: string, options: SignOptions): Promise<Outcome> {
  requireFree(options.out);
  const bundle = bundleIn(path);
  const signer = signerOf(options);
  const consenter = signer.address.toLowerCase();
  if (options.operator !== true && consenter !== bundle.account) throw signerError(bundle.account);
  const operator = options.operator === true ? signer.address : undefined;
  const authorization = await authorize(signer, bundle, operator);
  writeResult(options.out, formatAuthorized([{ bundle, authorization }]));
  const { account, nonce, deadline } = bundle;
  return {
    json: { out: options.out, account, consenter, nonce, deadline },
    lines: [`${options.out}: change ${nonce} of ${account}, anybody may send it until ${deadline}`],
  };
}

async function runRelay(paths: readonly string[], options: RelayOptions): Promise<Outcome> {
  const changes = paths.map((path) => parseAuthorized(readText(path), path));
  const relay = addressOption("--relay", options.relay);
  const [first] = changes.map(([{ bundle }]) => bundle);
  if (first === undefined) throw authorizedError("changes", "none given");
  const { chain, gate } = first;
  const clients = clientsOf(options, { rpc: options.rpc, chain: `${chain}` });
  const venue = { chain, gate, trusted: await keysFor(changes), now: await readTime(clients.read) };
  return outcomeOf(paths, await relayBatch(clients, relay, changes, venue));
}

async function keysFor(changes: readonly AuthorizedChange[]): Promise<TrustedKey[]> {
  const classOf = ({ bundle }: { readonly bundle: Bundle }): BookClass => bundle.class;
  return Promise.all([...new Set(changes.flatMap((change) => change.map(classOf)))].map(installedKey));
}

function outcomeOf(paths: readonly string[], { results, transaction }: RelayReport): Outcome {
  const rows = results.map((result, place) => ({ file: paths[place] ?? "", ...result }));
  const failed = results.find((result) => result.status !== "accepted");
  const sent =
    transaction === undefined ? [] : [`block ${transaction.block} (${transaction.gasUsed} gas)`, transaction.hash];
  return {
    json: { ...(transaction === undefined ? {} : { transaction }), results: rows },
    lines: [...rows.map(lineOf), ...sent],
    exitCode: failed?.exitCode ?? EXIT.ok,
  };
}

function lineOf(row: RelayResult & { readonly file: string }): string {
  return row.status === "accepted" ? `${row.file}: accepted` : `${row.file}: ${row.status}: ${row.reason}`;
}
