import type { Address, Hex } from "../../verifier/account-context.ts";
import { mismatchError } from "./chain-error.ts";
import type { PlannedCall } from "./planned-call.ts";
import { sendAndWait } from "./send-and-wait.ts";
import type { ChainClients } from "./submit.ts";

/**
 * Sends an account's calls one after the other, each once the one before is mined.
 *
 * @throws BallastError BAL-406 (exit 5) when the sender is not the account, BAL-401…409 (exit 6); what was mined stays
 */
export async function sendCalls(
  { read, wallet }: ChainClients,
  account: Address,
  calls: readonly PlannedCall[],
  action: string,
): Promise<Hex[]> {
  if (wallet.account.address.toLowerCase() !== account)
    throw mismatchError(
      `the key is not that of the account ${account}.`,
      "Use the account's key, or write the calls with --output.",
    );
  const hashes: Hex[] = [];
  for (const { to, value, data } of calls) {
    const request = { account: wallet.account, to, value, data };
    const { transactionHash } = await sendAndWait(read, action, async () => {
      await read.call(request);
      return wallet.sendTransaction({ ...request, chain: wallet.chain });
    });
    hashes.push(transactionHash);
  }
  return hashes;
}
