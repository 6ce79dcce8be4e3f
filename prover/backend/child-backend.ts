import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { closedError, failedError } from "./errors.ts";
import type { ProvingBackend, ProvingResult } from "./proving-backend.ts";

/** What the child answers: a result, or the text of what went wrong. */
export type ChildAnswer =
  | { readonly id: number; readonly result: ProvingResult }
  | { readonly id: number; readonly error: string };

interface Waiting {
  readonly zkey: string;
  readonly resolve: (result: ProvingResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Proves in a child process. For callers in worker threads, where snarkjs cannot be loaded, and for services that
 * want the prover's memory apart from theirs. The child ends with `close()`, or when this process dies.
 */
export class ChildBackend implements ProvingBackend {
  #child: ChildProcess | undefined;
  #closed = false;
  #next = 0;
  #drained: () => void = () => undefined;
  readonly #waiting = new Map<number, Waiting>();

  prove(zkey: string, wtns: Uint8Array): Promise<ProvingResult> {
    if (this.#closed) return Promise.reject(closedError());
    this.#child ??= this.#start();
    const child = this.#child;
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { zkey, resolve, reject });
      this.#hold();
      child.send({ id, zkey, wtns }, (error) => {
        if (error) this.#fail(id, error);
      });
    });
  }

  #start(): ChildProcess {
    const entry = fileURLToPath(new URL(`./child-main${extname(import.meta.url)}`, import.meta.url));
    const child = fork(entry, [], {
      serialization: "advanced",
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.on("message", (answer: ChildAnswer) => this.#settle(answer));
    child.on("error", (cause) => this.#failAll(cause));
    child.on("exit", (code, signal) => {
      if (this.#child === child) this.#child = undefined;
      this.#failAll(new Error(`the proving process ended with ${signal ?? `code ${code}`}`));
    });
    return child;
  }

  #settle(answer: ChildAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    if ("error" in answer) {
      this.#fail(answer.id, new Error(answer.error));
      return;
    }
    this.#waiting.delete(answer.id);
    this.#hold();
    waiting.resolve(answer.result);
  }

  #fail(id: number, cause: unknown): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#hold();
    waiting?.reject(failedError(waiting.zkey, cause));
  }

  #failAll(cause: unknown): void {
    for (const id of [...this.#waiting.keys()]) this.#fail(id, cause);
  }

  /** An idle child does not keep this process alive; one with work does. */
  #hold(): void {
    const child = this.#child;
    if (this.#waiting.size > 0) {
      child?.ref();
      child?.channel?.ref();
    } else {
      child?.unref();
      child?.channel?.unref();
      this.#drained();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    while (this.#waiting.size > 0)
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.ref();
    child.disconnect();
    await gone;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
