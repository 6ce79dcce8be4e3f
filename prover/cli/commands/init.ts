import { existsSync, mkdirSync } from "node:fs";
import type { Command } from "commander";
import { classId, classOfId } from "../../../model/classes.ts";
import { BallastError } from "../../../model/errors.ts";
import type { Address, Hex } from "../../../verifier/account-context.ts";
import { mismatchError } from "../../chain/chain-error.ts";
import { readAccount, readVenue } from "../../chain/read-chain.ts";
import { readDefault } from "../../chain/read-default.ts";
import { restoreStore } from "../../chain/restore.ts";
import { register } from "../../chain/submit.ts";
import { toBytes } from "../../secrets/bytes.ts";
import { isPublicKey } from "../../secrets/hpke-export.ts";
import { newSeed, readSeedFile, writeSeedFile } from "../../secrets/seed-file.ts";
import { BookStore, readStore, type StoreAccount } from "../../store/book-store.ts";
import { createDurably } from "../../store/durable.ts";
import { withPage } from "../command-page.ts";
import {
  accountOf,
  clientsOf,
  type DeskFile,
  type DeskOptions,
  filesOf,
  homeOf,
  keyOption,
  passphraseOf,
  readDesk,
  readerAt,
  readerOf,
  signerOf,
} from "../desk.ts";
import { addressOption, classOption, countOption, rpcOption, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { ADDRESS_EXAMPLE, HASH_EXAMPLE, withDesk } from "../shared-options.ts";

interface Options extends DeskOptions {
  readonly gate: string;
  readonly account?: string;
  readonly class: string;
  readonly fromBlock: string;
  readonly defaultKey?: string;
  readonly restore?: string;
  readonly register?: boolean;
}

/** `ballast init`: makes a desk: seed, store, and the account on the gate. */
export function initCommand(program: Command): void {
  const command = withDesk(
    program
      .command("init")
      .description("make a desk: a seed, a book store and, with --register, the account on the gate"),
    "RPC address of the chain; the desk remembers it",
  )
    .requiredOption("--gate <address>", "the venue's SizingGate")
    .option("--account <address>", "the account, where its key is not here: a contract's, or one that gave a mandate")
    .option("--class <class>", "book class; with --restore the account's own", "desk-8")
    .option("--from-block <number>", "the gate's first block", "0")
    .option("--default-key <key>", "the venue's default key as the venue published it, or `none`; another is refused")
    .option("--register", "open the account on the gate too")
    .option("--restore <seed file>", "rebuild a lost desk from its seed and the chain")
    .action(async (options: Options) => printOutcome(await run(options), program.opts().json === true));
  const common = `ballast init --gate ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545 --key-file account.key`;
  withPage(command, {
    reads:
      "the account's key file, unless --account names it; the gate; with --restore the seed's backup and the gate's events",
    leaves:
      "desk.json, seed.json and books/ in --home; with --register the account open on the gate. An interrupted init is finished by the same command",
    prints: "home, account, registered, defaultKey: for whom openings are escrowed",
    exits: [2, 5, 6],
    examples: [
      `${common} --register`,
      `${common} --default-key ${HASH_EXAMPLE}`,
      `${common} --restore seed-backup.json --from-block 19000000`,
      `ballast init --gate ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545 --account ${ADDRESS_EXAMPLE}`,
    ],
  });
}

async function run(options: Options): Promise<Outcome> {
  const home = homeOf(options);
  const files = filesOf(home);
  const expected =
    options.defaultKey === undefined ? undefined : { key: keyOption("--default-key", options.defaultKey) };
  const made = existsSync(files.desk) ? existingDesk(options, home) : undefined;
  if (made !== undefined) requireKey(expected, made.defaultKey, "this desk escrows for", ACCEPT);
  const desk = made ?? (await describe(options, expected));
  const account = accountOf(desk);
  if (made === undefined) {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    await makeStore(options, desk);
    createDurably(files.desk, `${JSON.stringify(desk, null, 2)}\n`);
  }
  const opened = options.register === true ? await open(options, desk, account) : false;
  const lines = [
    `desk of ${desk.account} in ${home}`,
    `keep a copy of ${files.seed} offline: with the chain it restores the book`,
  ];
  const { defaultKey } = desk;
  if (defaultKey !== undefined)
    lines.push(`its openings are escrowed for the venue's default key ${defaultKey}: its holder can read this book`);
  return {
    json: { home, account: desk.account, registered: opened, defaultKey: defaultKey ?? null },
    lines: opened ? [...lines, "account opened on the gate"] : lines,
  };
}

/** A default key that the operator has from the venue itself; `key` undefined for none. */
interface ExpectedKey {
  readonly key: Hex | undefined;
}

const ACCEPT = "If the venue changed its key and says so elsewhere too, take it with `ballast default accept`.";
const ASK = "Ask the venue again, by another way than this node; a node that lies about it wants to read this book.";

/** Refuses a key other than the expected one. Throws BallastError BAL-406 (exit 5). */
function requireKey(expected: ExpectedKey | undefined, found: Hex | undefined, where: string, remedy: string): void {
  if (expected === undefined || expected.key === found) return;
  const keys = `${found ?? "none"}, not ${expected.key ?? "none"}`;
  throw mismatchError(`--default-key: ${where} the default key ${keys}.`, remedy);
}

async function describe(options: Options, expected: ExpectedKey | undefined): Promise<DeskFile> {
  const fromBlock = countOption("--from-block", options.fromBlock);
  const account = accountNamed(options);
  const asked = classOption(options.class);
  if (options.rpc === undefined) throw usageError("--rpc", "name the chain's RPC address");
  const rpc = rpcOption("--rpc", options.rpc);
  const gate: Address = addressOption("--gate", options.gate);
  const { chain } = await readVenue(readerAt(rpc), gate);
  const key = (await readDefault(readerAt(rpc), gate)).key?.toLowerCase() as Hex | undefined;
  requireKey(expected, key, "the node names", ASK);
  if (key !== undefined && !isPublicKey(toBytes(BigInt(key), 32)))
    throw mismatchError(`the venue's default key ${key} is no key of X25519.`, "Ask the venue; it must name another.");
  const restored = options.restore && classOfId((await readAccount(readerAt(rpc), gate, account)).classId);
  const bookClass = restored || asked;
  return {
    version: 1,
    class: bookClass,
    chain: `${chain}`,
    gate,
    account,
    rpc,
    fromBlock: `${fromBlock}`,
    ...(key === undefined ? {} : { defaultKey: key }),
  };
}

/** The account of the key file, or the one named in its stead; without its key nothing can be registered here. */
function accountNamed(options: Options): Address {
  if (options.account === undefined) return addressOption("--key-file", signerOf(options).address);
  if (options.register === true)
    throw usageError("--register", "cannot go with --account: the account itself calls `register` of the gate");
  return addressOption("--account", options.account);
}

/** A desk that was made before is only good for opening its account. Throws BallastError BAL-258. */
function existingDesk(options: Options, home: string): DeskFile {
  const desk = readDesk(options);
  const account = accountNamed(options);
  const same = desk.gate === addressOption("--gate", options.gate) && desk.account === account;
  if (options.register === true && options.restore === undefined && same) return desk;
  const details = same
    ? "Choose another --home, or go on with `ballast status`; with --register its account is opened."
    : "It is for another gate or account: choose another --home.";
  throw new BallastError("BAL-258", `there is a desk in ${home} already.`, { details, exitCode: 2 });
}

/**
 * Seed and store of a new desk. A new seed is on disk before the store that depends on it; a restored seed only once it
 * has proven to be the account's. What an interrupted `init` left is taken up.
 */
async function makeStore(options: Options, desk: DeskFile): Promise<void> {
  const files = filesOf(homeOf(options));
  const passphrase = passphraseOf(options);
  const account = accountOf(desk);
  const kept = existsSync(files.seed) ? await readSeedFile(files.seed, passphrase) : undefined;
  const given = options.restore === undefined ? undefined : await readSeedFile(options.restore, passphrase);
  if (kept !== undefined && given !== undefined && !Buffer.from(kept).equals(given))
    throw usageError("--restore", `${files.seed} holds another seed; choose another --home`);
  const seed = given ?? kept ?? newSeed();
  const keep = () => writeSeedFile(files.seed, seed, passphrase === undefined ? {} : { passphrase });
  if (kept === undefined && given === undefined) await keep();
  const client = readerOf(desk.rpc, account.chain);
  await takeUp(files.store, seed, account, async () =>
    given === undefined
      ? BookStore.create(files.store, seed, account)
      : restoreStore(client, files.store, seed, account, BigInt(desk.fromBlock)),
  );
  if (kept === undefined && given !== undefined) await keep();
}

/** Makes a store; one that an interrupted `init` made for the same account is as good. */
async function takeUp(
  directory: string,
  seed: Uint8Array,
  account: StoreAccount,
  make: () => Promise<BookStore>,
): Promise<void> {
  try {
    (await make()).close();
  } catch (cause) {
    if (!(cause instanceof BallastError) || cause.code !== "BAL-212") throw cause;
    const found = readStore(directory, seed).account;
    const same = found.gate === account.gate && found.account === account.account && found.chain === account.chain;
    if (!same || found.class !== account.class) throw cause;
  }
}

async function open(
  options: Options,
  desk: DeskFile,
  { gate, account, class: bookClass }: StoreAccount,
): Promise<boolean> {
  const clients = clientsOf(options, desk);
  const state = await readAccount(clients.read, gate, account);
  if (state.classId === 0) await register(clients, gate, classId(bookClass));
  return true;
}
