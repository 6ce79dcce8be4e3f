import { randomBytes } from "node:crypto";
import { linkSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BallastError } from "../../model/errors.ts";
import { writeDurably } from "./durable.ts";
import { liveness, type ProcessIdentity, thisProcess } from "./process-identity.ts";

interface LockFile extends ProcessIdentity {
  readonly token: string;
  readonly released: boolean;
}

const PREFIX = "lock.";

/**
 * The right to write a book store, held by at most one process. It is a file `lock.<generation>`; the highest
 * generation says who holds it. A holder that was killed is recognised by its pid and start time, and the next
 * generation succeeds it. The highest file is never deleted, only overtaken, which is what keeps two successors of
 * one dead holder from both winning: the file is created by an exclusive link, and a late winner of a generation
 * that is no longer the highest steps back.
 */
export class StoreLock {
  readonly #directory: string;
  readonly #generation: number;
  readonly #content: LockFile;

  private constructor(directory: string, generation: number, content: LockFile) {
    this.#directory = directory;
    this.#generation = generation;
    this.#content = content;
  }

  /**
   * Takes the lock of `directory`.
   *
   * @throws BallastError BAL-211 when a living process, or a process on another machine, holds it
   */
  static take(directory: string): StoreLock {
    for (let tries = 0; tries < 64; tries++) {
      const top = highest(directory);
      if (top > 0) refuseLiving(directory, top);
      const lock = StoreLock.#claim(directory, top + 1);
      if (lock !== undefined) return lock;
    }
    throw heldError(directory, "processes that keep taking it from each other");
  }

  static #claim(directory: string, generation: number): StoreLock | undefined {
    const content: LockFile = { ...thisProcess(), token: randomBytes(16).toString("hex"), released: false };
    const draft = join(directory, `draft.${content.token}`);
    writeDurably(draft, JSON.stringify(content));
    try {
      linkSync(draft, join(directory, PREFIX + generation));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return undefined;
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    return new StoreLock(directory, generation, content).#confirmed();
  }

  /** Steps back when another generation overtook this one while it was being made; else clears older files. */
  #confirmed(): StoreLock | undefined {
    if (highest(this.#directory) > this.#generation) {
      rmSync(join(this.#directory, PREFIX + this.#generation), { force: true });
      return undefined;
    }
    for (const older of generations(this.#directory)) {
      if (older < this.#generation) rmSync(join(this.#directory, PREFIX + older), { force: true });
    }
    return this;
  }

  /** Gives the lock back. */
  release(): void {
    const draft = join(this.#directory, `draft.${this.#content.token}`);
    writeDurably(draft, JSON.stringify({ ...this.#content, released: true }));
    renameSync(draft, join(this.#directory, PREFIX + this.#generation));
  }
}

function refuseLiving(directory: string, generation: number): void {
  const holder = readLock(directory, generation);
  if (holder === undefined || holder.released) return;
  const state = liveness(holder);
  if (state === "alive") throw heldError(directory, `process ${holder.pid}`);
  if (state === "elsewhere") throw heldError(directory, `process ${holder.pid} on host ${holder.host}`);
}

/** The lock file's content; undefined when it was overtaken and removed meanwhile. */
function readLock(directory: string, generation: number): LockFile | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, PREFIX + generation), "utf8")) as LockFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw heldError(directory, `an unreadable lock file (${PREFIX}${generation})`);
  }
}

function generations(directory: string): number[] {
  return readdirSync(directory)
    .filter((name) => /^lock\.[1-9][0-9]*$/.test(name))
    .map((name) => Number(name.slice(PREFIX.length)));
}

function highest(directory: string): number {
  return Math.max(0, ...generations(directory));
}

function heldError(directory: string, holder: string): BallastError {
  return new BallastError("BAL-211", `the book store is in use by ${holder}.`, {
    details: `Store: ${directory}. One process writes a book store at a time: wait for it or end it. If its machine is gone for good, delete the lock.* files.`,
    exitCode: 2,
  });
}
