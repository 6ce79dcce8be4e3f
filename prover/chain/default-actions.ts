import type { ContractFunctionArgs, ContractFunctionName } from "viem";
import { collateralVaultAbi, defaultFundAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import { ASSETS } from "../../model/classes.ts";
import { BallastError } from "../../model/errors.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import { chainError } from "./chain-error.ts";
import { readVenue } from "./read-chain.ts";
import { readDefault } from "./read-default.ts";
import { sendAndWait } from "./send-and-wait.ts";
import type { ChainClients } from "./submit.ts";

/** What was gathered of one asset, and the transactions that gathered and offered it. */
export interface Offered {
  /** k + 1 for collateral k. */
  readonly asset: number;
  readonly lots: bigint;
  readonly transactions: readonly Hex[];
}

/**
 * Lets the gate seize a defaulted account's collateral for the fund. Anyone may.
 *
 * @throws BallastError BAL-401…409 (exit 6), such as while the account is not past its time
 */
export async function markDefault(clients: ChainClients, gate: Address, account: Address): Promise<Hex> {
  const request = { address: gate, abi: sizingGateAbi, functionName: "markDefault", args: [account] } as const;
  return send(clients, "mark", async () => {
    const { wallet, read } = clients;
    await read.simulateContract({ ...request, account: wallet.account });
    return wallet.writeContract({ ...request, account: wallet.account, chain: wallet.chain });
  });
}

/** Lends the vault what it is short of for its open cash claims. Throws as `markDefault`, and BAL-432 without a fund. */
export function coverShortfall(clients: ChainClients, gate: Address, account: Address): Promise<Hex> {
  return onFund(clients, gate, "cover", [account]);
}

/** Takes back what was lent, as far as the vault has a surplus. Throws as `coverShortfall`. */
export function restoreAdvance(clients: ChainClients, gate: Address): Promise<Hex> {
  return onFund(clients, gate, "restore", []);
}

/**
 * Brings seized collateral into the fund and offers it, asset by asset; an auction that runs goes on, and what comes in
 * meanwhile waits for the next one. Throws as `coverShortfall`.
 *
 * @returns the assets of which something was gathered or offered
 */
export async function offerSeized(clients: ChainClients, gate: Address): Promise<Offered[]> {
  const { fund } = await requireFund(clients, gate);
  const { vault } = await readVenue(clients.read, gate);
  const offered: Offered[] = [];
  for (let asset = 1; asset <= ASSETS; asset += 1) {
    const transactions: Hex[] = [];
    if ((await claimOf(clients, vault, fund, asset)) > 0n)
      transactions.push(await onFund(clients, gate, "gather", [BigInt(asset)]));
    const { waiting, offered: running } = await stockOf(clients, fund, asset);
    if (waiting > 0n && running === 0n) transactions.push(await onFund(clients, gate, "startAuction", [BigInt(asset)]));
    if (transactions.length > 0) offered.push({ asset, lots: waiting + running, transactions });
  }
  return offered;
}

type FundWrite = ContractFunctionName<typeof defaultFundAbi, "nonpayable">;

async function onFund<N extends FundWrite>(
  clients: ChainClients,
  gate: Address,
  functionName: N,
  args: ContractFunctionArgs<typeof defaultFundAbi, "nonpayable", N>,
): Promise<Hex> {
  const { fund } = await requireFund(clients, gate);
  const { read, wallet } = clients;
  const request = { address: fund, abi: defaultFundAbi, functionName, args, account: wallet.account } as const;
  return send(clients, functionName, async () => {
    await read.simulateContract(request as never);
    return wallet.writeContract({ ...request, chain: wallet.chain } as never);
  });
}

async function requireFund({ read }: ChainClients, gate: Address) {
  const found = await readDefault(read, gate);
  if (found.isContract) return found;
  throw new BallastError("BAL-432", `the gate's default fund ${found.fund} is an address without a contract.`, {
    details: "Its holder takes the seized collateral from the vault; there is nothing to cover from.",
    exitCode: 5,
  });
}

async function claimOf({ read }: ChainClients, vault: Address, fund: Address, asset: number): Promise<bigint> {
  const args = [fund, BigInt(asset)] as const;
  try {
    return await read.readContract({ address: vault, abi: collateralVaultAbi, functionName: "claimable", args });
  } catch (cause) {
    throw chainError(cause, "reading the fund's claims");
  }
}

async function stockOf({ read }: ChainClients, fund: Address, asset: number) {
  const args = [BigInt(asset)] as const;
  try {
    return await read.readContract({ address: fund, abi: defaultFundAbi, functionName: "stockOf", args });
  } catch (cause) {
    throw chainError(cause, "reading the fund's stock");
  }
}

/** What a failed step of the aftermath asks for: somebody else may have done it. */
const FOLLOWING = { next: "look at the account's state and try again" };

async function send({ read }: ChainClients, action: string, write: () => Promise<Hex>): Promise<Hex> {
  return (await sendAndWait(read, action, write, FOLLOWING)).transactionHash;
}
