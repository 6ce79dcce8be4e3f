import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { type Curve, CurveLease } from "../../../prover/backend/curve-lease.ts";

class Thread extends EventEmitter {
  readonly calls: string[] = [];
  ref = (): void => void this.calls.push("ref");
  unref = (): void => void this.calls.push("unref");
  terminate = (): void => void this.calls.push("terminate");
}

function engine(): { readonly curve: Curve; readonly threads: readonly Thread[] } {
  const threads = [new Thread(), new Thread()];
  return {
    threads,
    curve: { tm: { workers: threads.map((thread) => ({ [Symbol("thread")]: thread })) }, terminate: async () => {} },
  };
}

test("a thread that dies ends the work that waits for it, and the next holder starts anew", async () => {
  const [first, second] = [engine(), engine()];
  const lease = await CurveLease.take(async () => first.curve);
  const work = lease.whileBusy(() => new Promise<never>(() => {}));
  first.threads[1]?.emit("error", new Error("out of memory"));
  await expect(work).rejects.toThrow("out of memory");
  expect(lease.broken).toBe(true);
  await lease.release();
  expect(first.threads.every(({ calls }) => calls.at(-1) === "terminate")).toBe(true);
  const next = await CurveLease.take(async () => second.curve);
  expect(await next.whileBusy(async (curve) => curve === second.curve)).toBe(true);
  expect(next.broken).toBe(false);
  await next.release();
});

test("threads keep the process alive while there is work, and end with the last share", async () => {
  const { curve, threads } = engine();
  const [one, two] = [await CurveLease.take(async () => curve), await CurveLease.take(async () => curve)];
  expect(threads[0]?.calls).toEqual(["unref", "unref"]);
  await one.whileBusy(async () => expect(threads[0]?.calls.at(-1)).toBe("ref"));
  expect(threads[0]?.calls.at(-1)).toBe("unref");
  await one.release();
  await one.release();
  expect(threads[0]?.calls).not.toContain("terminate");
  await two.release();
  expect(threads[0]?.calls.at(-1)).toBe("terminate");
});
