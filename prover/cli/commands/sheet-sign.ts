import type { Command } from "commander";
import { concat, keccak256 } from "viem";
import { parseMarket } from "../../../model/files/market-file.ts";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import { marketRoot } from "../../../model/market.ts";
import { sheetRoot } from "../../../model/sheet.ts";
import { mismatchError } from "../../chain/chain-error.ts";
import { readChainId } from "../../chain/read-chain.ts";
import { requireUnvoidable, type SheetOnTrial } from "../../sheet/judge-sheet.ts";
import { signReport, writeSignature } from "../../sheet/signature-file.ts";
import { withPage } from "../command-page.ts";
import { readerAt, signerOf } from "../desk.ts";
import { addressOption, positiveOption, readInput, rpcOption, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { requireFree, writeResult } from "../session.ts";
import { ADDRESS_EXAMPLE } from "../shared-options.ts";
import { type GridOptions, linearGridOf, withGridFiles } from "../sheet-inputs.ts";

interface Options extends GridOptions {
  readonly sheet: string;
  readonly market: string;
  readonly location: string;
  readonly registry: string;
  readonly chain: string;
  readonly rpc?: string;
  readonly keyFile?: string;
  readonly out: string;
}

/** The most characters of a location: it is calldata of every publication. */
const MOST_LOCATION = 512;

/** `ballast sheet sign`: one publisher's signature of a sheet, as a file. */
export function sheetSignCommand(sheet: Command, asJson: () => boolean): void {
  const sign = sheet
    .command("sign")
    .description("sign a sheet as one publisher; with --rpc only one whose epoch nobody could void")
    .requiredOption("--sheet <file>", "sheet.csv")
    .requiredOption("--market <file>", "market.json that it was built on")
    .requiredOption("--location <text>", "where both files can be fetched, such as ipfs://… or https://…")
    .requiredOption("--registry <address>", "the venue's MarketRegistry")
    .requiredOption("--chain <id>", "the chain's number")
    .option("--rpc <url>", "RPC address of the chain: holds linear rows to what the venue stated there")
    .option("--key-file <file>", "file with the publisher's key, mode 0600 (default: BALLAST_KEY_FILE)")
    .requiredOption("--out <file>", "where the signature goes")
    .action(async (options: Options) => printOutcome(await runSign(options), asJson()));
  withPage(withGridFiles(sign), {
    reads: "sheet.csv, market.json, the key; with --rpc the grid and what the venue stated on the chain",
    leaves: "the signature in --out",
    prints: "out, signer, epoch, marketRoot, sheetRoot, dataHash, location",
    exits: [2, 5, 6],
    examples: [
      `ballast sheet sign --sheet sheet.csv --market market.json --location ipfs://bafy --registry ${ADDRESS_EXAMPLE} --chain 1 --key-file publisher.key --out signature-1.json`,
      `ballast sheet sign --sheet sheet.csv --market market.json --location ipfs://bafy --registry ${ADDRESS_EXAMPLE} --chain 1 --rpc http://127.0.0.1:8545 --key-file publisher.key --out signature-1.json`,
    ],
  });
}

async function runSign(options: Options): Promise<Outcome> {
  requireFree(options.out);
  const { location } = options;
  if (location === "" || location.length > MOST_LOCATION)
    throw usageError("--location", `must be 1 to ${MOST_LOCATION} characters`);
  const registry = addressOption("--registry", options.registry);
  const chain = positiveOption("--chain", options.chain);
  const bytes = { market: readInput(options.market), sheet: readInput(options.sheet) };
  const text = (data: Uint8Array): string => new TextDecoder().decode(data);
  const market = parseMarket(text(bytes.market), options.market);
  const sheet = parseSheet(text(bytes.sheet), options.sheet);
  const signer = signerOf(options);
  if (options.rpc !== undefined)
    await judge(rpcOption("--rpc", options.rpc), chain, { registry, market, sheet, grid: linearGridOf(options) });
  const report = {
    epoch: BigInt(market.epoch),
    marketRoot: marketRoot(market),
    sheetRoot: sheetRoot(sheet),
    dataHash: keccak256(concat([bytes.market, bytes.sheet])),
    location,
  };
  const signed = await signReport(signer, { chain, registry, report });
  writeResult(options.out, writeSignature(signed));
  const json = { out: options.out, signer: signed.signer, ...report };
  return { json, lines: [`${options.out}: epoch ${market.epoch}, signed by ${signed.signer}`] };
}

/** Refuses what anyone could void, by the chain that the signature is for. */
async function judge(rpc: string, chain: bigint, trial: SheetOnTrial): Promise<void> {
  const client = readerAt(rpc);
  const served = await readChainId(client);
  if (served !== chain)
    throw mismatchError(`--chain is ${chain}, the node serves ${served}.`, "Choose the right RPC address.");
  await requireUnvoidable(client, trial);
}
