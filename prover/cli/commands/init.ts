import { existsSync, mkdirSync } from "node:fs";
import type { Command } from "commander";
import { classId } from "../../../model/classes.ts";
import { BallastError } from "../../../model/errors.ts";
import type { Address } from "../../../verifier/account-context.ts";
import { readAccount, readVenue } from "../../chain/read-chain.ts";
import { restoreStore } from "../../chain/restore.ts";
import { register } from "../../chain/submit.ts";
import { newSeed, readSeedFile, writeSeedFile } from "../../secrets/seed-file.ts";
import { BookStore, type StoreAccount } from "../../store/book-store.ts";
import { writeDurably } from "../../store/durable.ts";
import {
  accountOf,
  clientsOf,
  type DeskFile,
  type DeskOptions,
  filesOf,
  homeOf,
  passphraseOf,
  readerOf,
  signerOf,
} from "../desk.ts";
import { addressOption, classOption, integerOption, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { withDesk, withExamples } from "../shared-options.ts";

interface Options extends DeskOptions {
  readonly gate: string;
  readonly class: string;
  readonly fromBlock: string;
  readonly restore?: string;
  readonly register?: boolean;
}

/** `ballast init`: makes a desk: seed, store, and the account on the gate. */
export function initCommand(program: Command): void {
  const command = withDesk(
    program
      .command("init")
      .description("make a desk: a seed, a book store and, with --register, the account on the gate"),
  )
    .requiredOption("--gate <address>", "the venue's SizingGate")
    .option("--class <class>", "book class", "desk-8")
    .option("--from-block <number>", "the gate's first block", "0")
    .option("--register", "open the account on the gate too")
    .option("--restore <seed file>", "rebuild a lost desk from its seed and the chain")
    .action(async (options: Options) => printOutcome(await run(options), program.opts().json === true));
  withExamples(
    command,
    "ballast init --gate 0x… --rpc http://127.0.0.1:8545 --key-file account.key --register",
    "ballast init --gate 0x… --rpc http://127.0.0.1:8545 --key-file account.key --restore seed-backup.json",
  );
}

async function run(options: Options): Promise<Outcome> {
  const home = homeOf(options);
  const files = filesOf(home);
  if (existsSync(files.desk)) {
    const details = "Choose another --home, or go on with `ballast status`.";
    throw new BallastError("BAL-258", `there is a desk in ${home} already.`, { details, exitCode: 2 });
  }
  const desk = await describe(options);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const seed = await seedFor(options, files.seed);
  const account = accountOf(desk);
  if (options.restore === undefined) BookStore.create(files.store, seed, account).close();
  else
    (await restoreStore(readerOf(desk.rpc, account.chain), files.store, seed, account, BigInt(desk.fromBlock))).close();
  writeDurably(files.desk, `${JSON.stringify(desk, null, 2)}\n`, "wx");
  const opened = options.register === true ? await open(options, desk, account) : false;
  const lines = [
    `desk of ${desk.account} in ${home}`,
    `keep a copy of ${files.seed} offline: with the chain it restores the book`,
  ];
  return {
    json: { home, account: desk.account, registered: opened },
    lines: opened ? [...lines, "account opened on the gate"] : lines,
  };
}

async function describe(options: Options): Promise<DeskFile> {
  if (options.rpc === undefined) throw usageError("--rpc", "name the chain's RPC address");
  const gate: Address = addressOption("--gate", options.gate);
  const { chain } = await readVenue(readerOf(options.rpc, 1n), gate);
  return {
    version: 1,
    class: classOption(options.class),
    chain: `${chain}`,
    gate,
    account: addressOption("--key-file", signerOf(options).address),
    rpc: options.rpc,
    fromBlock: `${integerOption("--from-block", options.fromBlock)}`,
  };
}

/** A new seed, the restored one, or the one an interrupted `init` left. */
async function seedFor(options: Options, path: string): Promise<Uint8Array> {
  const passphrase = passphraseOf(options);
  if (existsSync(path)) return readSeedFile(path, passphrase);
  const seed = options.restore === undefined ? newSeed() : await readSeedFile(options.restore, passphrase);
  await writeSeedFile(path, seed, passphrase === undefined ? {} : { passphrase });
  return seed;
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
