/**
 * Runs as a process of its own: proves a deposit and kills itself with SIGKILL right after a step, printing each step it
 * reached and at the end the new commitment. Arguments: store directory, step (or "none").
 */
import { writeSync } from "node:fs";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import { proveUpdate } from "../../../prover/prove.ts";
import { BookStore } from "../../../prover/store/book-store.ts";
import { deskSeed } from "./desk.ts";
import { toyDesk8 } from "./toy-circuit-desk.ts";
import { market, policy, sheet } from "./venue.ts";

const [directory = "", fatal = ""] = process.argv.slice(2);
const circuit = await toyDesk8();
await using backend = await openBackend();
using store = BookStore.open(directory, deskSeed);
const { bundle } = await proveUpdate(
  {
    change: { mode: "full", sizes: [], flow: { asset: "cash", amount: 5_000_000_000n } },
    market,
    sheet,
    policy,
    deadline: 1_800_000_000n,
  },
  {
    store,
    seed: deskSeed,
    circuit,
    backend,
    onStep: (step) => {
      writeSync(1, `${step}\n`);
      if (step === fatal) process.kill(process.pid, "SIGKILL");
    },
  },
);
writeSync(1, `left ${bundle.publicInputs[1]}\n`);
