/** Entry point of the proving child process: answers one request after the other until its parent disconnects. */
import type { ChildAnswer } from "./child-backend.ts";
import { InProcessBackend } from "./in-process-backend.ts";

interface Request {
  readonly id: number;
  readonly zkey: string;
  readonly wtns: Uint8Array;
}

const backend = new InProcessBackend();

process.on("message", async ({ id, zkey, wtns }: Request) => {
  const answer: ChildAnswer = await backend.prove(zkey, wtns).then(
    (result) => ({ id, result }),
    (error: Error) => ({ id, error: error.cause instanceof Error ? error.cause.message : error.message }),
  );
  if (process.connected) process.send?.(answer);
});
process.once("disconnect", () => backend.close());
