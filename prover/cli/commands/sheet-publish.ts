import type { Command } from "commander";
import { parseMarket } from "../../../model/files/market-file.ts";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import { marketRoot } from "../../../model/market.ts";
import { sheetRoot } from "../../../model/sheet.ts";
import type { SheetOnTrial } from "../../sheet/judge-sheet.ts";
import { publishSheet, quorumError } from "../../sheet/publish-sheet.ts";
import { parseSignature, type SignedReport } from "../../sheet/signature-file.ts";
import { withPage } from "../command-page.ts";
import { clientsOf } from "../desk.ts";
import { readText, rpcOption, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { collect } from "../shared-options.ts";
import { type GridOptions, linearGridOf, withGridFiles } from "../sheet-inputs.ts";

interface Options extends GridOptions {
  readonly signature: readonly string[];
  readonly rpc: string;
  readonly sheet?: string;
  readonly market?: string;
  readonly keyFile?: string;
}

/** `ballast sheet publish`: collects signatures and makes the epoch serve. */
export function sheetPublishCommand(sheet: Command, asJson: () => boolean): void {
  const publish = sheet
    .command("publish")
    .description("send a sheet's report with k of n publishers' signatures; anyone may")
    .requiredOption("--signature <file>", "what `ballast sheet sign` wrote; once for each publisher", collect)
    .requiredOption("--rpc <url>", "RPC address of the chain")
    .option("--sheet <file>", "sheet.csv that was signed: publishes it only if nobody could void its epoch")
    .option("--market <file>", "with --sheet: market.json that was signed")
    .option("--key-file <file>", "file with the sender's key, mode 0600 (default: BALLAST_KEY_FILE)")
    .action(async (options: Options) => printOutcome(await runPublish(options), asJson()));
  withPage(withGridFiles(publish), {
    reads: "the signatures, the registry's publishers and threshold; with --sheet the files and what the venue stated",
    leaves: "the epoch serving: its risk root, data hash and location in the registry's event",
    prints: "epoch, sheetRoot, dataHash, location, signers[], transaction, block, gasUsed",
    exits: [2, 4, 5, 6],
    examples: [
      "ballast sheet publish --signature signature-1.json --signature signature-2.json --rpc http://127.0.0.1:8545 --key-file sender.key",
      "ballast sheet publish --signature signature-1.json --signature signature-2.json --sheet sheet.csv --market market.json --rpc http://127.0.0.1:8545 --key-file sender.key",
    ],
  });
}

async function runPublish(options: Options): Promise<Outcome> {
  const rpc = rpcOption("--rpc", options.rpc);
  const signed = await Promise.all(options.signature.map((file) => parseSignature(readText(file), file)));
  const [first] = signed;
  const trial = trialOf(options, first?.report);
  const clients = clientsOf(options, { rpc, chain: `${first?.chain ?? 0n}` });
  const onSent = (transaction: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`  sent ${transaction}\n`);
  };
  const inclusion = await publishSheet(clients, signed, { onSent, ...(trial === undefined ? {} : { trial }) });
  const { epoch, sheetRoot, dataHash, location } = first?.report ?? {};
  const json = {
    ...{ epoch, sheetRoot, dataHash, location },
    signers: signed.map(({ signer }) => signer),
    ...inclusion,
  };
  return { json, lines: [`epoch ${epoch} serves since block ${inclusion.block}: ${inclusion.transaction}`] };
}

/** The sheet to be judged before it is sent, once it is known to be the one that was signed; undefined when no file is given. */
function trialOf(
  options: Options,
  report: SignedReport["report"] | undefined,
): Omit<SheetOnTrial, "registry"> | undefined {
  if (options.sheet === undefined && options.market === undefined) return undefined;
  if (options.sheet === undefined) throw usageError("--sheet", "give the sheet.csv that was signed too");
  if (options.market === undefined) throw usageError("--market", "give the market.json that was signed too");
  const market = parseMarket(readText(options.market), options.market);
  const sheet = parseSheet(readText(options.sheet), options.sheet);
  const unsigned = [
    ...(report?.marketRoot === marketRoot(market) ? [] : [options.market]),
    ...(report?.sheetRoot === sheetRoot(sheet) ? [] : [options.sheet]),
  ];
  if (unsigned.length > 0)
    throw quorumError(
      `the signatures are not of ${unsigned.join(" and ")}`,
      "Give the files that were signed, unchanged.",
    );
  return { market, sheet, grid: linearGridOf(options) };
}
