/** The part of an ffjavascript curve that owns threads. */
export interface Curve {
  readonly tm: { readonly workers?: readonly object[] };
  terminate(): Promise<void>;
}

interface Thread {
  ref(): void;
  unref(): void;
}

let shared: Promise<Curve> | undefined;
let holders = 0;
let busy = 0;

/**
 * One share of the process-wide bn128 engine. snarkjs keeps that engine in a global and never ends its threads;
 * here the last holder ends them, and idle threads do not keep the process alive, so that a forgotten `close()`
 * costs memory, never a hang.
 */
export class CurveLease {
  readonly #curve: Curve;
  #held = true;

  private constructor(curve: Curve) {
    this.#curve = curve;
  }

  /** Takes a share; the first one starts the engine with `start`. */
  static async take(start: () => Promise<Curve>): Promise<CurveLease> {
    holders += 1;
    shared ??= start();
    try {
      const curve = await shared;
      if (busy === 0) for (const thread of threadsOf(curve)) thread.unref();
      return new CurveLease(curve);
    } catch (cause) {
      holders -= 1;
      shared = undefined;
      throw cause;
    }
  }

  /** Runs `work` with the threads keeping the process alive. */
  async whileBusy<T>(work: () => Promise<T>): Promise<T> {
    if (busy++ === 0) for (const thread of threadsOf(this.#curve)) thread.ref();
    try {
      return await work();
    } finally {
      if (--busy === 0) for (const thread of threadsOf(this.#curve)) thread.unref();
    }
  }

  /** Gives the share back; the last one ends the threads and waits until they are gone. */
  async release(): Promise<void> {
    if (!this.#held) return;
    this.#held = false;
    holders -= 1;
    if (holders > 0) return;
    shared = undefined;
    const threads = threadsOf(this.#curve);
    await this.#curve.terminate();
    await Promise.all(threads.map(ended));
  }
}

/** The worker threads behind the engine's web-style workers, which keep them under a symbol. */
function threadsOf(curve: Curve): Thread[] {
  return (curve.tm.workers ?? []).flatMap((worker) =>
    Object.getOwnPropertySymbols(worker)
      .map((symbol) => (worker as Record<symbol, unknown>)[symbol])
      .filter(isThread),
  );
}

function isThread(value: unknown): value is Thread {
  return typeof value === "object" && value !== null && "unref" in value && "ref" in value;
}

async function ended(thread: Thread): Promise<void> {
  if ("terminate" in thread && typeof thread.terminate === "function") await thread.terminate();
}
