import { closeSync, mkdirSync, openSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";

const STALE_AFTER = 180_000;

const tryTake = (path: string): boolean => {
  try {
    closeSync(openSync(path, "wx"));
    return true;
  } catch {
    return false;
  }
};

const dropIfAbandoned = (path: string): void => {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_AFTER) rmSync(path, { force: true });
  } catch {
    // its holder released it
  }
};

/** Runs work while no other process of the tests holds the lock file; a file left by a killed process expires. */
export async function withLock(path: string, work: () => void): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  while (!tryTake(path)) {
    dropIfAbandoned(path);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  try {
    work();
  } finally {
    rmSync(path, { force: true });
  }
}
