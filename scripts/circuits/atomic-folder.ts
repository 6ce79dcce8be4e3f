/** Folders that appear whole or not at all, whatever moment the process dies. */

import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Fills a temporary folder beside `target`, flushes it to disk and renames it into place, replacing what was there.
 * When `fill` throws, nothing at `target` has changed.
 */
export async function writeFolder(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const parent = dirname(target);
  mkdirSync(parent, { recursive: true });
  const temporary = join(parent, `.${basename(target)}.${process.pid}.${randomBytes(4).toString("hex")}`);
  mkdirSync(temporary);
  try {
    await fill(temporary);
    for (const name of readdirSync(temporary)) syncPath(join(temporary, name));
    syncPath(temporary);
    replaceFolder(temporary, target);
    syncPath(parent);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** rename(2) refuses a non-empty target, so an old folder steps aside first; another process may do the same meanwhile. */
function replaceFolder(source: string, target: string): void {
  const aside = `${source}.old`;
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(source, target);
      rmSync(aside, { recursive: true, force: true });
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (attempt >= 5 || (code !== "ENOTEMPTY" && code !== "EEXIST")) throw error;
    }
    try {
      rmSync(aside, { recursive: true, force: true });
      renameSync(target, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}

function syncPath(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
