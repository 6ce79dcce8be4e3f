import type { Command } from "commander";
import type { Change } from "../../../model/change.ts";
import { parseChange } from "../../../model/files/change-file.ts";
import { allowFlow, collectClaims } from "../../chain/tokens.ts";
import { withPage } from "../command-page.ts";
import { assetOption, positiveOption, readText } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import {
  type ProvingOptions,
  proveChange,
  requireFree,
  type Session,
  submitReleased,
  withSession,
  writeResult,
} from "../session.ts";
import { DATA_EXAMPLE as DATA, withProving } from "../shared-options.ts";
import { collectedLines } from "./collect.ts";

const READS = "market and sheet files, the policy (file or chain), the desk's store, the epoch's risk root";
const SENT = "transaction, block, gasUsed, nonce, commitment";

interface FlowOptions extends ProvingOptions {
  readonly asset: string;
  readonly amount: string;
}

/** The commands that change one account without a counterparty: flows and refreshes. */
export function updateCommands(program: Command): void {
  const asJson = (): boolean => program.opts().json === true;
  const flow = (name: string, sign: 1n | -1n, description: string): void => {
    const command = withProving(program.command(name).description(description))
      .option("--asset <asset>", "cash or 0 to 3", "cash")
      .requiredOption("--amount <number>", "micro-quote of cash, or lots of collateral")
      .action(async (options: FlowOptions) => printOutcome(await send(options, flowChange(options, sign)), asJson()));
    withPage(command, {
      reads: READS,
      leaves:
        sign > 0n
          ? "an exact allowance, the tokens in the vault, the account's new book on the gate and in the store"
          : "the account's new book on the gate and in the store, the tokens with the account",
      prints: sign > 0n ? SENT : `${SENT}, collected[]`,
      exits: [2, 3, 4, 5, 6],
      examples: [`ballast ${name} --amount 5000000000 ${DATA}`, `ballast ${name} --asset 0 --amount 25 ${DATA} --json`],
    });
  };
  flow("deposit", 1n, "prove and send a deposit: tokens move from the account into the vault");
  flow("withdraw", -1n, "prove and send a withdrawal, and collect the tokens from the vault");
  const refresh = withProving(
    program.command("refresh").description("prove the book again at a new epoch, and settle what expired"),
  )
    .option("--maintenance", "prove the maintenance margin only, when the full one no longer holds")
    .action(async (options: ProvingOptions & { maintenance?: boolean }) => {
      const mode = options.maintenance === true ? "maintenance" : "full";
      printOutcome(await send(options, { mode, sizes: [] }), asJson());
    });
  withPage(refresh, {
    reads: READS,
    leaves: "the account healthy (or in maintenance) at the epoch, expired instruments settled",
    prints: SENT,
    exits: [2, 3, 4, 5, 6],
    examples: [`ballast refresh ${DATA}`, `ballast refresh --maintenance ${DATA}`],
  });
  proveCommand(program, asJson);
}

function proveCommand(program: Command, asJson: () => boolean): void {
  const command = withProving(
    program.command("prove").description("prove a change and keep the bundle in a file, without sending it"),
  )
    .requiredOption("--change <file>", "change.json")
    .requiredOption("--out <file>", "where the bundle goes")
    .action(async (options: ProvingOptions & { change: string; out: string }) => {
      const change = parseChange(readText(options.change), options.change);
      requireFree(options.out);
      const outcome = await withSession(options, async (session) => {
        const { bundle, text } = await proveChange(session, change);
        writeResult(options.out, text);
        const [, commitment] = bundle.publicInputs;
        return {
          json: { out: options.out, commitment, nonce: bundle.nonce },
          lines: [`${options.out}: proven, nonce ${bundle.nonce}`],
        };
      });
      printOutcome(outcome, asJson());
    });
  withPage(command, {
    reads: `change.json, ${READS}`,
    leaves: "the bundle in --out, its opening in the store; nothing on the chain",
    prints: "out, commitment, nonce",
    exits: [2, 3, 4, 5, 6],
    examples: [
      `ballast prove --change change.json --out update.json ${DATA}`,
      `ballast prove --change change.json --out update.json --policy policy.json --deadline 3600 ${DATA}`,
    ],
  });
}

function flowChange({ asset, amount }: FlowOptions, sign: 1n | -1n): Change {
  return {
    mode: "full",
    sizes: [],
    flow: { asset: assetOption(asset), amount: sign * positiveOption("--amount", amount) },
  };
}

function send(options: ProvingOptions, change: Change): Promise<Outcome> {
  return withSession(options, (session: Session) => sendIn(session, change));
}

/**
 * Proves and sends a change, and says what became of it. Once proven a deposit is approved, exactly; an outflow is
 * collected from the vault afterwards.
 */
export async function sendIn(session: Session, change: Change): Promise<Outcome> {
  const { clients, desk } = session;
  const amount = change.flow?.amount ?? 0n;
  const proof = await proveChange(session, change);
  await allowFlow(clients, desk, change.flow);
  const inclusion = await submitReleased(session, proof);
  const collected = amount < 0n ? await collectClaims(clients, desk.gate) : [];
  const [, commitment] = proof.bundle.publicInputs;
  const nonce = proof.bundle.nonce + 1n;
  const lines = [
    `accepted in block ${inclusion.block} (${inclusion.gasUsed} gas), nonce ${nonce}`,
    inclusion.transaction,
  ];
  const json = { ...inclusion, nonce, commitment, ...(amount < 0n ? { collected } : {}) };
  return {
    json,
    lines: [...lines, ...collectedLines(collected)],
  };
}
