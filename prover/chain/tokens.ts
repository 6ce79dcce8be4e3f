import { erc20Abi } from "viem";
import { collateralVaultAbi } from "../../contracts/generated/abi.ts";
import type { Flow } from "../../model/call.ts";
import { ASSETS } from "../../model/classes.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import { chainError, failedTransaction } from "./chain-error.ts";
import { readVenue } from "./read-chain.ts";
import type { ChainClients } from "./submit.ts";

/** A claim that was paid out. */
export interface Collected {
  /** 0 cash, k + 1 collateral k. */
  readonly asset: number;
  /** µ-quote or lots. */
  readonly amount: bigint;
  readonly transaction: Hex;
}

/**
 * Lets the vault pull a deposit: approves exactly what is missing for it, never more.
 *
 * @param asset 0 cash, k + 1 collateral k
 * @param amount µ-quote or lots
 * @throws BallastError BAL-401…409 (exit 6)
 */
export async function allowDeposit(clients: ChainClients, gate: Address, asset: number, amount: bigint): Promise<void> {
  const { read, wallet } = clients;
  const { vault } = await readVenue(read, gate);
  try {
    const ask = { address: vault, abi: collateralVaultAbi, functionName: "assetOf", args: [BigInt(asset)] } as const;
    const [token, unit] = await read.readContract(ask);
    const needed = amount * unit;
    const allowed = await read.readContract({
      address: token,
      abi: erc20Abi,
      functionName: "allowance",
      args: [wallet.account.address, vault],
    });
    if (allowed >= needed) return;
    const request = { address: token, abi: erc20Abi, functionName: "approve", args: [vault, needed] } as const;
    await mined(
      clients,
      "approve",
      await wallet.writeContract({ ...request, account: wallet.account, chain: wallet.chain }),
    );
  } catch (cause) {
    throw chainError(cause, "approving the deposit");
  }
}

/** 0 for cash, k + 1 for collateral k: how gate and vault number assets. */
export function assetNumber({ asset }: Flow): number {
  return asset === "cash" ? 0 : asset + 1;
}

/** As `allowDeposit`, for the flow of a change; does nothing for an outflow or none. */
export async function allowFlow(clients: ChainClients, gate: Address, flow: Flow | undefined): Promise<void> {
  if (flow !== undefined && flow.amount > 0n) await allowDeposit(clients, gate, assetNumber(flow), flow.amount);
}

/**
 * Takes every claim the sender has on the vault, asset by asset. Cash is taken as far as the vault holds it.
 *
 * @throws BallastError BAL-401…409 (exit 6); what was collected before stays collected
 */
export async function collectClaims(clients: ChainClients, gate: Address): Promise<Collected[]> {
  const { vault } = await readVenue(clients.read, gate);
  const collected: Collected[] = [];
  for (let asset = 0; asset <= ASSETS; asset++) {
    const amount = await claimOf(clients, vault, asset);
    if (amount > 0n) collected.push(await collect(clients, vault, asset, amount));
  }
  return collected;
}

async function claimOf({ read, wallet }: ChainClients, vault: Address, asset: number): Promise<bigint> {
  try {
    const ask = { address: vault, abi: collateralVaultAbi } as const;
    const [claim, held] = await Promise.all([
      read.readContract({ ...ask, functionName: "claimable", args: [wallet.account.address, BigInt(asset)] }),
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
  try {
    await read.simulateContract(request);
    const transaction = await wallet.writeContract(request);
    await mined(clients, "collect", transaction);
    return { asset, amount, transaction };
  } catch (cause) {
    throw chainError(cause, `collecting asset ${asset} (what came before stands; \`ballast collect\` tries again)`);
  }
}

async function mined({ read }: ChainClients, action: string, hash: Hex): Promise<void> {
  const receipt = await read.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw failedTransaction(action, hash);
}
