import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { concat } from "../secrets/bytes.ts";
import { deriveJournalKey } from "../secrets/derive.ts";
import { syncDirectory, writeDurably, writeFully } from "./durable.ts";
import { corruptError, existsError, failedWriteError, missingError, wrongSeedError } from "./errors.ts";
import {
  advance,
  type ChainPoint,
  chainStart,
  HEADER_BYTES,
  type JournalKey,
  MAGIC,
  openFrame,
  sealFrame,
} from "./frame.ts";
import { readHead, writeHead } from "./head-file.ts";
import { StoreLock } from "./lock.ts";

/** File names inside a store's directory. */
const JOURNAL = "journal.bal";
const HEAD = "head.bal";

/** What a journal held when it was opened. */
export interface JournalContents {
  readonly payloads: readonly Uint8Array[];
  /** Bytes of an unfinished last record that a crash left behind; 0 normally. Nobody was told of that record. */
  readonly tornBytes: number;
}

interface Scan extends JournalContents {
  readonly point: ChainPoint;
  readonly end: number;
}

/**
 * An append-only, encrypted, chained file of records with one writer. `append` returns when the record and the head
 * that vouches for it are on disk; from then on losing it is detected.
 */
export class Journal {
  readonly contents: JournalContents;
  readonly #directory: string;
  readonly #journal: JournalKey;
  readonly #lock: StoreLock;
  readonly #fd: number;
  #point: ChainPoint;
  #usable = true;
  #closed = false;

  private constructor(directory: string, journal: JournalKey, lock: StoreLock, fd: number, scan: Scan) {
    this.#directory = directory;
    this.#journal = journal;
    this.#lock = lock;
    this.#fd = fd;
    this.#point = scan.point;
    this.contents = { payloads: scan.payloads, tornBytes: scan.tornBytes };
  }

  /**
   * Makes an empty journal in `directory` and opens it.
   *
   * @throws BallastError BAL-212 when there is one already
   */
  static create(directory: string, seed: Uint8Array): Journal {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const lock = StoreLock.take(directory);
    try {
      if (existsSync(join(directory, HEAD)) && !isUnused(directory, seed)) throw existsError(directory);
      const id = Uint8Array.from(randomBytes(16));
      writeDurably(join(directory, JOURNAL), concat(MAGIC, id));
      writeHead(join(directory, HEAD), keyed(seed, id), chainStart(id));
      return Journal.#openLocked(directory, seed, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /**
   * Opens the journal for writing. An unfinished last record is cut off and counted in `contents.tornBytes`.
   *
   * @throws BallastError BAL-211 in use, BAL-213 absent, BAL-214 wrong seed, BAL-215 damaged or cut short
   */
  static open(directory: string, seed: Uint8Array): Journal {
    if (!existsSync(join(directory, JOURNAL))) throw missingError(directory);
    const lock = StoreLock.take(directory);
    try {
      return Journal.#openLocked(directory, seed, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  static #openLocked(directory: string, seed: Uint8Array, lock: StoreLock): Journal {
    const { journal, scan } = scanJournal(directory, seed);
    const fd = openSync(join(directory, JOURNAL), "r+");
    if (scan.tornBytes > 0) {
      ftruncateSync(fd, scan.end);
      fsyncSync(fd);
    }
    closeSync(fd);
    writeHead(join(directory, HEAD), journal, scan.point);
    return new Journal(directory, journal, lock, openSync(join(directory, JOURNAL), "a"), scan);
  }

  /** Number of records. */
  get length(): number {
    return this.#point.sequence;
  }

  /**
   * Appends one record; it is durable when this returns.
   *
   * @throws BallastError BAL-216 when the disk refuses; the journal is then closed for writing until it is reopened
   */
  append(payload: Uint8Array): void {
    if (!this.#usable) throw failedWriteError(this.#directory, undefined);
    const frame = sealFrame(this.#journal, this.#point, payload);
    try {
      writeFully(this.#fd, frame);
      fsyncSync(this.#fd);
      const next = advance(this.#point, frame);
      writeHead(join(this.#directory, HEAD), this.#journal, next);
      this.#point = next;
    } catch (cause) {
      this.#usable = false;
      throw failedWriteError(this.#directory, cause);
    }
  }

  /** Closes the file and gives the lock back; safe to call twice. */
  close(): void {
    if (this.#closed) return;
    this.#usable = false;
    this.#closed = true;
    closeSync(this.#fd);
    syncDirectory(this.#directory);
    this.#lock.release();
  }
}

/**
 * Reads a journal without taking its lock or changing anything: for `status` while another process writes. A record
 * that is being written appears as torn bytes.
 *
 * @throws BallastError BAL-213, BAL-214 or BAL-215 as `Journal.open` does
 */
export function readJournal(directory: string, seed: Uint8Array): JournalContents {
  if (!existsSync(join(directory, JOURNAL))) throw missingError(directory);
  const { payloads, tornBytes } = scanJournal(directory, seed).scan;
  return { payloads, tornBytes };
}

/** Whether a creation was interrupted before the first record; such a journal may be made again. */
function isUnused(directory: string, seed: Uint8Array): boolean {
  try {
    return readJournal(directory, seed).payloads.length === 0;
  } catch {
    return false;
  }
}

function keyed(seed: Uint8Array, id: Uint8Array): JournalKey {
  return { id, key: deriveJournalKey(seed, id) };
}

function scanJournal(directory: string, seed: Uint8Array): { journal: JournalKey; scan: Scan } {
  // The head first: a writer may advance both between the two reads, and a head ahead of its journal looks like loss.
  const headPath = join(directory, HEAD);
  const headSeen = existsSync(headPath) ? readFileSync(headPath) : undefined;
  const bytes = Uint8Array.from(readFileSync(join(directory, JOURNAL)));
  if (bytes.length < HEADER_BYTES || Buffer.compare(bytes.subarray(0, 8), MAGIC) !== 0)
    throw corruptError(directory, "its first bytes are not those of a journal");
  const journal = keyed(seed, bytes.slice(8, HEADER_BYTES));
  const head = readHead(headSeen, journal);
  if (head === undefined) throw corruptError(directory, "its head file is missing");
  if (head === "broken") throw wrongSeedError(directory);
  const scan = scanRecords(journal, bytes);
  assertReaches(directory, scan, head);
  return { journal, scan };
}

function scanRecords(journal: JournalKey, bytes: Uint8Array): Scan & { readonly points: readonly ChainPoint[] } {
  const payloads: Uint8Array[] = [];
  const points: ChainPoint[] = [chainStart(journal.id)];
  let point = chainStart(journal.id);
  let end = HEADER_BYTES;
  while (end < bytes.length) {
    const frame = openFrame(journal, point, bytes.subarray(end));
    if (frame.kind !== "record") break;
    payloads.push(frame.payload);
    point = frame.next;
    points.push(point);
    end += frame.length;
  }
  return { payloads, points, point, end, tornBytes: bytes.length - end };
}

/** Whatever the head vouches for must be there, byte for byte; what follows it nobody was told of. */
function assertReaches(directory: string, scan: ReturnType<typeof scanRecords>, head: ChainPoint): void {
  const reached = scan.points[head.sequence];
  if (reached === undefined)
    throw corruptError(directory, `record ${scan.point.sequence} of ${head.sequence} is damaged or missing`);
  if (Buffer.compare(reached.hash, head.hash) !== 0)
    throw corruptError(directory, "its records are not those its head file vouches for");
}
