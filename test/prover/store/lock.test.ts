import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { StoreLock } from "../../../prover/store/lock.ts";
import { thisProcess } from "../../../prover/store/process-identity.ts";
import { temporaryDirectory } from "../support/temporary.ts";

function planted(content: object): string {
  const directory = temporaryDirectory();
  writeFileSync(
    join(directory, "lock.7"),
    JSON.stringify({ ...thisProcess(), token: "t", released: false, ...content }),
  );
  return directory;
}

test("a holder that is gone, was another run of the same pid, or lived before a reboot is succeeded", () => {
  for (const content of [{ pid: 2 ** 22 + 1 }, { start: "1" }, { boot: "another" }, { released: true }]) {
    const directory = planted(content);
    StoreLock.take(directory).release();
    expect(readdirSync(directory)).toEqual(["lock.8"]);
  }
});

test("a living holder, a holder elsewhere and an unreadable lock are not", () => {
  expect(() => StoreLock.take(planted({}))).toThrow(/in use by process/);
  expect(() => StoreLock.take(planted({ host: "elsewhere" }))).toThrow(/on host elsewhere/);
  const directory = planted({});
  writeFileSync(join(directory, "lock.7"), "");
  expect(() => StoreLock.take(directory)).toThrow(/unreadable lock file/);
});

test("of many processes that race for a dead holder's lock exactly one holds it at a time", async () => {
  const directory = planted({ pid: 2 ** 22 + 1 });
  const contenders = Array.from({ length: 6 }, () => contender(directory));
  await Promise.all(contenders);
  // Each holder adds its pid twice, at the start and the end of its turn: the pairs must not interleave.
  const lines = readFileSync(join(directory, "turns"), "utf8").trim().split("\n");
  expect(lines).toHaveLength(2 * 6 * 20);
  for (let i = 0; i < lines.length; i += 2) expect(lines[i]).toBe(lines[i + 1]);
});

function contender(directory: string): Promise<void> {
  const child = spawn(process.execPath, ["test/prover/support/contend.ts", directory], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a contender ended with ${code}`))));
  });
}
