import { x25519 } from "@noble/curves/ed25519.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, toBytes, utf8 } from "./bytes.ts";

/** Bytes of a key of X25519, secret or public, and of an encapsulated key. */
export const X25519_BYTES = 32;

const NONE = new Uint8Array(0);
/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, export only. */
const [KEM, KDF, AEAD] = [toBytes(0x20n, 2), toBytes(1n, 2), toBytes(0xffffn, 2)];
const KEM_SUITE = concat(utf8("KEM"), KEM);
const HPKE_SUITE = concat(utf8("HPKE"), KEM, KDF, AEAD);

/** A key pair of X25519. */
export interface KeyPair {
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** What a sender of RFC 9180 shows, and what only it and the recipient can export. */
export interface Encapsulated {
  readonly enc: Uint8Array;
  readonly exported: Uint8Array;
}

/** What a context of RFC 9180 is about: its info, and the secret's purpose and length in bytes. */
export interface Exported {
  readonly info: Uint8Array;
  readonly exporterContext: Uint8Array;
  readonly length: number;
}

/** `DeriveKeyPair` of RFC 9180, 7.1.3: the key pair that follows from at least 32 secret bytes. */
export function deriveKeyPair(material: Uint8Array): KeyPair {
  const secretKey = labeledExpand(KEM_SUITE, labeledExtract(KEM_SUITE, NONE, "dkp_prk", material), "sk", NONE, 32);
  return { secretKey, publicKey: x25519.getPublicKey(secretKey) };
}

/** The public key of a secret one. */
export const publicKeyOf = (secretKey: Uint8Array): Uint8Array => x25519.getPublicKey(secretKey);

/** Whether bytes are a key that a secret can be shared with: of 32 bytes, and of no small order. */
export function isPublicKey(bytes: Uint8Array): boolean {
  try {
    x25519.getSharedSecret(new Uint8Array(X25519_BYTES).fill(1), bytes);
    return bytes.length === X25519_BYTES;
  } catch {
    return false;
  }
}

/**
 * `SendExportBase` of RFC 9180, 6.2, with the sender's ephemeral keys given. Throws on a recipient's key of small order.
 *
 * @param ephemeral a key pair for this recipient and message alone
 */
export function sendExport(ephemeral: KeyPair, recipient: Uint8Array, wanted: Exported): Encapsulated {
  const shared = x25519.getSharedSecret(ephemeral.secretKey, recipient);
  return { enc: ephemeral.publicKey, exported: exportSecret(shared, ephemeral.publicKey, recipient, wanted) };
}

/** `ReceiveExportBase` of RFC 9180, 6.2. Throws on an encapsulated key of small order. */
export function receiveExport(secretKey: Uint8Array, enc: Uint8Array, wanted: Exported): Uint8Array {
  return exportSecret(x25519.getSharedSecret(secretKey, enc), enc, publicKeyOf(secretKey), wanted);
}

/** Key schedule of mode base (RFC 9180, 4.1, 5.1 and 5.3), as far as exporting needs it. */
function exportSecret(dh: Uint8Array, enc: Uint8Array, recipient: Uint8Array, wanted: Exported): Uint8Array {
  const eae = labeledExtract(KEM_SUITE, NONE, "eae_prk", dh);
  const shared = labeledExpand(KEM_SUITE, eae, "shared_secret", concat(enc, recipient), 32);
  const pskIdHash = labeledExtract(HPKE_SUITE, NONE, "psk_id_hash", NONE);
  const infoHash = labeledExtract(HPKE_SUITE, NONE, "info_hash", wanted.info);
  const context = concat(Uint8Array.of(0), pskIdHash, infoHash);
  const secret = labeledExtract(HPKE_SUITE, shared, "secret", NONE);
  const exporter = labeledExpand(HPKE_SUITE, secret, "exp", context, 32);
  return labeledExpand(HPKE_SUITE, exporter, "sec", wanted.exporterContext, wanted.length);
}

function labeledExtract(suite: Uint8Array, salt: Uint8Array, label: string, material: Uint8Array): Uint8Array {
  return extract(sha256, concat(utf8("HPKE-v1"), suite, utf8(label), material), salt);
}

function labeledExpand(suite: Uint8Array, key: Uint8Array, label: string, info: Uint8Array, length: number) {
  const labeled = concat(toBytes(BigInt(length), 2), utf8("HPKE-v1"), suite, utf8(label), info);
  return expand(sha256, key, labeled, length);
}
