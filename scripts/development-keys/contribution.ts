/**
 * The one phase-2 contribution of a development key, made from a published beacon by snarkjs's rules, so that
 * `snarkjs zkey verify` follows its transcript and anyone can recompute it. It is what makes δ differ from γ.
 */

import { createHash } from "node:crypto";
import { chacha20orig } from "@noble/ciphers/chacha.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { type Curve, type Element, hashedBytes, pointBytes, type RandomStream } from "./snarkjs-curve.ts";

/** A contribution before it is bound to a circuit. */
export type Beacon = { readonly hash: Uint8Array; readonly iterationsExp: number };

/** Secrets and public key of a contribution. */
export type Contribution = {
  /** δ as an integer; published like everything else about these keys. */
  readonly delta: bigint;
  readonly deltaElement: Element;
  readonly g1s: Element;
  readonly g1sx: Element;
};

const NAME = "development beacon";
const BEACON_TYPE = 1;

/** Derives δ and the public key from a beacon. */
export function contributionOf(curve: Curve, beacon: Beacon): Contribution {
  let hash = beacon.hash;
  for (let i = 0; i < 2 ** beacon.iterationsExp; i++) hash = createHash("sha256").update(hash).digest();
  const stream = chachaStream(hash);
  const deltaElement = curve.Fr.fromRng(stream);
  const g1s = curve.G1.toAffine(curve.G1.fromRng(stream));
  const g1sx = curve.G1.toAffine(curve.G1.timesFr(g1s, deltaElement));
  return { delta: curve.Fr.toObject(deltaElement) as bigint, deltaElement, g1s, g1sx };
}

/** Section 10 of a zkey: the circuit's hash and the contributions that followed, none or this one. */
export function contributionSection(
  curve: Curve,
  circuitHash: Uint8Array,
  made?: { contribution: Contribution; beacon: Beacon },
): Uint8Array {
  if (made === undefined) return Buffer.concat([circuitHash, u32(0)]);
  const { contribution, beacon } = made;
  const transcript = transcriptOf(curve, circuitHash, contribution);
  const challenge = curve.G2.fromRng(chachaStream(transcript));
  const answer = curve.G2.toAffine(curve.G2.timesFr(challenge, contribution.deltaElement));
  const deltaAfter = curve.G1.toAffine(curve.G1.timesFr(curve.G1.g, contribution.deltaElement));
  const parameters = parameterBytes(beacon);
  return Buffer.concat([
    circuitHash,
    u32(1),
    pointBytes(curve.G1, deltaAfter),
    pointBytes(curve.G1, contribution.g1s),
    pointBytes(curve.G1, contribution.g1sx),
    pointBytes(curve.G2, answer),
    transcript,
    u32(BEACON_TYPE),
    u32(parameters.length),
    parameters,
  ]);
}

function transcriptOf(curve: Curve, circuitHash: Uint8Array, contribution: Contribution): Uint8Array {
  const hash = blake2b.create({ dkLen: 64 }).update(circuitHash);
  hash.update(hashedBytes(curve.G1, contribution.g1s));
  hash.update(hashedBytes(curve.G1, contribution.g1sx));
  return hash.digest();
}

/** Tagged parameters: 1 name, 2 iterations, 3 beacon; strings carry a length byte. */
function parameterBytes(beacon: Beacon): Buffer {
  const name = Buffer.from(NAME, "utf8");
  return Buffer.concat([
    Buffer.from([1, name.length]),
    name,
    Buffer.from([2, beacon.iterationsExp, 3, beacon.hash.length]),
    beacon.hash,
  ]);
}

/**
 * The word stream of ChaCha20 with eight big-endian seed words as key and no nonce. Words are read little-endian;
 * a 64-bit draw takes its high word first.
 */
function chachaStream(seed: Uint8Array): RandomStream {
  const key = new Uint8Array(32);
  for (let i = 0; i < 32; i++) key[i] = seed[(i & ~3) + 3 - (i & 3)] as number;
  let block = 0;
  let words: number[] = [];
  const nextU32 = (): number => {
    if (words.length === 0) {
      const bytes = chacha20orig(key, new Uint8Array(8), new Uint8Array(64), undefined, block++);
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      words = Array.from({ length: 16 }, (_, i) => view.getUint32(4 * i, true));
    }
    return words.shift() as number;
  };
  return {
    nextU64: () => (BigInt(nextU32()) << 32n) + BigInt(nextU32()),
    nextBool: () => (nextU32() & 1) === 1,
  };
}

function u32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
}
