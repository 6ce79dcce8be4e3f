import type { Command } from "commander";
import { isFlat } from "../../../model/book.ts";
import { classId } from "../../../model/classes.ts";
import { openBackend } from "../../backend/open-backend.ts";
import { readTime } from "../../chain/read-chain.ts";
import { reconcile } from "../../chain/reconcile.ts";
import { register } from "../../chain/submit.ts";
import { requireMoveOffered, requireUpdatesServed, submitMove } from "../../chain/submit-move.ts";
import { loadMoveCircuit } from "../../circuit.ts";
import { proveMove, type ReleasedMove } from "../../move.ts";
import type { BookStore } from "../../store/book-store.ts";
import { abandonExpired } from "../../trade/settle-offer.ts";
import { withPage } from "../command-page.ts";
import { clientsOf, type DeskFile, type DeskOptions, openStore, readDesk, seedOf } from "../desk.ts";
import { classOption } from "../input.ts";
import { type Outcome, printOutcome, progress } from "../output.ts";
import { pinnedKey, requireFree, writeResult } from "../session.ts";
import { DEADLINE, withDesk } from "../shared-options.ts";

interface Options extends DeskOptions {
  readonly to: string;
  readonly out?: string;
  readonly deadline: string;
}

/** `ballast move`: takes the desk's account to a larger class of books. */
export function moveCommand(program: Command): void {
  const command = withDesk(
    program
      .command("move")
      .description(
        "take the account to a larger class of books: the same book, more slots; an empty account just registers",
      ),
  )
    .requiredOption("--to <class>", "the class to move to")
    .option("--out <file>", "keep the bundle in a file and send nothing; `ballast submit` sends it")
    .option(...DEADLINE)
    .action(async (options: Options) => printOutcome(await run(options), program.opts().json === true));
  withPage(command, {
    reads:
      "the desk's store, the account, the venue's verifiers of moves and, unless the book is flat, of the new class; no market",
    leaves:
      "the account's book in the new class on the gate and in the store, its age and counts as they were; offers and proofs of the old class void",
    prints: "class, transaction, block, gasUsed, nonce, commitment; with --out: out, commitment, nonce",
    exits: [2, 4, 5, 6],
    examples: ["ballast move --to desk-16", "ballast move --to desk-16 --out move.json --deadline 3600"],
  });
}

async function run(options: Options): Promise<Outcome> {
  const to = classOption(options.to, "--to");
  requireFree(options.out);
  const desk = readDesk(options);
  const clients = clientsOf(options, desk);
  const seed = await seedOf(options);
  using store = openStore(options, seed);
  await reconcile(clients.read, store);
  const now = await readTime(clients.read);
  abandonExpired(store, now);
  if (isEmpty(store)) return await registerAgain(options, desk, store, clients);
  const { class: from } = store.live.book;
  await requireMoveOffered(clients.read, { gate: desk.gate, from, to });
  if (!isFlat(store.live.book)) await requireUpdatesServed(clients.read, { gate: desk.gate, to });
  const circuit = await loadMoveCircuit(from, to);
  await using backend = await openBackend();
  const request = { to, deadline: now + BigInt(options.deadline) };
  const defaultKey = await pinnedKey(clients.read, desk);
  const escrow = defaultKey === undefined ? {} : { defaultKey };
  const move = await proveMove(request, { store, seed, circuit, backend, onStep: progress(), ...escrow });
  return options.out === undefined ? await send(move, store, clients) : keep(move, options.out);
}

/** Whether the account holds the constant commitment of its class. */
const isEmpty = ({ live, state }: BookStore): boolean => !state.openings.has(live.commitment);

/** An empty account has no book to prove anything of. */
async function registerAgain(
  { to }: Options,
  desk: DeskFile,
  store: BookStore,
  clients: ReturnType<typeof clientsOf>,
): Promise<Outcome> {
  const bookClass = classOption(to, "--to");
  const inclusion = await register(clients, desk.gate, classId(bookClass));
  await reconcile(clients.read, store);
  const { nonce, commitment } = store.live;
  const lines = [`the empty account is of class ${bookClass} now (${inclusion.gasUsed} gas), nonce ${nonce}`];
  return { json: { class: bookClass, ...inclusion, nonce, commitment }, lines: [...lines, inclusion.transaction] };
}

function keep({ bundle, text }: ReleasedMove, out: string): Outcome {
  writeResult(out, text);
  const [, commitment] = bundle.publicInputs;
  return { json: { out, commitment, nonce: bundle.nonce }, lines: [`${out}: proven, nonce ${bundle.nonce}`] };
}

/** Sends a move of this desk and says what became of it. */
export async function send(
  { bundle }: Pick<ReleasedMove, "bundle">,
  store: BookStore,
  clients: ReturnType<typeof clientsOf>,
): Promise<Outcome> {
  const [, commitment] = bundle.publicInputs;
  const sent = (transaction: `0x${string}`) => store.submitted(commitment, transaction);
  const inclusion = await submitMove(clients, { bundle, authorization: "0x" }, sent);
  await reconcile(clients.read, store);
  const nonce = bundle.nonce + 1n;
  const accepted = `accepted in block ${inclusion.block} (${inclusion.gasUsed} gas), nonce ${nonce}, class ${bundle.to}`;
  return { json: { class: bundle.to, ...inclusion, nonce, commitment }, lines: [accepted, inclusion.transaction] };
}
