import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Journal } from "../../../prover/store/journal.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const seed = new Uint8Array(32).fill(42);

interface Run {
  readonly killed: boolean;
  /** Records whose append returned. */
  readonly acknowledged: readonly string[];
  readonly calls: number;
}

function run(directory: string, nth: number, records: number): Run {
  const argv = ["test/prover/support/crashing-writer.ts", directory, String(nth), String(records)];
  const { stdout, stderr, signal, status } = spawnSync(process.execPath, argv, { encoding: "utf8" });
  if (signal !== "SIGKILL" && status !== 0) throw new Error(stderr);
  const lines = stdout.trim().split("\n").filter(Boolean);
  return {
    killed: signal === "SIGKILL",
    acknowledged: lines.filter((line) => line.startsWith("record")),
    calls: Number(lines.find((line) => line.startsWith("done"))?.slice(5) ?? 0),
  };
}

function stored(directory: string): string[] {
  const journal = Journal.open(directory, seed);
  journal.close();
  return journal.contents.payloads.map((payload) => new TextDecoder().decode(payload));
}

test("killed before any file-system call of a run that begins a store: nothing acknowledged is lost", {
  timeout: 300_000,
}, () => {
  const { calls } = run(join(temporaryDirectory(), "books"), 0, 2);
  expect(calls).toBeGreaterThan(40);
  const tornOrWhole = new Set<string>();
  for (let nth = 1; nth <= calls; nth++) {
    const directory = join(temporaryDirectory(), "books");
    const crash = run(directory, nth, 2);
    expect(crash.killed, `call ${nth}`).toBe(true);
    const journal = crash.acknowledged.length > 0 ? Journal.open(directory, seed) : undefined;
    if (journal !== undefined) {
      const kept = journal.contents.payloads.map((payload) => new TextDecoder().decode(payload));
      expect(kept.slice(0, crash.acknowledged.length), `call ${nth}`).toEqual(crash.acknowledged);
      tornOrWhole.add(journal.contents.tornBytes > 0 ? "torn" : `whole ${kept.length - crash.acknowledged.length}`);
      journal.append(new TextEncoder().encode("after the crash"));
      journal.close();
      expect(stored(directory).at(-1)).toBe("after the crash");
    }
  }
  // Both outcomes of an unacknowledged record occur: gone, and written but not yet acknowledged.
  expect(tornOrWhole).toContain("whole 0");
  expect(tornOrWhole).toContain("whole 1");
});

test("killed again and again in one store: every acknowledged record is there, and the lock never sticks", {
  timeout: 300_000,
}, () => {
  const directory = join(temporaryDirectory(), "books");
  const acknowledged = [...run(directory, 0, 1).acknowledged];
  for (let nth = 20; nth <= 76; nth += 2) acknowledged.push(...run(directory, nth, 3).acknowledged);
  expect(acknowledged.length).toBeGreaterThan(10);
  const kept = stored(directory);
  for (const record of acknowledged) expect(kept).toContain(record);
  expect(kept).toEqual(kept.map((_, index) => `record ${index}`));
});
