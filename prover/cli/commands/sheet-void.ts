import type { Command } from "commander";
import { parseMarket } from "../../../model/files/market-file.ts";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import type { Address } from "../../../verifier/account-context.ts";
import { openBackend } from "../../backend/open-backend.ts";
import { plannedCall } from "../../chain/planned-call.ts";
import { readChainId } from "../../chain/read-chain.ts";
import { requireSoundKey } from "../../refusals.ts";
import { loadVoidCircuit, proveVoid } from "../../sheet/prove-void.ts";
import { claimOnChain, type SuspectedRow, voidOnChain, voidRequest } from "../../sheet/void-sheet.ts";
import { withPage } from "../command-page.ts";
import { clientsOf, readerAt, signerOf } from "../desk.ts";
import { addressOption, countOption, positiveOption, readText, rpcOption } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { isPlanned, PLANNED_PRINTS, type PlannedOptions, withPlanned, writePlanned } from "../planned-output.ts";
import { requireFree } from "../session.ts";
import { ADDRESS_EXAMPLE } from "../shared-options.ts";
import { type GridOptions, linearGridOf, withGridFiles } from "../sheet-inputs.ts";

interface Options extends PlannedOptions, GridOptions {
  readonly sheet: string;
  readonly market: string;
  readonly row: string;
  readonly registry: string;
  readonly rpc: string;
  readonly fromBlock: string;
  readonly from?: string;
  readonly keyFile?: string;
}

/** `ballast sheet void`: proves that a linear row is wrong, and has its epoch serve nobody. */
export function sheetVoidCommand(sheet: Command, asJson: () => boolean): void {
  const command = sheet
    .command("void")
    .description(
      "void an epoch whose sheet has a spot, perpetual or collateral row that its market refutes; anyone may",
    )
    .requiredOption("--sheet <file>", "sheet.csv as it was published")
    .requiredOption("--market <file>", "market.json of the epoch")
    .requiredOption("--row <number>", "the wrong row: an instrument's id, or 1 to 4 for collateral asset 0 to 3")
    .requiredOption("--registry <address>", "the venue's MarketRegistry")
    .requiredOption("--rpc <url>", "RPC address of the chain")
    .option("--from-block <number>", "block from which the registry's events are searched", "0")
    .option("--from <address>", "with --output: who will send the call; the proof is for that address alone")
    .option("--key-file <file>", "file with the sender's key, mode 0600 (default: BALLAST_KEY_FILE)")
    .action(async (options: Options) => printOutcome(await runVoid(options), asJson()));
  withPage(withPlanned(withGridFiles(command)), {
    reads: "sheet and market, the grid, what the venue stated of the row, what was published with the epoch",
    leaves:
      "the epoch void: nothing is accepted at it any more, and the last right epoch before it serves until the next one",
    prints: `epoch, row, reason, transaction, block, gasUsed; ${PLANNED_PRINTS}`,
    exits: [2, 3, 4, 5, 6],
    examples: [
      `ballast sheet void --sheet sheet.csv --market market.json --row 17 --registry ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545 --key-file sender.key`,
    ],
  });
}

async function runVoid(options: Options): Promise<Outcome> {
  const planned = isPlanned(options);
  if (planned) requireFree(options.out);
  const suspected = suspectedOf(options);
  const rpc = rpcOption("--rpc", options.rpc);
  const sender = senderOf(options, planned);
  const read = readerAt(rpc);
  const [chain, found] = [await readChainId(read), await claimOnChain(read, suspected)];
  const circuit = await loadVoidCircuit();
  requireSoundKey(circuit, chain);
  await using backend = await openBackend();
  const proven = await proveVoid(found.claim, sender, { circuit, backend });
  const request = voidRequest(found, suspected.registry, proven);
  if (planned)
    return writePlanned([plannedCall(request)], options, { chain, from: sender, name: "Ballast: void an epoch" });
  const inclusion = await voidOnChain(clientsOf(options, { rpc, chain: `${chain}` }), request, (transaction) => {
    if (process.stderr.isTTY) process.stderr.write(`  sent ${transaction}\n`);
  });
  const { epoch } = suspected.market;
  const json = { epoch, row: suspected.row, reason: proven.reason, ...inclusion };
  const lines = [`epoch ${epoch} is void since block ${inclusion.block}: row ${suspected.row}, ${proven.reason}`];
  return { json, lines: [...lines, inclusion.transaction] };
}

function suspectedOf({ sheet, market, ...rest }: Options): SuspectedRow {
  return {
    registry: addressOption("--registry", rest.registry),
    row: Number(positiveOption("--row", rest.row)),
    market: parseMarket(readText(market), market),
    sheet: parseSheet(readText(sheet), sheet),
    grid: linearGridOf(rest),
    fromBlock: countOption("--from-block", rest.fromBlock),
  };
}

/** Whose transaction carries the proof. */
function senderOf(options: Options, planned: boolean): Address {
  if (planned && options.from !== undefined) return addressOption("--from", options.from);
  return signerOf(options).address.toLowerCase() as Address;
}
