import { erc20Abi } from "viem";
import { collateralVaultAbi } from "../../contracts/generated/abi.ts";
import { at, sum } from "../../model/integers.ts";
import type { ChainClients } from "../../prover/chain/submit.ts";
import type { Party } from "./party.ts";
import type { Venue } from "./venue.ts";

/** One asset of the vault: what the accounts' books and unpaid claims add up to, and the tokens that are there. */
export interface AssetClaims {
  readonly asset: string;
  readonly books: bigint;
  readonly unpaid: bigint;
  readonly tokens: bigint;
}

/** The venue's solvency, counted: assets in µ-quote or lots, and the sum of all lots of each instrument. */
export interface Claims {
  readonly assets: readonly AssetClaims[];
  readonly lots: readonly { readonly instrument: number; readonly total: bigint }[];
  /** Whether claims equal tokens and all lots sum to zero. */
  readonly balanced: boolean;
}

/** Counts both books (which only the demonstration may see side by side) against the vault's token balances. */
export async function countClaims(parties: readonly Party[], venue: Venue, names: readonly string[]): Promise<Claims> {
  const read = at(parties, 0).clients.read;
  const assets: AssetClaims[] = [];
  for (const [asset, token] of venue.tokens.entries()) {
    const { balance, unit } = await balanceOf(read, venue, asset, token);
    const unpaid = await Promise.all(parties.map((party) => claimOf(party, venue, asset)));
    const books = sum(parties.map((party) => heldIn(party, asset)));
    assets.push({ asset: at(names, asset), books, unpaid: sum(unpaid), tokens: balance / unit });
  }
  const lots = lotsOf(parties);
  const paid = assets.every(({ books, unpaid, tokens }) => books + unpaid === tokens);
  return { assets, lots, balanced: paid && lots.every(({ total }) => total === 0n) };
}

async function balanceOf(read: ChainClients["read"], { vault }: Venue, asset: number, token: `0x${string}`) {
  const balance = await read.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [vault] });
  const ask = { address: vault, abi: collateralVaultAbi, functionName: "assetOf", args: [BigInt(asset)] } as const;
  const [, unit] = await read.readContract(ask);
  return { balance, unit };
}

function claimOf({ clients, account }: Party, { vault }: Pick<Venue, "vault">, asset: number): Promise<bigint> {
  const args = [account.account, BigInt(asset)] as const;
  return clients.read.readContract({ address: vault, abi: collateralVaultAbi, functionName: "claimable", args });
}

function heldIn({ store }: Party, asset: number): bigint {
  const { book } = store.live;
  return asset === 0 ? book.cash : at(book.collateral, asset - 1);
}

function lotsOf(parties: readonly Party[]): { instrument: number; total: bigint }[] {
  const totals = new Map<number, bigint>();
  for (const { store } of parties)
    for (const { instrument, size } of store.live.book.slots)
      if (instrument !== 0) totals.set(instrument, (totals.get(instrument) ?? 0n) + size);
  return [...totals].map(([instrument, total]) => ({ instrument, total }));
}
