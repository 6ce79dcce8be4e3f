import { randomBytes } from "node:crypto";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromBytes, toBytes, utf8 } from "../secrets/bytes.ts";

/** First bytes of a journal. */
export const MAGIC = utf8("BLSTJNL1");
/** Bytes before the first record: the magic and the journal's random id. */
export const HEADER_BYTES = 24;
/** Bytes a record has besides its payload: length, sequence, cipher nonce, tag. */
export const FRAME_OVERHEAD = 4 + 8 + 24 + 16;
/** Longest payload a record may hold. */
export const MAX_PAYLOAD = 1 << 20;

/** Where the next record stands in the chain of records. */
export interface ChainPoint {
  /** Number of records so far; the next one carries it as its sequence. */
  readonly sequence: number;
  /** Hash of the last record with everything before it; the header's hash at the start. */
  readonly hash: Uint8Array;
}

/** Secret and identity of a journal. */
export interface JournalKey {
  readonly key: Uint8Array;
  readonly id: Uint8Array;
}

/** The chain before the first record. */
export function chainStart(id: Uint8Array): ChainPoint {
  return { sequence: 0, hash: sha256(concat(MAGIC, id)) };
}

/**
 * Seals a payload as the next record: `length(4) ‖ sequence(8) ‖ cipher nonce(24) ‖ ciphertext ‖ tag(16)`. Length,
 * sequence, journal id and the hash of everything before are authenticated, so a record opens only where it stood.
 */
export function sealFrame(journal: JournalKey, point: ChainPoint, payload: Uint8Array): Uint8Array {
  if (payload.length > MAX_PAYLOAD) throw new RangeError(`a journal record is longer than ${MAX_PAYLOAD} bytes`);
  const head = concat(toBytes(BigInt(payload.length), 4), toBytes(BigInt(point.sequence), 8));
  const nonce = randomBytes(24);
  return concat(head, nonce, cipher(journal, point, head, nonce).encrypt(payload));
}

/** A record that opened, or why the bytes at this place are no record. */
export type OpenedFrame =
  | { readonly kind: "record"; readonly payload: Uint8Array; readonly length: number; readonly next: ChainPoint }
  | { readonly kind: "short" }
  | { readonly kind: "broken"; readonly length: number };

/** Opens the record at the start of `bytes`, which must be the one that follows `point`. */
export function openFrame(journal: JournalKey, point: ChainPoint, bytes: Uint8Array): OpenedFrame {
  if (bytes.length < 4) return { kind: "short" };
  const payloadLength = Number(fromBytes(bytes.subarray(0, 4)));
  const length = payloadLength + FRAME_OVERHEAD;
  if (payloadLength > MAX_PAYLOAD) return { kind: "broken", length: bytes.length };
  if (bytes.length < length) return { kind: "short" };
  const frame = bytes.subarray(0, length);
  const head = frame.subarray(0, 12);
  if (fromBytes(head.subarray(4)) !== BigInt(point.sequence)) return { kind: "broken", length };
  try {
    const payload = cipher(journal, point, head, frame.subarray(12, 36)).decrypt(frame.subarray(36));
    return { kind: "record", payload, length, next: advance(point, frame) };
  } catch {
    return { kind: "broken", length };
  }
}

/** The chain after one more record. */
export function advance(point: ChainPoint, frame: Uint8Array): ChainPoint {
  return { sequence: point.sequence + 1, hash: sha256(concat(point.hash, frame)) };
}

function cipher(journal: JournalKey, point: ChainPoint, head: Uint8Array, nonce: Uint8Array) {
  return xchacha20poly1305(journal.key, nonce, concat(journal.id, head, point.hash));
}
