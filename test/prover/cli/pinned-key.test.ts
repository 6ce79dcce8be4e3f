import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defaultKeyOf, pinKey, readDesk } from "../../../prover/cli/desk.ts";
import { toHex } from "../../../prover/secrets/bytes.ts";
import { deriveKeyPair } from "../../../prover/secrets/hpke-export.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const keyFrom = (byte: number) => toHex(deriveKeyPair(new Uint8Array(32).fill(byte)).publicKey);
const [FIRST, SECOND] = [keyFrom(1), keyFrom(2)];

function desk(defaultKey?: string) {
  const home = temporaryDirectory();
  const address = `0x${"ab".repeat(20)}`;
  const place = { class: "desk-8", chain: "31337", gate: address, account: address, rpc: "http://127.0.0.1:1" };
  const pinned = defaultKey === undefined ? {} : { defaultKey };
  writeFileSync(join(home, "desk.json"), JSON.stringify({ version: 1, ...place, fromBlock: "0", ...pinned }));
  return { home };
}

test("a desk's default key is what its operator says, in place of any before, and nothing else of the desk changes", () => {
  const at = desk(FIRST);
  const before = readDesk(at);
  expect(pinKey(at, SECOND.toUpperCase().replace("0X", "0x"))).toBe(SECOND);
  expect(readDesk(at)).toEqual({ ...before, defaultKey: SECOND });
  expect(defaultKeyOf(readDesk(at))).toEqual(Uint8Array.from(Buffer.from(SECOND.slice(2), "hex")));
});

test("`none` ends escrow", () => {
  const at = desk(FIRST);
  expect(pinKey(at, "none")).toBeUndefined();
  expect(defaultKeyOf(readDesk(at))).toBeUndefined();
});

test("what is no key of X25519 is refused, and the desk keeps the one it had", () => {
  const at = desk(FIRST);
  const text = readFileSync(join(at.home, "desk.json"), "utf8");
  for (const key of ["", "0x", FIRST.slice(0, -2), `${FIRST}00`, `0x${"00".repeat(32)}`, `0x01${"00".repeat(31)}`]) {
    expect(() => pinKey(at, key), key).toThrow(/BAL-251|must be/);
    expect(readFileSync(join(at.home, "desk.json"), "utf8")).toBe(text);
  }
});
