import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { BookStore } from "../../prover/store/book-store.ts";
import { newestOpening } from "../../prover/store/state.ts";
import { verifyBundle } from "../../verifier/verify-bundle.ts";
import { deskAccount, deskSeed } from "./support/desk.ts";
import { temporaryDirectory } from "./support/temporary.ts";
import { toyDesk8 } from "./support/toy-desk.ts";

/** Each step of a proof, and what a desk killed right after it finds when it starts again. */
const POINTS = [
  ["explained", undefined],
  ["written", "prepared"],
  ["witness", "prepared"],
  ["proven", "prepared"],
  ["verified", "prepared"],
  ["released", "released"],
  ["none", "released"],
] as const;

beforeAll(async () => {
  await toyDesk8();
});

test.each(POINTS)("killed after %s, the store holds an opening that is %s", async (point, status) => {
  const directory = join(temporaryDirectory(), "books");
  BookStore.create(directory, deskSeed, deskAccount).close();
  const argv = ["test/prover/support/crashing-prover.ts", directory, point];
  const child = spawnSync(process.execPath, argv, { encoding: "utf8" });
  expect(child.signal, child.stderr).toBe(point === "none" ? null : "SIGKILL");
  const lines = child.stdout.trim().split("\n");
  using store = BookStore.open(directory, deskSeed);
  const newest = newestOpening(store.state);
  expect(newest?.status).toBe(status);
  if (point === "none") expect(lines.at(-1)).toBe(`left ${newest?.newCommitment}`);
  if (newest?.bundle !== undefined) {
    const { key } = await toyDesk8();
    expect(verifyBundle(newest.bundle, [{ class: "desk-8", key }]).status).toBe("valid");
  }
  if (newest === undefined) return;
  // The chain took it after all: the opening is there to live on.
  expect(store.reconcile({ commitment: newest.newCommitment, nonce: 1n, block: 1n })).toBe("advanced");
  expect(store.live.book).toEqual(newest.book);
});
