import type { PublicClient } from "viem";
import { marketRegistryAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError } from "./chain-error.ts";
import { lowerAddress } from "./lower-address.ts";

/** The contracts around a gate, as the gate itself names them. */
export interface VenueContracts {
  readonly chain: bigint;
  readonly gate: Address;
  readonly market: Address;
  readonly router: Address;
  readonly vault: Address;
  readonly policies: Address;
}

/** An account on the gate at one block. */
export interface AccountState {
  readonly commitment: bigint;
  readonly nonce: bigint;
  /** 0 when the account was never opened. */
  readonly classId: number;
  readonly block: bigint;
}

/** An epoch that the gate serves. */
export interface EpochState {
  readonly epoch: bigint;
  readonly riskRoot: bigint;
  /** Effective tier, 0…3. */
  readonly tier: number;
  /** False past the expiry: only reductions are served. */
  readonly fresh: boolean;
}

/**
 * Finds the contracts wired to a gate.
 *
 * @throws BallastError BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function readVenue(client: PublicClient, gate: Address): Promise<VenueContracts> {
  const ask = { address: gate, abi: sizingGateAbi } as const;
  try {
    const [chain, market, router, vault] = await Promise.all([
      client.getChainId(),
      client.readContract({ ...ask, functionName: "MARKET" }),
      client.readContract({ ...ask, functionName: "ROUTER" }),
      client.readContract({ ...ask, functionName: "VAULT" }),
    ]);
    const policies = await client.readContract({ address: market, abi: marketRegistryAbi, functionName: "POLICIES" });
    const found = { gate, market, router, vault, policies };
    const entries = Object.entries(found).map(([name, address]) => [name, lowerAddress(address)]);
    return { chain: BigInt(chain), ...(Object.fromEntries(entries) as typeof found) };
  } catch (cause) {
    throw chainError(cause, `reading the gate ${gate}`);
  }
}

/**
 * Reads an account. Commitment, nonce and block belong together.
 *
 * @param confirmations blocks to look behind the head, so that a shallow reorg changes nothing
 */
export async function readAccount(
  client: PublicClient,
  gate: Address,
  account: Address,
  confirmations = 0n,
): Promise<AccountState> {
  try {
    const head = await client.getBlockNumber({ cacheTime: 0 });
    const block = head > confirmations ? head - confirmations : 0n;
    const view = await client.readContract({
      address: gate,
      abi: sizingGateAbi,
      functionName: "accounts",
      args: [account],
      blockNumber: block,
    });
    return { commitment: view.commitment, nonce: view.nonce, classId: view.class, block };
  } catch (cause) {
    throw chainError(cause, `reading the account ${account}`);
  }
}

/** Reads the latest epoch, or an older one while it is usable. */
export async function readEpoch(client: PublicClient, market: Address, epoch?: bigint): Promise<EpochState> {
  const ask = { address: market, abi: marketRegistryAbi } as const;
  try {
    const wanted = epoch ?? (await client.readContract({ ...ask, functionName: "latest" }))[0];
    const [[riskRoot, , , fresh], [, tier]] = await Promise.all([
      client.readContract({ ...ask, functionName: "serving", args: [wanted] }),
      client.readContract({ ...ask, functionName: "epochs", args: [wanted] }),
    ]);
    return { epoch: wanted, riskRoot, tier, fresh };
  } catch (cause) {
    throw chainError(cause, epoch === undefined ? "reading the latest epoch" : `reading epoch ${epoch}`);
  }
}

/** The id of the chain that a node serves. */
export async function readChainId(client: PublicClient): Promise<bigint> {
  try {
    return BigInt(await client.getChainId());
  } catch (cause) {
    throw chainError(cause, "asking for the chain's id");
  }
}

/** Unix seconds of the latest block. */
export async function readTime(client: PublicClient): Promise<bigint> {
  try {
    return (await client.getBlock()).timestamp;
  } catch (cause) {
    throw chainError(cause, "reading the latest block");
  }
}
