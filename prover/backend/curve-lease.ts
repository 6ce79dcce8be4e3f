/** The part of an ffjavascript curve that owns threads. */
export interface Curve {
  readonly tm: { readonly workers?: readonly object[] };
  terminate(): Promise<void>;
}

interface Thread {
  ref(): void;
  unref(): void;
  once(event: "error", listener: (cause: Error) => void): void;
}

/** An engine, and a promise that a dying thread rejects: the engine itself would wait for its answer for ever. */
interface Running {
  readonly curve: Curve;
  readonly broken: Promise<never>;
}

let shared: Promise<Running> | undefined;
let holders = 0;
let busy = 0;

/**
 * One share of the process-wide bn128 engine. snarkjs keeps that engine in a global and never ends its threads;
 * here the last holder ends them, and idle threads do not keep the process alive, so that a forgotten `close()`
 * costs memory, never a hang.
 */
export class CurveLease<C extends Curve> {
  readonly #running: Running & { readonly curve: C };
  #held = true;
  #broken = false;

  private constructor(running: Running & { readonly curve: C }) {
    this.#running = running;
    running.broken.catch(() => {
      this.#broken = true;
    });
  }

  /** Whether a thread has died: the share is of no more use and wants giving back. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Takes a share; the first one starts the engine with `start`. */
  static async take<C extends Curve>(start: () => Promise<C>): Promise<CurveLease<C>> {
    holders += 1;
    shared ??= start().then(watched);
    try {
      const running = (await shared) as Running & { readonly curve: C };
      if (busy === 0) for (const thread of threadsOf(running.curve)) thread.unref();
      return new CurveLease(running);
    } catch (cause) {
      holders -= 1;
      shared = undefined;
      throw cause;
    }
  }

  /**
   * Runs `work` with the threads keeping the process alive.
   * @throws Error also when a thread dies meanwhile, as it does when memory runs out
   */
  async whileBusy<T>(work: (curve: C) => Promise<T>): Promise<T> {
    const { curve, broken } = this.#running;
    if (busy++ === 0) for (const thread of threadsOf(curve)) thread.ref();
    try {
      return await Promise.race([work(curve), broken]);
    } finally {
      if (--busy === 0) for (const thread of threadsOf(curve)) thread.unref();
    }
  }

  /** Gives the share back; the last one ends the threads and waits until they are gone. */
  async release(): Promise<void> {
    if (!this.#held) return;
    this.#held = false;
    holders -= 1;
    if (holders > 0) return;
    shared = undefined;
    const { curve } = this.#running;
    const threads = threadsOf(curve);
    await curve.terminate();
    await Promise.all(threads.map(ended));
  }
}

function watched<C extends Curve>(curve: C): Running {
  const broken = new Promise<never>((_, reject) => {
    for (const thread of threadsOf(curve)) thread.once("error", reject);
  });
  broken.catch(() => undefined);
  return { curve, broken };
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
