import { type Hash, type PublicClient, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { BallastError } from "../../model/errors.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError, failedTransaction } from "../chain/chain-error.ts";
import type { ChainClients, Inclusion } from "../chain/submit.ts";
import type { RoundHint } from "./find-round.ts";
import { type GasFees, isHeld } from "./gas-fees.ts";
import { pause } from "./pause.ts";

/** A call of the registry that sends a transaction. */
export type RegistryCall =
  | { readonly functionName: "publishMarket"; readonly args: readonly [MarketUpdate] }
  | { readonly functionName: "poke"; readonly args: readonly [] };

/** What `publishMarket` takes. */
export interface MarketUpdate {
  readonly epoch: bigint;
  readonly marketRoot: bigint;
  readonly tier: number;
  readonly hints: readonly RoundHint[];
  readonly proof: readonly bigint[];
}

/** How a transaction is sent and awaited. */
export interface Sending {
  /** What the sender pays for gas; one for all that it sends. */
  readonly fees: GasFees;
  /** Milliseconds to wait for its inclusion. */
  readonly patience: number;
  /** Ends the waiting; what was sent may still be mined. */
  readonly signal: AbortSignal;
}

/** Gas beyond the estimate: feeds may cost more in the block that includes it than in the one it was estimated on. */
const MARGIN_PERCENT = 120n;

/**
 * Simulates a call, sends it with the sender's next unmined nonce, and waits. A transaction that an earlier process left
 * unmined is thereby replaced, never doubled. A desk sends otherwise (chain/submit.ts): its key may have other transactions under way, which
 * this would replace, and it waits for as long as it takes.
 *
 * @throws BallastError BAL-403 or BAL-404 the registry refuses, BAL-405 mined and reverted, BAL-401…409 (exit 6),
 *   BAL-410 not mined in time, BAL-413 gas costs more than the limit
 */
export async function sendToRegistry(
  { read, wallet }: ChainClients,
  registry: Address,
  call: RegistryCall,
  { fees, ...waiting }: Sending,
): Promise<Inclusion> {
  const request = { address: registry, abi: marketRegistryAbi, account: wallet.account, ...call } as const;
  const action = call.functionName === "poke" ? "poke" : "market epoch";
  try {
    await read.simulateContract(request as never);
    const nonce = await read.getTransactionCount({ address: wallet.account.address, blockTag: "latest" });
    const price = await fees.of(read, nonce);
    // On the latest block: on the pending one, an attempt that waits there would have published already.
    const estimate = await read.estimateContractGas({ ...request, ...price, blockTag: "latest" } as never);
    const gas = (estimate * MARGIN_PERCENT) / 100n;
    const sent = { ...request, chain: wallet.chain, gas, nonce, ...price };
    const hash = await broadcast(wallet, sent, () => fees.unmined(nonce, price));
    const receipt = await receiptOf(read, hash, waiting);
    if (receipt === undefined) {
      fees.unmined(nonce, price);
      throw unminedError(action);
    }
    if (receipt.status !== "success") throw failedTransaction(action, hash, "look at it again");
    return { transaction: receipt.transactionHash, block: receipt.blockNumber, gasUsed: receipt.gasUsed };
  } catch (cause) {
    throw chainError(cause, action);
  }
}

/** Signs and sends; tells when the node holds another transaction in its place, as one that an earlier process left. */
async function broadcast({ writeContract }: ChainClients["wallet"], sent: object, held: () => void): Promise<Hash> {
  try {
    return await writeContract(sent as never);
  } catch (cause) {
    if (isHeld(cause)) held();
    throw cause;
  }
}

/** Asks until the transaction is mined, the patience ends or the signal comes; undefined in the latter two. */
async function receiptOf(
  read: PublicClient,
  hash: Hash,
  { patience, signal }: Omit<Sending, "fees">,
): Promise<TransactionReceipt | undefined> {
  const until = performance.now() + patience;
  while (!signal.aborted && performance.now() < until) {
    try {
      return await read.getTransactionReceipt({ hash });
    } catch (cause) {
      if (!(cause instanceof TransactionReceiptNotFoundError)) throw cause;
    }
    await pause(read.pollingInterval, signal);
  }
  return undefined;
}

function unminedError(action: string): BallastError {
  const details =
    "A runner that goes on sends it again with a higher fee; after --once, run again. Only one of them counts.";
  return new BallastError("BAL-410", `${action}: the transaction was not mined in time.`, { details });
}
