import { type PublicClient, zeroHash } from "viem";
import { defaultFundAbi, defaultKeyAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";
import { chainError } from "./chain-error.ts";
import { lowerAddress } from "./lower-address.ts";

/** Where an account stands, in the order of the gate. */
export const STANDINGS = ["unregistered", "empty", "healthy", "maintenance", "stale", "defaulted"] as const;

/** Where an account stands now. */
export interface StandingNow {
  readonly standing: (typeof STANDINGS)[number];
  /** Ticks since its last proof in mode full or maintenance. */
  readonly age: bigint;
  /** Whether its collateral was seized. */
  readonly seized: boolean;
}

/** The contract that gets a gate's seized collateral, and the key for which openings are escrowed. */
export interface DefaultTerms {
  readonly fund: Address;
  /** False where the venue named an address without code: there is no fund to ask. */
  readonly isContract: boolean;
  /** Public key in force; undefined where the venue has none. */
  readonly key: Hex | undefined;
}

/**
 * Finds a gate's default fund and the venue's default key.
 *
 * @throws BallastError BAL-401…409 (exit 6) when the chain cannot be asked, or the fund is of another kind
 */
export async function readDefault(client: PublicClient, gate: Address): Promise<DefaultTerms> {
  try {
    const ask = { address: gate, abi: sizingGateAbi, functionName: "DEFAULT_FUND" } as const;
    const fund = lowerAddress(await client.readContract(ask));
    if ((await client.getCode({ address: fund })) === undefined) return { fund, isContract: false, key: undefined };
    const keys = await client.readContract({ address: fund, abi: defaultFundAbi, functionName: "KEY" });
    if (BigInt(keys) === 0n) return { fund, isContract: true, key: undefined };
    const [, key] = await client.readContract({ address: keys, abi: defaultKeyAbi, functionName: "active" });
    return { fund, isContract: true, key: key === zeroHash ? undefined : key };
  } catch (cause) {
    throw chainError(cause, "reading the default fund");
  }
}

/** Where an account stands. Throws BallastError BAL-401…409 (exit 6), also while no epoch was published. */
export async function readStanding(client: PublicClient, gate: Address, account: Address): Promise<StandingNow> {
  const ask = { address: gate, abi: sizingGateAbi, args: [account] } as const;
  try {
    const [{ state, age }, { seized }] = await Promise.all([
      client.readContract({ ...ask, functionName: "health" }),
      client.readContract({ ...ask, functionName: "accounts" }),
    ]);
    return { standing: STANDINGS[state] ?? "unregistered", age, seized };
  } catch (cause) {
    throw chainError(cause, `reading the standing of ${account}`);
  }
}
