import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Address } from "../../verifier/account-context.ts";
import { concat, fromBytes, toBytes, utf8 } from "./bytes.ts";

/** Bytes of a desk's seed. Everything a desk must keep secret follows from it. */
export const SEED_BYTES = 32;
/** Bytes of a book's salt: below 2^248, so that it is a field element and hides the book. */
export const SALT_BYTES = 31;

/** One account on one gate of one chain. */
export interface AccountRef {
  readonly chain: bigint;
  readonly gate: Address;
  readonly account: Address;
}

function derive(seed: Uint8Array, purpose: string, info: Uint8Array, length: number): Uint8Array {
  if (seed.length !== SEED_BYTES) throw new RangeError(`a seed has ${SEED_BYTES} bytes`);
  return hkdf(sha256, seed, utf8(`ballast/${purpose}/1`), info, length);
}

function accountBytes({ chain, gate, account }: AccountRef): Uint8Array {
  return concat(toBytes(chain, 32), toBytes(BigInt(gate), 20), toBytes(BigInt(account), 20));
}

/**
 * The salt of the book that an account shows after its `nonce`-th update, tried for the `attempt`-th time. Two
 * attempts never share a salt, so two commitments prepared at one nonce reveal nothing about each other.
 *
 * @returns an integer below 2^248
 */
export function deriveSalt(seed: Uint8Array, ref: AccountRef, nonce: bigint, attempt: number): bigint {
  const info = concat(accountBytes(ref), toBytes(nonce, 8), toBytes(BigInt(attempt), 4));
  return fromBytes(derive(seed, "salt", info, SALT_BYTES));
}

/** Bytes of the key that encrypts a published opening. It serves one commitment, so one guess serves one target. */
export const OPENING_KEY_BYTES = 16;

/** The key that encrypts the published opening of a commitment. Nothing but seed and commitment enters it. */
export function deriveOpeningKey(seed: Uint8Array, newCommitment: bigint): Uint8Array {
  return derive(seed, "opening", toBytes(newCommitment, 32), OPENING_KEY_BYTES);
}

/** What the sender's ephemeral key pair follows from, when an opening's key is wrapped for a recipient. */
export function deriveEphemeral(seed: Uint8Array, newCommitment: bigint, recipient: Uint8Array): Uint8Array {
  return derive(seed, "opening-ephemeral", concat(toBytes(newCommitment, 32), recipient), 32);
}

/** What the recipient's key pair follows from, where a venue has no default key. */
export function deriveOwnRecipient(seed: Uint8Array): Uint8Array {
  return derive(seed, "opening-recipient", new Uint8Array(0), 32);
}

/** What a venue's default key pair follows from; its seed is in a seed file of its own. */
export function deriveDefaultKey(seed: Uint8Array): Uint8Array {
  return derive(seed, "default-key", new Uint8Array(0), 32);
}

/** The key of the book store's journal and head file. */
export function deriveJournalKey(seed: Uint8Array, journalId: Uint8Array): Uint8Array {
  return derive(seed, "journal", journalId, 32);
}
