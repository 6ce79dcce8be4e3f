#!/usr/bin/env node
import { runCli } from "./run.ts";

// A reader that closes early (`ballast … | head`) must not end a command between a proof and its record.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EPIPE") throw cause;
  });
}
await runCli(process.argv.slice(2));
