import { readFileSync } from "node:fs";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect, test } from "vitest";
import { contextHash } from "../../verifier/account-context.ts";

const vectors = JSON.parse(readFileSync("test/vectors/context.json", "utf8")) as Record<string, string>[];
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const keccak = (digits: string): string => hex(keccak_256(Buffer.from(digits, "hex")));
const word = (value: string | undefined): string =>
  BigInt(value ?? "")
    .toString(16)
    .padStart(64, "0");

test.each(vectors)("the context of nonce $nonce is the hash of nine words", (fields) => {
  const { chain, gate, account, nonce, classId, deadline, epoch, recipient, opening = "0x", context } = fields;
  const words = [chain, gate, account, nonce, classId, deadline, epoch, recipient].map(word);
  const digest = keccak([...words, keccak(opening.slice(2))].join(""));
  expect((BigInt(`0x${digest}`) % 2n ** 180n).toString()).toBe(context);
  const big = (value = ""): bigint => BigInt(value);
  const parts = { chain: big(chain), nonce: big(nonce), deadline: big(deadline), epoch: big(epoch) };
  const bytes = { gate, account, recipient, opening } as {
    [K in "gate" | "account" | "recipient" | "opening"]: `0x${string}`;
  };
  expect(contextHash({ ...parts, ...bytes, classId: Number(classId) }).toString()).toBe(context);
});
