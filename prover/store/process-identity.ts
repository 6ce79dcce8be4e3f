import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Names one run of one process: a reused pid, or the same pid after a reboot, is another process. */
export interface ProcessIdentity {
  readonly host: string;
  readonly boot: string;
  readonly pid: number;
  /** When the process started, in the kernel's own clock ticks; empty where the system does not tell. */
  readonly start: string;
}

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  return { host: hostname(), boot: bootId(), pid: process.pid, start: statOf(process.pid).start };
}

/** Whether that process still runs; "elsewhere" when it belongs to another machine and nobody here can tell. */
export function liveness(identity: ProcessIdentity): "alive" | "dead" | "elsewhere" {
  if (identity.host !== hostname()) return "elsewhere";
  if (identity.boot !== bootId()) return "dead";
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "dead";
  }
  const { state, start } = statOf(identity.pid);
  return start === identity.start && state !== "Z" && state !== "X" ? "alive" : "dead";
}

function bootId(): string {
  return readOr("/proc/sys/kernel/random/boot_id", "").trim();
}

/** Run state (Z: ended, not yet collected by its parent) and start time of a process; empty where unknown. */
function statOf(pid: number): { readonly state: string; readonly start: string } {
  const line = readOr(`/proc/${pid}/stat`, "");
  // The command stands in parentheses and may hold blanks; the state follows it, the start time 19 fields later.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", start: fields[19] ?? "" };
}

function readOr(path: string, fallback: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return fallback;
  }
}
