import type { PublicClient, TransactionReceipt } from "viem";
import type { Hex } from "../../verifier/account-context.ts";
import { chainError, failedTransaction } from "./chain-error.ts";

/** Told of the transaction's hash before its inclusion is awaited. */
export type OnSent = (transaction: Hex) => void;

/** How a sender that wants more than the receipt is served. */
export interface Following {
  readonly onSent?: OnSent | undefined;
  /** What to do when it was mined and failed, in words that follow "the chain moved between simulation and inclusion". */
  readonly next?: string;
}

/**
 * Simulates and sends by `write`, waits until the transaction is mined, and takes nothing but success. For keys that may have
 * other transactions under way; a runner replaces its own instead (market/send.ts).
 *
 * @param action what it is called in messages
 * @param write simulates, sends, and gives the hash
 * @throws BallastError BAL-405 mined and reverted, BAL-401…409; before `onSent` was called nothing was sent
 *
 * @example
 * const { gasUsed } = await sendAndWait(read, "register", () => wallet.writeContract(request));
 */
export async function sendAndWait(
  read: PublicClient,
  action: string,
  write: () => Promise<Hex>,
  { onSent, next }: Following = {},
): Promise<TransactionReceipt> {
  try {
    const hash = await write();
    onSent?.(hash);
    const receipt = await read.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw failedTransaction(action, hash, next);
    return receipt;
  } catch (cause) {
    throw chainError(cause, action);
  }
}
