import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newSeed, readSeedFile, writeSeedFile } from "../../../prover/secrets/seed-file.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const path = (): string => join(temporaryDirectory(), "seed.json");

test("a seed comes back, its file is private and is never overwritten", async () => {
  const [file, seed] = [path(), newSeed()];
  await writeSeedFile(file, seed);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await readSeedFile(file)).toEqual(seed);
  await expect(writeSeedFile(file, newSeed())).rejects.toMatchObject({ code: "BAL-221" });
  chmodSync(file, 0o644);
  await expect(readSeedFile(file)).rejects.toThrow(/may be read by others.*chmod 600/);
});

test("a passphrase hides the seed, and a wrong or missing one is told apart from a damaged file", async () => {
  const [file, seed] = [path(), newSeed()];
  await writeSeedFile(file, seed, { passphrase: "correct horse", logCost: 14 });
  expect(readFileSync(file, "utf8")).not.toContain(Buffer.from(seed).toString("hex"));
  expect(await readSeedFile(file, "correct horse")).toEqual(seed);
  await expect(readSeedFile(file)).rejects.toThrow(/needs a passphrase/);
  await expect(readSeedFile(file, "wrong horse")).rejects.toThrow(/does not open with this passphrase/);
});

test("an absent, malformed or weakly protected file is refused without quoting it", async () => {
  const file = path();
  await expect(readSeedFile(file)).rejects.toThrow(/does not exist/);
  const secret = "ab".repeat(31);
  writeFileSync(file, JSON.stringify({ version: 1, protection: "none", seed: secret }), { mode: 0o600 });
  const error = await readSeedFile(file).catch((e: Error) => e);
  expect(error).toMatchObject({ code: "BAL-222" });
  expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain(secret);
  const weak = { version: 1, protection: "scrypt", logCost: 2, salt: "", nonce: "", sealed: "" };
  writeFileSync(file, JSON.stringify(weak));
  await expect(readSeedFile(file, "x")).rejects.toMatchObject({ code: "BAL-222" });
});
