import type { Command } from "commander";
import { isFlat } from "../../../model/book.ts";
import { BallastError } from "../../../model/errors.ts";
import type { Bundle } from "../../../verifier/bundle.ts";
import { parseBundle } from "../../../verifier/parse-bundle.ts";
import { reconcile } from "../../chain/reconcile.ts";
import { type ChainClients, flatExit, submitUpdate } from "../../chain/submit.ts";
import { allowDeposit, allowFlow, assetNumber, collectClaims } from "../../chain/tokens.ts";
import { withPage } from "../command-page.ts";
import { accountOf, clientsOf, type DeskOptions, openStore, readDesk, seedOf } from "../desk.ts";
import { readInput } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { withDesk } from "../shared-options.ts";
import { assetWords, collectedLines } from "./collect.ts";

interface SubmitOptions extends DeskOptions {
  readonly collect?: boolean;
}

/** The commands that send without proving: a bundle made before, and the exit of a flat book. */
export function chainCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  const submit = withDesk(program.command("submit <bundle>").description("send a bundle that `ballast prove` made"))
    .option("--collect", "take the tokens of a withdrawal out of the vault too")
    .action(async (path: string, options: SubmitOptions) => printOutcome(await runSubmit(path, options), asJson()));
  withPage(submit, {
    reads: "the bundle, the desk's store, the chain; a deposit's missing allowance is given first, exactly",
    leaves: "the account's new book on the gate, the store in step with it",
    prints: "transaction, block, gasUsed, nonce, commitment; owed (asset, amount) or collected[] after an outflow",
    exits: [2, 5, 6],
    examples: ["ballast submit update.json", "ballast submit withdrawal.json --collect"],
  });
  const exit = withDesk(
    program.command("exit").description("leave with a flat book: no proof, no oracle, no admin; shows the book's cash"),
  ).action(async (options: DeskOptions) => printOutcome(await runExit(options), asJson()));
  withPage(exit, {
    reads: "the desk's store, the gate, the vault",
    leaves: "the account back at the empty book, its tokens collected; the book's cash and salt public",
    prints: "transaction, block, gasUsed, collected[] of asset, amount, transaction",
    exits: [2, 3, 5, 6],
    examples: ["ballast exit", "ballast exit --json"],
  });
}

async function runSubmit(path: string, options: SubmitOptions): Promise<Outcome> {
  const parsed = parseBundle(readInput(path));
  if (parsed.status !== "parsed")
    throw new BallastError("BAL-255", `${path}: ${parsed.path} ${parsed.reason}.`, {
      details: "Give a file that `ballast prove` wrote.",
      exitCode: 2,
    });
  const { bundle } = parsed;
  const desk = readDesk(options);
  const clients = clientsOf(options, desk);
  using store = openStore(options, await seedOf(options));
  await reconcile(clients.read, store);
  const [, commitment] = bundle.publicInputs;
  if (!store.state.openings.has(commitment))
    throw new BallastError("BAL-256", `${path}: this desk never prepared that book.`, {
      details: "Submit with the store that proved it.",
      exitCode: 2,
    });
  await allowFlow(clients, desk.gate, bundle.flow);
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

async function runExit(options: DeskOptions): Promise<Outcome> {
  const desk = readDesk(options);
  const clients = clientsOf(options, desk);
  using store = openStore(options, await seedOf(options));
  await reconcile(clients.read, store);
  const { book } = store.live;
  if (!isFlat(book)) {
    const details = "Close every position first: `ballast reduce`, then `ballast trade submit`.";
    throw new BallastError("BAL-257", "the book still holds positions.", { details, exitCode: 3 });
  }
  if (book.cash < 0n) await allowDeposit(clients, desk.gate, 0, -book.cash);
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
