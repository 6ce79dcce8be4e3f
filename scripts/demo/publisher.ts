import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Hex, keccak256, type LocalAccount, toBytes } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { type SheetReport, sheetReportMessage } from "../../integration/viem/sheet-report.ts";
import { writeMarket } from "../../model/files/market-file.ts";
import { writeSheet } from "../../model/files/sheet-file.ts";
import { type Market, marketRoot } from "../../model/market.ts";
import { type Sheet, sheetRoot } from "../../model/sheet.ts";
import { readEpoch } from "../../prover/chain/read-chain.ts";
import type { ChainClients } from "../../prover/chain/submit.ts";
import type { Address } from "../../verifier/account-context.ts";
import type { Listing } from "./listing.ts";

/** An epoch as the chain serves it: the market with its effective tier, the sheet, the risk root. */
export interface Published {
  readonly market: Market;
  readonly sheet: Sheet;
  readonly riskRoot: bigint;
  /** What people call an instrument of the sheet. */
  readonly nameOf: Listing["nameOf"];
}

/** Who publishes, where, and where the data is kept for everyone to fetch. */
export interface Publishers {
  readonly registry: Address;
  readonly chain: bigint;
  /** The k that sign. */
  readonly signers: readonly LocalAccount[];
  readonly clients: ChainClients;
  readonly listing: Listing;
  readonly folder: string;
}

/**
 * Signs the sheet of a proven market by k publishers, posts it, and keeps the files that desks judge by. The market, its
 * covariance and its tier stand on the chain already: nobody signs them.
 */
export async function publishSheet(publishers: Publishers, market: Market): Promise<Published> {
  const { nameOf, sheetAt } = publishers.listing;
  const { sheet, files } = sheetAt(market);
  const report = {
    epoch: BigInt(market.epoch),
    marketRoot: marketRoot(market),
    sheetRoot: sheetRoot(sheet),
    dataHash: keccak256(toBytes(writeMarket(market) + writeSheet(sheet))),
    location: `epochs/${market.epoch}`,
  };
  const signatures = await Promise.all(ascending(publishers.signers).map((signer) => sign(publishers, signer, report)));
  await post(publishers, report, signatures);
  const { tier, riskRoot } = await readEpoch(publishers.clients.read, publishers.registry, report.epoch);
  const served = { ...market, tier };
  keep(join(publishers.folder, `${market.epoch}`), {
    ...files,
    "market.json": writeMarket(served),
    "sheet.csv": writeSheet(sheet),
  });
  return { market: served, sheet, riskRoot, nameOf };
}

function sign({ registry, chain }: Publishers, signer: LocalAccount, report: SheetReport): Promise<Hex> {
  return signer.signTypedData(sheetReportMessage({ registry, chainId: chain }, report));
}

async function post({ clients, registry }: Publishers, report: SheetReport, signatures: readonly Hex[]): Promise<void> {
  const { read, wallet } = clients;
  const args = [report, signatures] as const;
  const request = { address: registry, abi: marketRegistryAbi, functionName: "publishSheet", args } as const;
  await read.simulateContract({ ...request, account: wallet.account });
  await read.waitForTransactionReceipt({ hash: await wallet.writeContract(request) });
}

/** The registry takes signatures in ascending order of their signers. */
function ascending(signers: readonly LocalAccount[]): LocalAccount[] {
  return [...signers].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
}

function keep(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}
