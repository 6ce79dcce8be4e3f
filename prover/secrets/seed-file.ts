import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { z } from "zod";
import { BallastError } from "../../model/errors.ts";
import { createDurably } from "../store/durable.ts";
import { concat, utf8 } from "./bytes.ts";
import { SEED_BYTES } from "./derive.ts";

const hexOf = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
const plainSchema = z.strictObject({ version: z.literal(1), protection: z.literal("none"), seed: hexOf(SEED_BYTES) });
const lockedSchema = z.strictObject({
  version: z.literal(1),
  protection: z.literal("scrypt"),
  /** log2 of scrypt's cost; r = 8, p = 1. 2^17 takes 128 MiB and a good part of a second. */
  logCost: z.int().min(14).max(20),
  salt: hexOf(16),
  nonce: hexOf(24),
  sealed: hexOf(SEED_BYTES + 16),
});
const schema = z.discriminatedUnion("protection", [plainSchema, lockedSchema]);
type Locked = z.infer<typeof lockedSchema>;

const DEFAULT_LOG_COST = 17;

/** How a seed file is protected beside its file mode. */
export interface SeedProtection {
  readonly passphrase?: string;
  /** log2 of the cost of guessing a passphrase; 17 unless told. */
  readonly logCost?: number;
}

/** A new random seed. */
export function newSeed(): Uint8Array {
  return Uint8Array.from(randomBytes(SEED_BYTES));
}

/**
 * Writes a seed into a new file that only its owner may read.
 *
 * @throws BallastError BAL-221 when the file exists: a seed is never overwritten
 */
export async function writeSeedFile(path: string, seed: Uint8Array, protection: SeedProtection = {}): Promise<void> {
  if (existsSync(path))
    throw seedError("BAL-221", path, "exists already", "Choose another path; a seed is never overwritten.");
  const content =
    protection.passphrase === undefined
      ? { version: 1, protection: "none", seed: Buffer.from(seed).toString("hex") }
      : await seal(seed, protection.passphrase, protection.logCost ?? DEFAULT_LOG_COST);
  createDurably(path, `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * Reads a seed file.
 *
 * @throws BallastError BAL-222 absent, malformed or readable by others; BAL-223 passphrase missing or wrong
 */
export async function readSeedFile(path: string, passphrase?: string): Promise<Uint8Array> {
  const content = readContent(path);
  if (content.protection === "none") return bytes(content.seed);
  if (passphrase === undefined)
    throw seedError("BAL-223", path, "needs a passphrase", "Give it with --passphrase-file or BALLAST_PASSPHRASE.");
  const key = await stretch(passphrase, bytes(content.salt), content.logCost);
  try {
    return xchacha20poly1305(key, bytes(content.nonce), boundBytes(content)).decrypt(bytes(content.sealed));
  } catch {
    throw seedError("BAL-223", path, "does not open with this passphrase", "Check the passphrase and the file.");
  }
}

function readContent(path: string): z.infer<typeof schema> {
  const remedy = "Make one with `ballast init`, or restore it from your backup.";
  if (!existsSync(path)) throw seedError("BAL-222", path, "does not exist", remedy);
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
    throw seedError("BAL-222", path, "may be read by others", `Run: chmod 600 ${path}`);
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // The cause could quote the seed, so it is not passed on.
    throw seedError("BAL-222", path, "is not a seed file", remedy);
  }
}

async function seal(seed: Uint8Array, passphrase: string, logCost: number): Promise<Locked> {
  const [salt, nonce] = [randomBytes(16).toString("hex"), randomBytes(24).toString("hex")];
  const locked = { version: 1, protection: "scrypt", logCost, salt, nonce } as const;
  const key = await stretch(passphrase, bytes(salt), logCost);
  const sealed = xchacha20poly1305(key, bytes(nonce), boundBytes(locked)).encrypt(seed);
  return { ...locked, sealed: Buffer.from(sealed).toString("hex") };
}

function stretch(passphrase: string, salt: Uint8Array, logCost: number): Promise<Uint8Array> {
  return scryptAsync(utf8(passphrase.normalize("NFKC")), salt, {
    N: 2 ** logCost,
    r: 8,
    p: 1,
    dkLen: 32,
    maxmem: 2 ** 31,
  });
}

/** Binds the parameters to the sealed seed. */
function boundBytes({ logCost, salt }: Pick<Locked, "logCost" | "salt">): Uint8Array {
  return concat(utf8("ballast/seed-file/1"), Uint8Array.of(logCost), bytes(salt));
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

function seedError(
  code: "BAL-221" | "BAL-222" | "BAL-223",
  path: string,
  problem: string,
  remedy: string,
): BallastError {
  return new BallastError(code, `the seed file ${path} ${problem}.`, { details: remedy, exitCode: 2 });
}
