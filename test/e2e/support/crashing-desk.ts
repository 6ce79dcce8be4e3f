/**
 * Runs as a process of its own: proves a deposit with the shipped desk-8 artifacts and kills itself with SIGKILL right
 * after a step. Arguments: store directory, byte that fills the seed, epoch, step, µ-quote.
 */
import { openBackend } from "../../../prover/backend/open-backend.ts";
import { loadCircuit } from "../../../prover/circuit.ts";
import { proveUpdate } from "../../../prover/prove.ts";
import { BookStore } from "../../../prover/store/book-store.ts";
import { epochData } from "./market.ts";

const [directory = "", number = "", epoch = "", fatal = "", amount = ""] = process.argv.slice(2);
const seed = new Uint8Array(32).fill(Number(number));
await using backend = await openBackend();
using store = BookStore.open(directory, seed);
await proveUpdate(
  {
    change: { mode: "full", sizes: [], flow: { asset: "cash", amount: BigInt(amount) } },
    ...epochData(BigInt(epoch)),
    deadline: 2n ** 40n,
  },
  {
    store,
    seed,
    circuit: await loadCircuit("desk-8"),
    backend,
    onStep: (step) => {
      if (step === fatal) process.kill(process.pid, "SIGKILL");
    },
  },
);
