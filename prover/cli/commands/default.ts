import type { Command } from "commander";
import { BallastError } from "../../../model/errors.ts";
import { bookJson } from "../../../model/files/book-file.ts";
import type { Address } from "../../../verifier/account-context.ts";
import { coverShortfall, markDefault, offerSeized, restoreAdvance } from "../../chain/default-actions.ts";
import { openEscrowed } from "../../chain/open-escrowed.ts";
import { readVenue } from "../../chain/read-chain.ts";
import { readDefault, readStanding } from "../../chain/read-default.ts";
import type { ChainClients } from "../../chain/submit.ts";
import { toHex } from "../../secrets/bytes.ts";
import { deriveDefaultKey } from "../../secrets/derive.ts";
import { deriveKeyPair, type KeyPair } from "../../secrets/hpke-export.ts";
import { newSeed, readSeedFile, writeSeedFile } from "../../secrets/seed-file.ts";
import { withPage } from "../command-page.ts";
import { clientsOf, type DeskOptions, passphraseOf, pinKey, readDesk, readerAt } from "../desk.ts";
import { addressOption, countOption, rpcOption, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { ADDRESS_EXAMPLE, collect, HASH_EXAMPLE, withHome } from "../shared-options.ts";
import { assetWords } from "./collect.ts";

interface VenueOptions extends DeskOptions {
  readonly gate: string;
  readonly rpc: string;
  readonly account: string;
}

interface OpenOptions extends VenueOptions {
  readonly defaultKey: readonly string[];
  readonly fromBlock: string;
}

/** `ballast default …`: what a venue does when an account defaults, and the key it opens escrowed books with. */
export function defaultCommands(program: Command): void {
  const group = program.command("default").description("defaulted accounts, the default fund, escrowed openings");
  const asJson = (): boolean => program.opts().json === true;
  keygenCommand(group, asJson);
  acceptCommand(group, asJson);
  openCommand(group, asJson);
  actionCommands(group, asJson);
}

function keygenCommand(group: Command, asJson: () => boolean): void {
  const keygen = group
    .command("keygen <file>")
    .description("make a venue's default key, and print its public half")
    .option("--passphrase-file <file>", "file with a passphrase to protect it (default: BALLAST_PASSPHRASE)")
    .action(async (path: string, options: DeskOptions) => printOutcome(await runKeygen(path, options), asJson()));
  withPage(keygen, {
    reads: "nothing",
    leaves: "the key file, mode 0600, written whole or not at all, never over another",
    prints: "file, publicKey: what the venue's owner names in DefaultKey",
    exits: [2],
    examples: [
      "ballast default keygen default-key.json",
      "ballast default keygen default-key.json --passphrase-file pass",
    ],
  });
}

function acceptCommand(group: Command, asJson: () => boolean): void {
  const accept = withHome(
    group.command("accept <key>").description("escrow this desk's openings for a default key from now on, or `none`"),
  ).action(async (key: string, options: DeskOptions) => printOutcome(await runAccept(key, options), asJson()));
  withPage(accept, {
    reads: "desk.json, the key in force on the chain",
    leaves: "the key in desk.json. Whoever holds its secret can read this desk's books from the next update on",
    prints: "defaultKey, inForce: whether it is the chain's",
    exits: [2, 6],
    examples: [`ballast default accept ${HASH_EXAMPLE}`, "ballast default accept none"],
  });
}

function openCommand(group: Command, asJson: () => boolean): void {
  const open = withVenue(group.command("open").description("open an account's book with the venue's default key"))
    .requiredOption("--default-key <file>", "key file of `ballast default keygen`; repeat for earlier keys", collect)
    .option("--from-block <number>", "a block before the account's last update", "0")
    .option("--passphrase-file <file>", "file with the keys' passphrase (default: BALLAST_PASSPHRASE)")
    .action(async (options: OpenOptions) => printOutcome(await runOpen(options), asJson()));
  withPage(open, {
    reads: "the key files, the account and its last update",
    leaves: "nothing",
    prints: "account, standing, age, seized, commitment, nonce, book: checked against the commitment on the chain",
    exits: [2, 5, 6],
    examples: [
      `ballast default open --gate ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545 --account 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --default-key default-key.json`,
    ],
  });
}

function actionCommands(group: Command, asJson: () => boolean): void {
  const where = `--gate ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545`;
  const account = "--account 0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
  const mark = signed(
    withVenue(group.command("mark").description("seize a defaulted account's collateral; anyone may")),
  );
  mark.action(async (options: VenueOptions) => printOutcome(await runMark(options), asJson()));
  withPage(mark, {
    reads: "the account",
    leaves: "the account seized, claims on its collateral with the default fund",
    prints: "account, transaction",
    exits: [2, 6],
    examples: [`ballast default mark ${where} ${account} --key-file any.key`],
  });
  const auction = signed(
    withGate(group.command("auction").description("bring seized collateral into auctions; anyone may")),
  );
  auction.action(async (options: VenueOptions) => printOutcome(await runAuction(options), asJson()));
  withPage(auction, {
    reads: "the fund's claims and stock",
    leaves: "seized collateral with the fund, an auction of each asset running",
    prints: "offered[] of asset (k + 1 for collateral k), lots, transactions[]",
    exits: [2, 5, 6],
    examples: [`ballast default auction ${where} --key-file any.key`],
  });
  const cover = signed(
    withVenue(group.command("cover").description("lend the vault what its cash claims lack; anyone may")),
  );
  cover.action(async (options: VenueOptions) => printOutcome(await runCover(options), asJson()));
  withPage(cover, {
    reads: "the vault's shortfall, the fund's cash",
    leaves: "cash lent to the vault, junior to every claim",
    prints: "account, transaction",
    exits: [2, 5, 6],
    examples: [`ballast default cover ${where} ${account} --key-file any.key`],
  });
  const restore = signed(
    withGate(group.command("restore").description("take back what was lent, when its time has come; anyone may")),
  );
  restore.action(async (options: VenueOptions) => printOutcome(await runRestore(options), asJson()));
  withPage(restore, {
    reads: "the vault's surplus",
    leaves: "as much of the loan as the vault can spare back with the fund",
    prints: "transaction",
    exits: [2, 5, 6],
    examples: [`ballast default restore ${where} --key-file any.key`],
  });
}

const withGate = (command: Command): Command =>
  command
    .requiredOption("--gate <address>", "the venue's SizingGate")
    .requiredOption("--rpc <url>", "RPC address of the chain");

const withVenue = (command: Command): Command =>
  withGate(command).requiredOption("--account <address>", "the defaulted account");

const signed = (command: Command): Command =>
  command.option("--key-file <file>", "file with the sender's key, mode 0600 (default: BALLAST_KEY_FILE)");

const placeOf = ({ gate, rpc }: VenueOptions): { gate: Address; rpc: string } => ({
  gate: addressOption("--gate", gate),
  rpc: rpcOption("--rpc", rpc),
});

const accountIn = ({ account }: VenueOptions): Address => addressOption("--account", account);

async function signerAt(options: VenueOptions): Promise<{ gate: Address; clients: ChainClients }> {
  const { gate, rpc } = placeOf(options);
  const { chain } = await readVenue(readerAt(rpc), gate);
  return { gate, clients: clientsOf(options, { rpc, chain: `${chain}` }) };
}

const pairIn = async (path: string, options: DeskOptions): Promise<KeyPair> =>
  deriveKeyPair(deriveDefaultKey(await readSeedFile(path, passphraseOf(options)).catch(asKeyFile)));

/** A default key is kept as a seed is; what is wrong with its file is said of a key. */
function asKeyFile(cause: unknown): never {
  if (!(cause instanceof BallastError)) throw cause;
  const details = (cause.details ?? "").replace("ballast init", "ballast default keygen");
  const shortMessage = cause.shortMessage.replace("seed file", "key file");
  throw new BallastError(cause.code, shortMessage, { details, exitCode: cause.exitCode, cause });
}

async function runKeygen(path: string, options: DeskOptions): Promise<Outcome> {
  const [seed, passphrase] = [newSeed(), passphraseOf(options)];
  await writeSeedFile(path, seed, passphrase === undefined ? {} : { passphrase });
  const publicKey = toHex(deriveKeyPair(deriveDefaultKey(seed)).publicKey);
  const lines = [publicKey, `its secret is in ${path}: whoever holds it can read the books escrowed for it`];
  return { json: { file: path, publicKey }, lines };
}

async function runAccept(text: string, options: DeskOptions): Promise<Outcome> {
  const desk = readDesk(options);
  const { key } = await readDefault(readerAt(options.rpc ?? desk.rpc), desk.gate);
  const pinned = pinKey(options, text);
  const inForce = pinned === key;
  const said = pinned === undefined ? "openings are made for this desk alone" : `openings are escrowed for ${pinned}`;
  const warned = inForce ? [] : [`on the chain the key in force is ${key ?? "none"}`];
  return { json: { defaultKey: pinned ?? null, inForce }, lines: [said, ...warned] };
}

async function runOpen(options: OpenOptions): Promise<Outcome> {
  const { gate, rpc } = placeOf(options);
  const [account, fromBlock] = [accountIn(options), countOption("--from-block", options.fromBlock)];
  if (options.defaultKey.length === 0) throw usageError("--default-key", "name a key file");
  const pairs = await Promise.all(options.defaultKey.map((path) => pairIn(path, options)));
  const client = readerAt(rpc);
  const secrets = pairs.map(({ secretKey }) => secretKey);
  const { book, commitment, nonce } = await openEscrowed(client, { gate, account, fromBlock }, secrets);
  const standing = await readStanding(client, gate, account);
  const shown = bookJson(book);
  const lines = [
    `${account}: ${standing.standing}, nonce ${nonce}; the book below opens its commitment`,
    JSON.stringify(shown, null, 2),
  ];
  return { json: { account, ...standing, commitment, nonce, book: shown }, lines };
}

async function runMark(options: VenueOptions): Promise<Outcome> {
  const { gate, clients } = await signerAt(options);
  const account = accountIn(options);
  const transaction = await markDefault(clients, gate, account);
  return { json: { account, transaction }, lines: [`${account} is seized`, transaction] };
}

async function runAuction(options: VenueOptions): Promise<Outcome> {
  const { gate, clients } = await signerAt(options);
  const offered = await offerSeized(clients, gate);
  const lines = offered.map(({ asset, lots }) => `${lots} ${assetWords(asset)} at the fund, offered or next`);
  return { json: { offered }, lines: lines.length === 0 ? ["nothing to gather or to offer"] : lines };
}

async function runCover(options: VenueOptions): Promise<Outcome> {
  const { gate, clients } = await signerAt(options);
  const account = accountIn(options);
  const transaction = await coverShortfall(clients, gate, account);
  return {
    json: { account, transaction },
    lines: ["the vault's shortfall is covered as far as the fund goes", transaction],
  };
}

async function runRestore(options: VenueOptions): Promise<Outcome> {
  const { gate, clients } = await signerAt(options);
  const transaction = await restoreAdvance(clients, gate);
  return { json: { transaction }, lines: ["what the vault can spare is back with the fund", transaction] };
}
