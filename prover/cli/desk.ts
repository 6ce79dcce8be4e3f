import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createPublicClient, createWalletClient, defineChain, http, type PublicClient } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { BOOK_CLASS_NAMES } from "../../model/classes.ts";
import { BallastError } from "../../model/errors.ts";
import type { Hex } from "../../verifier/account-context.ts";
import type { ChainClients } from "../chain/submit.ts";
import { toBytes, utf8 } from "../secrets/bytes.ts";
import { isPublicKey } from "../secrets/hpke-export.ts";
import { readSeedFile } from "../secrets/seed-file.ts";
import { BookStore, type StoreAccount } from "../store/book-store.ts";
import { replaceDurably } from "../store/durable.ts";
import { readText, usageError } from "./input.ts";

/** Options that every desk command takes. */
export interface DeskOptions {
  readonly home?: string;
  readonly rpc?: string;
  readonly keyFile?: string;
  readonly passphraseFile?: string;
}

const address = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{40}$/)]);
const schema = z.strictObject({
  version: z.literal(1),
  class: z.enum(BOOK_CLASS_NAMES),
  chain: z.string().regex(/^[1-9][0-9]*$/),
  gate: address,
  account: address,
  rpc: z.string(),
  fromBlock: z.string().regex(/^(0|[1-9][0-9]*)$/),
  /** The default key for which openings are escrowed too: taken at `init`, changed by `default accept` alone. */
  defaultKey: z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]).optional(),
});

/** What `desk.json` says: public facts only. */
export type DeskFile = z.infer<typeof schema>;

/** Where a desk lives: `--home`, else BALLAST_HOME, else `.ballast` in the user's home. */
export function homeOf({ home }: DeskOptions): string {
  return home ?? process.env.BALLAST_HOME ?? join(homedir(), ".ballast");
}

/** The files of a desk. */
export function filesOf(home: string) {
  return { desk: join(home, "desk.json"), seed: join(home, "seed.json"), store: join(home, "books") };
}

/** Reads `desk.json`. Throws BallastError BAL-253 (exit 2). */
export function readDesk(options: DeskOptions): DeskFile {
  const { desk } = filesOf(homeOf(options));
  const fault = (problem: string, cause?: unknown) =>
    new BallastError("BAL-253", `${desk}: ${problem}.`, {
      details: "Set the desk up with `ballast init`.",
      exitCode: 2,
      cause,
    });
  if (!existsSync(desk)) throw fault("there is no desk here");
  const parsed = schema.safeParse(jsonOf(readText(desk)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fault(`${issue?.path.join(".") || "the file"}: ${issue?.message ?? "is not a desk file"}`, parsed.error);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The key in `desk.json` for which openings are escrowed; undefined for none. */
export function defaultKeyOf({ defaultKey }: DeskFile): Uint8Array | undefined {
  return defaultKey === undefined ? undefined : Uint8Array.from(Buffer.from(defaultKey.slice(2), "hex"));
}

/**
 * Puts another default key into `desk.json`.
 *
 * @param text the key in hex, or `none`
 * @returns the key; undefined for none
 * @throws BallastError BAL-251 (exit 2) on what is no key of X25519
 */
export function pinKey(options: DeskOptions, text: string): Hex | undefined {
  const { defaultKey: _earlier, ...desk } = readDesk(options);
  const key = keyOption("<key>", text);
  const pinned: DeskFile = key === undefined ? desk : { ...desk, defaultKey: key };
  replaceDurably(filesOf(homeOf(options)).desk, utf8(`${JSON.stringify(pinned, null, 2)}\n`));
  return key;
}

/** A default key as people write it: hex, or `none` for undefined. Throws BallastError BAL-251 (exit 2). */
export function keyOption(name: string, text: string): Hex | undefined {
  if (text === "none") return undefined;
  const key = text.toLowerCase();
  if (/^0x[0-9a-f]{64}$/.test(key) && isPublicKey(toBytes(BigInt(key), 32))) return key as Hex;
  throw usageError(name, "must be 0x and the 64 hexadecimal digits of a key of X25519, or none");
}

/** The account of a desk file. */
export function accountOf(desk: DeskFile): StoreAccount {
  return { class: desk.class, chain: BigInt(desk.chain), gate: desk.gate, account: desk.account };
}

/** A passphrase from a file or BALLAST_PASSPHRASE; never from the command line, where others can read it. */
export function passphraseOf({ passphraseFile }: DeskOptions): string | undefined {
  return passphraseFile === undefined ? process.env.BALLAST_PASSPHRASE : readText(passphraseFile).replace(/\r?\n$/, "");
}

/** The desk's seed. */
export function seedOf(options: DeskOptions): Promise<Uint8Array> {
  return readSeedFile(filesOf(homeOf(options)).seed, passphraseOf(options));
}

/** The desk's store, opened for writing. */
export function openStore(options: DeskOptions, seed: Uint8Array): BookStore {
  const store = BookStore.open(filesOf(homeOf(options)).store, seed);
  if (store.tornBytes > 0)
    process.stderr.write(
      `ballast: an unfinished record of ${store.tornBytes} bytes was cut off; nothing acknowledged is lost\n`,
    );
  return store;
}

/** The account's signing key, from `--key-file` or BALLAST_KEY_FILE: 32 bytes of hex in a private file. */
export function signerOf({ keyFile }: DeskOptions): PrivateKeyAccount {
  const path = keyFile ?? process.env.BALLAST_KEY_FILE;
  if (path === undefined)
    throw usageError("--key-file", "name the file that holds the account's key (or set BALLAST_KEY_FILE)");
  const text = readText(path).trim();
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
    throw usageError("--key-file", `${path} may be read by others; run: chmod 600 ${path}`);
  if (!/^0x[0-9a-fA-F]{64}$/.test(text))
    throw usageError("--key-file", `${path} does not hold 0x and 64 hexadecimal digits`);
  return privateKeyToAccount(text as `0x${string}`);
}

/** A client that reads whatever chain a node serves, such as to ask which one it is. */
export function readerAt(rpc: string): PublicClient {
  return createPublicClient({ transport: http(rpc) });
}

/** A client that reads the chain. */
export function readerOf(rpc: string, chain: bigint): PublicClient {
  return createPublicClient({ chain: chainOf(rpc, chain), transport: http(rpc) });
}

/** Clients that read a chain and sign with the key that the options name. */
export function clientsOf(options: DeskOptions, desk: Pick<DeskFile, "rpc" | "chain">): ChainClients {
  const rpc = options.rpc ?? desk.rpc;
  const chain = chainOf(rpc, BigInt(desk.chain));
  const wallet = createWalletClient({ account: signerOf(options), chain, transport: http(rpc) });
  return { read: readerOf(rpc, BigInt(desk.chain)), wallet };
}

function chainOf(rpc: string, chain: bigint) {
  const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
  return defineChain({
    id: Number(chain),
    name: `chain ${chain}`,
    nativeCurrency,
    rpcUrls: { default: { http: [rpc] } },
  });
}
