/**
 * Runs as a process of its own: makes or opens a journal and appends records, printing each once it is
 * acknowledged. It kills itself with SIGKILL just before its n-th file-system call, and first takes back every
 * byte that was not yet fsynced, as a power cut may. Arguments: directory, n, number of records.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [directory = "", nth = "0", count = "0"] = process.argv.slice(2);
const synced = new Map<string, number>();
const paths = new Map<number, string>();
let calls = 0;

function tick(): void {
  if (++calls !== Number(nth)) return;
  for (const [path, size] of synced)
    if (fs.existsSync(path) && fs.statSync(path).size > size) fs.truncateSync(path, size);
  process.kill(process.pid, "SIGKILL");
}

const original = {
  openSync: fs.openSync,
  writeSync: fs.writeSync,
  fsyncSync: fs.fsyncSync,
  renameSync: fs.renameSync,
  linkSync: fs.linkSync,
};
fs.openSync = ((path: string, flags: string, mode?: number) => {
  tick();
  const before = fs.existsSync(path) && fs.statSync(path).isFile() && flags !== "w" ? fs.statSync(path).size : 0;
  const fd = original.openSync(path, flags, mode);
  paths.set(fd, path);
  if (flags !== "r" && !synced.has(path)) synced.set(path, before);
  return fd;
}) as typeof fs.openSync;
fs.writeSync = ((fd: number, data: Uint8Array, offset: number) => {
  tick();
  // Short writes are legal: hand over half, so that a record is also cut in its middle.
  const rest = data.subarray(offset);
  return original.writeSync(fd, offset === 0 ? rest.subarray(0, Math.ceil(rest.length / 2)) : rest);
}) as typeof fs.writeSync;
fs.fsyncSync = (fd) => {
  tick();
  original.fsyncSync(fd);
  const path = paths.get(fd) ?? "";
  if (fs.fstatSync(fd).isFile()) synced.set(path, fs.fstatSync(fd).size);
};
fs.renameSync = (from, to) => {
  tick();
  original.renameSync(from, to);
  synced.set(String(to), synced.get(String(from)) ?? 0);
  synced.delete(String(from));
};
fs.linkSync = (from, to) => {
  tick();
  original.linkSync(from, to);
};
syncBuiltinESMExports();

const { Journal } = await import("../../../prover/store/journal.ts");

const seed = new Uint8Array(32).fill(42);
const say = (line: string): void => void original.writeSync(1, `${line}\n`);
const begun = fs.existsSync(`${directory}/journal.bal`) && fs.existsSync(`${directory}/head.bal`);
const journal = begun ? Journal.open(directory, seed) : Journal.create(directory, seed);
for (let i = 0; i < Number(count); i++) {
  const record = `record ${journal.length}`;
  journal.append(new TextEncoder().encode(record));
  say(record);
}
journal.close();
say(`done ${calls}`);
