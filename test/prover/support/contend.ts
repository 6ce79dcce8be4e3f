/** Runs as a process of its own: takes the lock of a directory twenty times, noting when each turn begins and ends. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { StoreLock } from "../../../prover/store/lock.ts";

const directory = process.argv[2] ?? "";
const note = (): void => appendFileSync(join(directory, "turns"), `${process.pid}\n`);
for (let turns = 0; turns < 20; ) {
  let lock: StoreLock;
  try {
    lock = StoreLock.take(directory);
  } catch (error) {
    if ((error as { code?: string }).code === "BAL-211") continue;
    throw error;
  }
  note();
  note();
  lock.release();
  turns++;
}
