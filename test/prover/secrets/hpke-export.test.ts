/** Our few lines of RFC 9180 against an implementation of all of it. */
import { CipherSuite, DhkemX25519HkdfSha256, ExportOnly, HkdfSha256 } from "@hpke/core";
import { expect, test } from "vitest";
import { utf8 } from "../../../prover/secrets/bytes.ts";
import {
  deriveKeyPair,
  type Exported,
  isPublicKey,
  receiveExport,
  sendExport,
} from "../../../prover/secrets/hpke-export.ts";

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new ExportOnly() });
const bytes = (length: number, start: number) => Uint8Array.from({ length }, (_, i) => (start + 7 * i) & 255);
const buffer = (array: Uint8Array) => Uint8Array.from(array).buffer;

test("keys, encapsulated keys and exported secrets are those of RFC 9180", async () => {
  for (let round = 1; round <= 6; round += 1) {
    const [ofRecipient, ofSender] = [bytes(32, 11 * round), bytes(32, 200 + round)];
    const recipient = deriveKeyPair(ofRecipient);
    const keys = await suite.kem.deriveKeyPair(buffer(ofRecipient));
    expect(new Uint8Array(await suite.kem.serializePublicKey(keys.publicKey))).toEqual(recipient.publicKey);
    const wanted: Exported = { info: bytes(5 * round, 3), exporterContext: utf8("a purpose"), length: 9 * round };
    const ours = sendExport(deriveKeyPair(ofSender), recipient.publicKey, wanted);
    const reader = await suite.createRecipientContext({ recipientKey: keys, enc: ours.enc, info: buffer(wanted.info) });
    const exported = await reader.export(wanted.exporterContext, wanted.length);
    expect(new Uint8Array(exported)).toEqual(ours.exported);
    const sender = await suite.createSenderContext({ recipientPublicKey: keys.publicKey, info: buffer(wanted.info) });
    const theirs = new Uint8Array(await sender.export(wanted.exporterContext, wanted.length));
    expect(receiveExport(recipient.secretKey, new Uint8Array(sender.enc), wanted)).toEqual(theirs);
  }
});

test("a key of small order or of another length is none", () => {
  expect(isPublicKey(deriveKeyPair(bytes(32, 1)).publicKey)).toBe(true);
  const order8 = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800";
  for (const bad of [new Uint8Array(32), bytes(31, 1), bytes(33, 1), Uint8Array.from(Buffer.from(order8, "hex"))]) {
    expect(isPublicKey(bad)).toBe(false);
    expect(() =>
      sendExport(deriveKeyPair(bytes(32, 2)), bad, { info: bad, exporterContext: bad, length: 16 }),
    ).toThrow();
  }
});
