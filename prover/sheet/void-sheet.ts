import type { ContractFunctionArgs, PublicClient } from "viem";
import { linearRowsAbi } from "../../contracts/generated/abi.ts";
import { gridRoot, type LinearGrid } from "../../model/linear-grid.ts";
import { type Market, marketRoot } from "../../model/market.ts";
import type { RowClaim } from "../../model/row-void.ts";
import { type Sheet, sheetRoot } from "../../model/sheet.ts";
import type { Address } from "../../verifier/account-context.ts";
import { mismatchError } from "../chain/chain-error.ts";
import { readPublication } from "../chain/read-policy.ts";
import { readStatedRow } from "../chain/read-rows.ts";
import { type OnSent, sendAndWait } from "../chain/send-and-wait.ts";
import { type ChainClients, type Inclusion, inclusionOf } from "../chain/submit.ts";
import type { ProvenVoid } from "./prove-void.ts";

/** A row that somebody takes for wrong, with the files that it stands in. */
export interface SuspectedRow {
  readonly registry: Address;
  /** An instrument's id, or 1 to 4 for collateral asset 0 to 3. */
  readonly row: number;
  readonly market: Market;
  readonly sheet: Sheet;
  readonly grid: LinearGrid;
  /** Block from which the registry's events are searched. */
  readonly fromBlock?: bigint;
}

/** A claim that the chain knows every part of, and what its call needs besides the proof. */
export interface ChainClaim {
  readonly claim: RowClaim;
  readonly rows: Address;
  readonly policyRoot: bigint;
}

/**
 * Holds a suspected row to the chain: market and sheet are those published with the epoch, and the grid is the one that the venue
 * stated; the terms are the venue's.
 *
 * @throws BallastError BAL-406 (exit 5) naming what differs, or that nothing is stated; BAL-401…409 (exit 6) when the chain cannot be
 *   asked
 */
export async function claimOnChain(client: PublicClient, suspected: SuspectedRow): Promise<ChainClaim> {
  const { registry, row, market, sheet, grid, fromBlock } = suspected;
  const epoch = BigInt(market.epoch);
  const { rows, gridRoot: stated, terms } = await readStatedRow(client, { registry, epoch, row });
  const published = await readPublication(client, registry, epoch, fromBlock);
  const same = (what: string, given: bigint, known: bigint, remedy: string): void => {
    if (given !== known) throw mismatchError(`${what} has not the root that epoch ${epoch} has on the chain.`, remedy);
  };
  const fetch = "Fetch the data published with that epoch; its hash and location are in the registry's event.";
  same("the market", marketRoot(market), published.marketRoot, fetch);
  same("the sheet", sheetRoot(sheet), published.sheetRoot, fetch);
  same("the grid", gridRoot(grid), stated, "Give the venue's stress grid with --grid, and its moves.");
  return { claim: { market, grid, terms, sheet }, rows, policyRoot: published.policyRoot };
}

/** The call that voids the epoch, for the sender that the proof was made for. */
export function voidRequest({ claim, rows, policyRoot }: ChainClaim, registry: Address, { proof }: ProvenVoid) {
  const { market, sheet, terms } = claim;
  const args = [
    ...[registry, BigInt(market.epoch), sheetRoot(sheet), policyRoot, BigInt(terms.instrument), proof],
  ] as unknown as ContractFunctionArgs<typeof linearRowsAbi, "nonpayable", "voidRow">;
  return { address: rows, abi: linearRowsAbi, functionName: "voidRow", args } as const;
}

/**
 * Simulates, sends and waits. Afterwards the epoch serves nobody.
 *
 * @throws BallastError BAL-401…409; before `onSent` was called nothing was sent
 */
export async function voidOnChain(
  clients: ChainClients,
  request: ReturnType<typeof voidRequest>,
  onSent?: OnSent,
): Promise<Inclusion> {
  const { account, chain } = clients.wallet;
  const call = { ...request, account, chain } as const;
  const write = async () => {
    await clients.read.simulateContract(call);
    return clients.wallet.writeContract(call);
  };
  return inclusionOf(await sendAndWait(clients.read, "voiding the epoch", write, { onSent }));
}
