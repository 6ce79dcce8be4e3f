import type { Command } from "commander";
import { isFlat } from "../../../model/book.ts";
import { BallastError } from "../../../model/errors.ts";
import type { Bundle } from "../../../verifier/bundle.ts";
import { isMoveText, parseMove } from "../../../verifier/parse-move.ts";
import { mismatchError } from "../../chain/chain-error.ts";
import { exitCalls, updateCalls } from "../../chain/planned-changes.ts";
import { reconcile } from "../../chain/reconcile.ts";
import { type ChainClients, flatExit, submitUpdate } from "../../chain/submit.ts";
import { allowDeposit, allowFlow, assetNumber, collectClaims } from "../../chain/tokens.ts";
import type { BookStore } from "../../store/book-store.ts";
import { withPage } from "../command-page.ts";
import {
  accountOf,
  clientsOf,
  type DeskFile,
  type DeskOptions,
  openStore,
  readDesk,
  readerOf,
  seedOf,
} from "../desk.ts";
import { readInput, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { isPlanned, PLANNED_PRINTS, type PlannedOptions, withPlanned, writePlanned } from "../planned-output.ts";
import { requireFree } from "../session.ts";
import { withDesk } from "../shared-options.ts";
import { bundleIn } from "./bundle-file.ts";
import { assetWords, collectedLines } from "./collect.ts";
import { send as sendMove } from "./move.ts";

type ExitOptions = DeskOptions & PlannedOptions;
type SubmitOptions = ExitOptions & { readonly collect?: boolean };

/** The commands that send without proving: a bundle made before, and the exit of a flat book. */
export function chainCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  const submit = withPlanned(
    withDesk(
      program.command("submit <bundle>").description("send a bundle that `ballast prove` or `ballast move` made"),
    ),
  )
    .option("--collect", "take the tokens of a withdrawal out of the vault too")
    .action(async (path: string, options: SubmitOptions) => printOutcome(await runSubmit(path, options), asJson()));
  withPage(submit, {
    reads: "the bundle, the desk's store, the chain; a deposit's missing allowance is given first, exactly",
    leaves: "the account's new book on the gate, the store in step with it",
    prints:
      "transaction, block, gasUsed, nonce, commitment; owed (asset, amount) or collected[] after an outflow; " +
      PLANNED_PRINTS,
    exits: [2, 5, 6],
    examples: [
      "ballast submit update.json",
      "ballast submit withdrawal.json --collect",
      "ballast submit update.json --output safe --out batch.json",
    ],
  });
  const exit = withPlanned(
    withDesk(
      program
        .command("exit")
        .description("leave with a flat book: no proof, no oracle, no admin; shows the book's cash"),
    ),
  ).action(async (options: ExitOptions) => printOutcome(await runExit(options), asJson()));
  withPage(exit, {
    reads: "the desk's store, the gate, the vault",
    leaves: "the account back at the empty book, its tokens collected; the book's cash and salt public",
    prints: `transaction, block, gasUsed, collected[] of asset, amount, transaction; ${PLANNED_PRINTS}`,
    exits: [2, 3, 5, 6],
    examples: ["ballast exit", "ballast exit --json", "ballast exit --output calldata --out exit.json"],
  });
}

async function runSubmit(path: string, options: SubmitOptions): Promise<Outcome> {
  const input = readInput(path);
  if (isMoveText(input)) return runSubmitMove(path, input, options);
  if (isPlanned(options)) return planSubmit(path, options);
  const bundle = bundleIn(path);
  const desk = readDesk(options);
  const clients = clientsOf(options, desk);
  using store = openStore(options, await seedOf(options));
  await reconcile(clients.read, store);
  const [, commitment] = bundle.publicInputs;
  requirePrepared(path, store, commitment);
  await allowFlow(clients, desk, bundle.flow);
  const signed = { bundle, authorization: "0x" } as const;
  const inclusion = await submitUpdate(clients, signed, (transaction) => store.submitted(commitment, transaction));
  await reconcile(clients.read, store);
  const lines = [
    `accepted in block ${inclusion.block} (${inclusion.gasUsed} gas), nonce ${bundle.nonce + 1n}`,
    inclusion.transaction,
  ];
  const owed = await settleClaim(clients, bundle, options.collect === true);
  return {
    json: { ...inclusion, nonce: bundle.nonce + 1n, commitment, ...owed.json },
    lines: [...lines, ...owed.lines],
  };
}

/** Sends a move that `ballast move --out` kept. */
async function runSubmitMove(path: string, input: Uint8Array, options: SubmitOptions): Promise<Outcome> {
  if (isPlanned(options)) throw usageError("--output", "is for updates and exits; the account sends a move itself");
  const parsed = parseMove(input);
  if (parsed.status !== "parsed") {
    const details = "Give a file that `ballast prove` or `ballast move` wrote.";
    throw new BallastError("BAL-255", `${path}: ${parsed.path} ${parsed.reason}.`, { details, exitCode: 2 });
  }
  const clients = clientsOf(options, readDesk(options));
  using store = openStore(options, await seedOf(options));
  await reconcile(clients.read, store);
  requirePrepared(path, store, parsed.bundle.publicInputs[1]);
  return await sendMove(parsed, store, clients);
}

function requirePrepared(path: string, { state }: BookStore, commitment: bigint): void {
  if (state.openings.has(commitment)) return;
  const details = "Submit with the store that proved it.";
  throw new BallastError("BAL-256", `${path}: this desk never prepared that book.`, { details, exitCode: 2 });
}

/** After an outflow: collects what the vault owes, or says who collects it and how. */
async function settleClaim(clients: ChainClients, bundle: Bundle, collect: boolean) {
  const { flow, recipient, account, gate } = bundle;
  if (flow === undefined || flow.amount >= 0n) return { json: {}, lines: [] };
  if (collect) {
    const collected = await collectClaims(clients, gate);
    return { json: { collected }, lines: collectedLines(collected) };
  }
  const asset = assetNumber(flow);
  const who = recipient === account ? "run `ballast collect` to take it" : `${recipient} may take it`;
  const lines = [`the vault owes ${-flow.amount} ${assetWords(asset)}: ${who}`];
  return { json: { owed: { asset, amount: -flow.amount, recipient } }, lines };
}

/** Writes the calls by which the account itself submits; needs no key, and no store: whoever proved it keeps the opening. */
async function planSubmit(path: string, options: SubmitOptions): Promise<Outcome> {
  if (options.collect === true) throw usageError("--collect", "cannot go with --output: collect once the update is in");
  requireFree(options.out);
  const [bundle, desk] = [bundleIn(path), readDesk(options)];
  if (bundle.account !== desk.account || bundle.gate !== desk.gate)
    throw mismatchError("the bundle is of another account or gate than this desk.", "Use the desk that proved it.");
  const calls = await updateCalls(readerOf(options.rpc ?? desk.rpc, BigInt(desk.chain)), bundle);
  return writePlanned(calls, options, { chain: bundle.chain, from: desk.account, name: "Ballast: update" });
}

async function runExit(options: ExitOptions): Promise<Outcome> {
  if (isPlanned(options)) requireFree(options.out);
  const desk = readDesk(options);
  const read = readerOf(options.rpc ?? desk.rpc, BigInt(desk.chain));
  using store = openStore(options, await seedOf(options));
  await reconcile(read, store);
  const { book } = store.live;
  if (!isFlat(book)) {
    const details = "Close every position first: `ballast reduce`, then `ballast trade submit`.";
    throw new BallastError("BAL-257", "the book still holds positions.", { details, exitCode: 3 });
  }
  if (!isPlanned(options)) return await exitNow(clientsOf(options, desk), desk, store);
  const planned = { chain: BigInt(desk.chain), from: desk.account, name: "Ballast: flat exit" };
  return writePlanned(await exitCalls(read, desk, book), options, planned);
}

async function exitNow(clients: ChainClients, desk: DeskFile, store: BookStore): Promise<Outcome> {
  const { book } = store.live;
  if (book.cash < 0n) await allowDeposit(clients, desk, 0, -book.cash);
  const inclusion = await flatExit(clients, accountOf(desk).gate, book);
  await reconcile(clients.read, store);
  const collected = await collectClaims(clients, desk.gate);
  const lines = [
    `left in block ${inclusion.block} (${inclusion.gasUsed} gas)`,
    inclusion.transaction,
    ...collectedLines(collected),
  ];
  return { json: { ...inclusion, collected }, lines };
}
