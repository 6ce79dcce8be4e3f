import type { Command } from "commander";
import { publishSheet } from "../../sheet/publish-sheet.ts";
import { parseSignature } from "../../sheet/signature-file.ts";
import { withPage } from "../command-page.ts";
import { clientsOf } from "../desk.ts";
import { readText, rpcOption } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { collect } from "../shared-options.ts";

interface Options {
  readonly signature: readonly string[];
  readonly rpc: string;
  readonly keyFile?: string;
}

/** `ballast sheet publish`: collects signatures and makes the epoch serve. */
export function sheetPublishCommand(sheet: Command, asJson: () => boolean): void {
  const publish = sheet
    .command("publish")
    .description("send a sheet's report with k of n publishers' signatures; anyone may")
    .requiredOption("--signature <file>", "what `ballast sheet sign` wrote; once for each publisher", collect)
    .requiredOption("--rpc <url>", "RPC address of the chain")
    .option("--key-file <file>", "file with the sender's key, mode 0600 (default: BALLAST_KEY_FILE)")
    .action(async (options: Options) => printOutcome(await runPublish(options), asJson()));
  withPage(publish, {
    reads: "the signatures, the registry's publishers and threshold",
    leaves: "the epoch serving: its risk root, data hash and location in the registry's event",
    prints: "epoch, sheetRoot, dataHash, location, signers[], transaction, block, gasUsed",
    exits: [2, 4, 5, 6],
    examples: [
      "ballast sheet publish --signature signature-1.json --signature signature-2.json --rpc http://127.0.0.1:8545 --key-file sender.key",
    ],
  });
}

async function runPublish(options: Options): Promise<Outcome> {
  const rpc = rpcOption("--rpc", options.rpc);
  const signed = await Promise.all(options.signature.map((file) => parseSignature(readText(file), file)));
  const [first] = signed;
  const clients = clientsOf(options, { rpc, chain: `${first?.chain ?? 0n}` });
  const inclusion = await publishSheet(clients, signed, (transaction) => {
    if (process.stderr.isTTY) process.stderr.write(`  sent ${transaction}\n`);
  });
  const { epoch, sheetRoot, dataHash, location } = first?.report ?? {};
  const json = {
    ...{ epoch, sheetRoot, dataHash, location },
    signers: signed.map(({ signer }) => signer),
    ...inclusion,
  };
  return { json, lines: [`epoch ${epoch} serves since block ${inclusion.block}: ${inclusion.transaction}`] };
}
