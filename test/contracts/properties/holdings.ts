import type { Address } from "viem";
import type { AccountView } from "../support/changes.ts";
import type { Venue } from "../support/venue.ts";

/** Assets that the test venue has tokens for: cash and two collateral assets. */
export const ASSETS = [0, 1, 2] as const;

/** What the gate says of an account's standing. */
export interface Health {
  readonly state: number;
  readonly class: number;
  readonly provenEpoch: bigint;
  readonly age: bigint;
  readonly maintenance: number;
}

/** Everything that belongs to somebody, as the chain has it now. */
export interface Holdings {
  readonly accounts: ReadonlyMap<Address, AccountView>;
  readonly healths: ReadonlyMap<Address, Health>;
  /** Units the vault holds, by asset. */
  readonly held: readonly bigint[];
  /** Units claimed of the vault by all, by asset, as it counts them. */
  readonly claimed: readonly bigint[];
  /** Base units of the vault's own balance, by asset. */
  readonly balance: readonly bigint[];
  /** Claims by holder, by asset. */
  readonly claims: ReadonlyMap<Address, readonly bigint[]>;
  /** Tokens in the holders' own hands, by asset. */
  readonly purses: ReadonlyMap<Address, readonly bigint[]>;
}

const tokenOf = (venue: Venue, asset: number): Address => [venue.cash, ...venue.tokens][asset] as Address;

async function mapOf<T>(
  keys: readonly Address[],
  read: (key: Address) => Promise<T>,
): Promise<ReadonlyMap<Address, T>> {
  return new Map(await Promise.all(keys.map(async (key) => [key, await read(key)] as const)));
}

/** Reads the holdings of accounts, and of everybody who could hold something. */
export async function holdingsOf(
  venue: Venue,
  accounts: readonly Address[],
  holders: readonly Address[],
): Promise<Holdings> {
  const ofVault = <T>(fn: string, args: readonly unknown[]) => venue.get<T>("CollateralVault", venue.vault, fn, args);
  const inHand = (who: Address): Promise<bigint[]> =>
    Promise.all(ASSETS.map((asset) => venue.get<bigint>("OddToken", tokenOf(venue, asset), "balanceOf", [who])));
  return {
    accounts: await mapOf(accounts, (each) => venue.get<AccountView>("SizingGate", venue.gate, "accounts", [each])),
    healths: await mapOf(accounts, (each) => venue.get<Health>("SizingGate", venue.gate, "health", [each])),
    held: await Promise.all(ASSETS.map((asset) => ofVault<bigint>("held", [asset]))),
    claimed: await Promise.all(ASSETS.map((asset) => ofVault<bigint>("totalClaimable", [asset]))),
    balance: await inHand(venue.vault),
    claims: await mapOf(holders, (each) =>
      Promise.all(ASSETS.map((asset) => ofVault<bigint>("claimable", [each, asset]))),
    ),
    purses: await mapOf(holders, inHand),
  };
}
