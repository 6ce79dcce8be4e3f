import type { Command } from "commander";
import { isFlat } from "../../../model/book.ts";
import { BallastError } from "../../../model/errors.ts";
import { parseBundle } from "../../../verifier/parse-bundle.ts";
import { reconcile } from "../../chain/reconcile.ts";
import { flatExit, submitUpdate } from "../../chain/submit.ts";
import { allowDeposit, collectClaims } from "../../chain/tokens.ts";
import { accountOf, clientsOf, type DeskOptions, openStore, readDesk, seedOf } from "../desk.ts";
import { readInput } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { withDesk, withExamples } from "../shared-options.ts";

/** The commands that send without proving: a bundle made before, and the exit of a flat book. */
export function chainCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  const submit = withDesk(
    program.command("submit <bundle>").description("send a bundle that `ballast prove` made"),
  ).action(async (path: string, options: DeskOptions) => printOutcome(await runSubmit(path, options), asJson()));
  withExamples(submit, "ballast submit update.json");
  const exit = withDesk(
    program.command("exit").description("leave with a flat book: no proof, no oracle, no admin; shows the book's cash"),
  ).action(async (options: DeskOptions) => printOutcome(await runExit(options), asJson()));
  withExamples(exit, "ballast exit --json");
}

async function runSubmit(path: string, options: DeskOptions): Promise<Outcome> {
  const parsed = parseBundle(readInput(path));
  if (parsed.status !== "parsed")
    throw new BallastError("BAL-255", `${path}: ${parsed.path} ${parsed.reason}.`, {
      details: "Give a file that `ballast prove` wrote.",
      exitCode: 2,
    });
  const { bundle } = parsed;
  const clients = clientsOf(options, readDesk(options));
  using store = openStore(options, await seedOf(options));
  await reconcile(clients.read, store);
  const [, commitment] = bundle.publicInputs;
  if (!store.state.openings.has(commitment))
    throw new BallastError("BAL-256", `${path}: this desk never prepared that book.`, {
      details: "Submit with the store that proved it.",
      exitCode: 2,
    });
  const signed = { bundle, authorization: "0x" } as const;
  const inclusion = await submitUpdate(clients, signed, (transaction) => store.submitted(commitment, transaction));
  await reconcile(clients.read, store);
  const lines = [
    `accepted in block ${inclusion.block} (${inclusion.gasUsed} gas), nonce ${bundle.nonce + 1n}`,
    inclusion.transaction,
  ];
  return { json: { ...inclusion, nonce: bundle.nonce + 1n, commitment }, lines };
}

async function runExit(options: DeskOptions): Promise<Outcome> {
  const desk = readDesk(options);
  const clients = clientsOf(options, desk);
  using store = openStore(options, await seedOf(options));
  await reconcile(clients.read, store);
  const { book } = store.live;
  if (!isFlat(book)) {
    const details = "Close every position first: `ballast reduce`, then `ballast trade submit --reduce`.";
    throw new BallastError("BAL-257", "the book still holds positions.", { details, exitCode: 3 });
  }
  if (book.cash < 0n) await allowDeposit(clients, desk.gate, 0, -book.cash);
  const inclusion = await flatExit(clients, accountOf(desk).gate, book);
  await reconcile(clients.read, store);
  const collected = await collectClaims(clients, desk.gate);
  const paid = collected.map(({ asset, amount }) => `collected ${amount} of asset ${asset}`);
  const lines = [`left in block ${inclusion.block} (${inclusion.gasUsed} gas)`, inclusion.transaction, ...paid];
  return { json: { ...inclusion, collected }, lines };
}
