import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromBytes, toBytes } from "../secrets/bytes.ts";
import { replaceDurably } from "./durable.ts";
import type { ChainPoint, JournalKey } from "./frame.ts";

const BYTES = 8 + 32 + 32;

/**
 * Writes how far the journal reached: `sequence(8) ‖ hash(32) ‖ authenticator(32)`. A journal that ends before its
 * head was cut short, even when the cut is between two records.
 */
export function writeHead(path: string, journal: JournalKey, point: ChainPoint): void {
  replaceDurably(path, concat(body(point), authenticator(journal, point)));
}

/** Reads the bytes of a head file; undefined when there is none, "broken" when its authenticator does not fit. */
export function readHead(file: Uint8Array | undefined, journal: JournalKey): ChainPoint | undefined | "broken" {
  if (file === undefined) return undefined;
  const bytes = Uint8Array.from(file);
  if (bytes.length !== BYTES) return "broken";
  const point = { sequence: Number(fromBytes(bytes.subarray(0, 8))), hash: bytes.slice(8, 40) };
  return Buffer.compare(authenticator(journal, point), bytes.subarray(40)) === 0 ? point : "broken";
}

function body(point: ChainPoint): Uint8Array {
  return concat(toBytes(BigInt(point.sequence), 8), point.hash);
}

function authenticator(journal: JournalKey, point: ChainPoint): Uint8Array {
  return hmac(sha256, journal.key, concat(journal.id, body(point)));
}
