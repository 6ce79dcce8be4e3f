import { erc20Abi, type PublicClient } from "viem";
import { collateralVaultAbi } from "../../contracts/generated/abi.ts";
import type { Flow } from "../../model/call.ts";
import { ASSETS } from "../../model/classes.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import { chainError, mismatchError } from "./chain-error.ts";
import { readVenue } from "./read-chain.ts";
import { sendAndWait } from "./send-and-wait.ts";
import type { ChainClients } from "./submit.ts";

/** A claim that was paid out. */
export interface Collected {
  /** 0 cash, k + 1 collateral k. */
  readonly asset: number;
  /** µ-quote or lots. */
  readonly amount: bigint;
  readonly transaction: Hex;
}

/** What an account still has to allow the vault for a deposit. */
export interface MissingAllowance {
  readonly token: Address;
  readonly vault: Address;
  /** Base units of the token: the whole deposit, since an allowance replaces the one before. */
  readonly needed: bigint;
}

/**
 * What keeps the vault from pulling a deposit; undefined when nothing does.
 *
 * @param owner whose tokens they are
 * @param asset 0 cash, k + 1 collateral k
 * @param amount µ-quote or lots
 * @throws BallastError BAL-401…409 (exit 6)
 */
export async function missingAllowance(
  read: PublicClient,
  gate: Address,
  owner: Address,
  asset: number,
  amount: bigint,
): Promise<MissingAllowance | undefined> {
  const { vault } = await readVenue(read, gate);
  try {
    const ask = { address: vault, abi: collateralVaultAbi, functionName: "assetOf", args: [BigInt(asset)] } as const;
    const [token, unit] = await read.readContract(ask);
    const needed = amount * unit;
    const args = [owner, vault] as const;
    const allowed = await read.readContract({ address: token, abi: erc20Abi, functionName: "allowance", args });
    return allowed >= needed ? undefined : { token, vault, needed };
  } catch (cause) {
    throw chainError(cause, "reading the deposit's allowance");
  }
}

/**
 * Lets the vault pull a deposit of the account's: approves exactly what is missing for it, never more. An operator cannot:
 * the account itself allows what its operators may deposit.
 *
 * @param asset 0 cash, k + 1 collateral k
 * @param amount µ-quote or lots
 * @throws BallastError BAL-406 (exit 5) when something is missing and the sender is not the account, BAL-401…409 (exit 6)
 */
export async function allowDeposit(
  clients: ChainClients,
  { gate, account }: { readonly gate: Address; readonly account: Address },
  asset: number,
  amount: bigint,
): Promise<void> {
  const { read, wallet } = clients;
  const missing = await missingAllowance(read, gate, account, asset, amount);
  if (missing === undefined) return;
  const { token, vault, needed } = missing;
  if (wallet.account.address.toLowerCase() !== account)
    throw mismatchError(
      `the account ${account} does not allow the vault what is deposited.`,
      `Let the account approve ${needed} of ${token} for ${vault}: an operator cannot.`,
    );
  const request = { address: token, abi: erc20Abi, functionName: "approve", args: [vault, needed] } as const;
  await sendAndWait(read, "approving the deposit", () =>
    wallet.writeContract({ ...request, account: wallet.account, chain: wallet.chain }),
  );
}

/** 0 for cash, k + 1 for collateral k: how gate and vault number assets. */
export function assetNumber({ asset }: Flow): number {
  return asset === "cash" ? 0 : asset + 1;
}

/** As `allowDeposit`, for the flow of a change; does nothing for an outflow or none. */
export async function allowFlow(
  clients: ChainClients,
  at: { readonly gate: Address; readonly account: Address },
  flow: Flow | undefined,
): Promise<void> {
  if (flow !== undefined && flow.amount > 0n) await allowDeposit(clients, at, assetNumber(flow), flow.amount);
}

/**
 * Takes every claim the sender has on the vault, asset by asset. Cash is taken as far as the vault holds it.
 *
 * @throws BallastError BAL-401…409 (exit 6); what was collected before stays collected
 */
export async function collectClaims(clients: ChainClients, gate: Address): Promise<Collected[]> {
  const { read, wallet } = clients;
  const { vault } = await readVenue(read, gate);
  const collected: Collected[] = [];
  for (const { asset, amount } of await claimsOf(read, vault, wallet.account.address))
    collected.push(await collect(clients, vault, asset, amount));
  return collected;
}

/** What a holder may take of the vault now, assets of nothing left out; cash as far as the vault holds it. */
export async function claimsOf(
  read: PublicClient,
  vault: Address,
  holder: Address,
): Promise<Pick<Collected, "asset" | "amount">[]> {
  const claims: Pick<Collected, "asset" | "amount">[] = [];
  for (let asset = 0; asset <= ASSETS; asset++) {
    const amount = await claimOf(read, vault, holder, asset);
    if (amount > 0n) claims.push({ asset, amount });
  }
  return claims;
}

async function claimOf(read: PublicClient, vault: Address, holder: Address, asset: number): Promise<bigint> {
  try {
    const ask = { address: vault, abi: collateralVaultAbi } as const;
    const [claim, held] = await Promise.all([
      read.readContract({ ...ask, functionName: "claimable", args: [holder, BigInt(asset)] }),
      read.readContract({ ...ask, functionName: "held", args: [BigInt(asset)] }),
    ]);
    return claim < held ? claim : held;
  } catch (cause) {
    throw chainError(cause, "reading the vault's claims");
  }
}

async function collect(clients: ChainClients, vault: Address, asset: number, amount: bigint): Promise<Collected> {
  const { read, wallet } = clients;
  const request = {
    address: vault,
    abi: collateralVaultAbi,
    functionName: "withdraw",
    args: [BigInt(asset), amount],
    account: wallet.account,
    chain: wallet.chain,
  } as const;
  const action = `collecting asset ${asset} (what came before stands; \`ballast collect\` tries again)`;
  const { transactionHash } = await sendAndWait(read, action, async () => {
    await read.simulateContract(request);
    return wallet.writeContract(request);
  });
  return { asset, amount, transaction: transactionHash };
}
