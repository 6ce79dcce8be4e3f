import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Writes all of `data` at the end of what the descriptor has written, however often the system cuts a write short. */
export function writeFully(fd: number, data: Uint8Array): void {
  for (let offset = 0; offset < data.length; ) offset += writeSync(fd, data, offset);
}

/** Makes the names in a directory durable: a new file survives a power cut only after this. */
export function syncDirectory(directory: string): void {
  const fd = openSync(directory, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Writes a file, readable by its owner only, and returns when it is on disk. */
export function writeDurably(path: string, data: Uint8Array | string, flag: "w" | "wx" = "w"): void {
  const fd = openSync(path, flag, 0o600);
  try {
    writeFully(fd, typeof data === "string" ? new TextEncoder().encode(data) : data);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  syncDirectory(dirname(path));
}

/**
 * Makes a file that must not exist yet, whole or not at all: it is written under another name, then linked to its own.
 * Throws the system's error, EEXIST when the name is taken.
 */
export function createDurably(path: string, data: Uint8Array | string): void {
  const draft = `${path}.${process.pid}.new`;
  try {
    writeDurably(draft, data);
    linkOrWrite(draft, path, data);
  } finally {
    rmSync(draft, { force: true });
  }
  syncDirectory(dirname(path));
}

/** A file system without links gets the file written under its own name at once. */
function linkOrWrite(draft: string, path: string, data: Uint8Array | string): void {
  try {
    linkSync(draft, path);
  } catch (cause) {
    if (!["EPERM", "ENOTSUP", "ENOSYS"].includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
    writeDurably(path, data, "wx");
  }
}

/** Replaces a file as a whole: after a crash it holds the old content or the new one, never a mixture. */
export function replaceDurably(path: string, data: Uint8Array): void {
  const draft = `${path}.new`;
  writeDurably(draft, data);
  renameSync(draft, path);
  syncDirectory(dirname(path));
}
