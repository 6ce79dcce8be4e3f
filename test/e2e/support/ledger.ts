/** What all accounts together hold against what the vault holds: the venue's solvency as an equation. */
import { sum, times } from "../../../model/integers.ts";
import { rowOf, type Sheet } from "../../../model/sheet.ts";
import type { Venue } from "../../contracts/support/venue.ts";
import type { Member } from "./member.ts";

/** Sums over all members. */
export interface Ledger {
  /** Lots by instrument, unsettled ones only; an instrument nobody holds is absent. */
  readonly lots: ReadonlyMap<number, bigint>;
  /** Cash and, for settled lots that are still held, their worth at the settlement mark. */
  readonly cash: bigint;
  readonly collateral: readonly bigint[];
}

/** Adds every member's book up. */
export function ledgerOf(members: readonly Member[], sheet: Sheet): Ledger {
  const lots = new Map<number, bigint>();
  let unsettledCash = 0n;
  for (const { instrument, size } of members.flatMap(({ book }) => book.slots)) {
    if (size === 0n) continue;
    const row = rowOf(sheet, instrument);
    if (row === undefined) throw new Error(`instrument ${instrument} is held and has no row`);
    if (row.settled) unsettledCash += size * row.mark;
    else lots.set(instrument, (lots.get(instrument) ?? 0n) + size);
  }
  return {
    lots,
    cash: sum(members.map(({ book }) => book.cash)) + unsettledCash,
    collateral: times(4, (k) => sum(members.map(({ book }) => book.collateral[k] ?? 0n))),
  };
}

/** Units of each asset in the vault that belong to books: the tokens themselves, less what was already paid out of books. */
export async function vaultOf(venue: Venue, members: readonly Member[]): Promise<readonly bigint[]> {
  const assets = [venue.cash, ...venue.tokens];
  const units = [1n, ...(await lotsOf(venue))];
  return Promise.all(
    assets.map(async (token, asset) => {
      const tokens = await venue.get<bigint>("OddToken", token, "balanceOf", [venue.vault]);
      const held = await venue.get<bigint>("CollateralVault", venue.vault, "held", [asset]);
      const claims = await Promise.all(members.map((member) => claimOf(venue, member, asset)));
      if (tokens !== held * (units[asset] ?? 1n))
        throw new Error(`asset ${asset}: the vault's count is not its balance`);
      return held - sum(claims);
    }),
  );
}

/** What a member may collect of an asset, in its units. */
export function claimOf(venue: Venue, { account }: Member, asset: number): Promise<bigint> {
  return venue.get<bigint>("CollateralVault", venue.vault, "claimable", [account.account, asset]);
}

async function lotsOf(venue: Venue): Promise<bigint[]> {
  const asset = (k: number) => venue.get<[string, bigint]>("CollateralVault", venue.vault, "assetOf", [k]);
  return [(await asset(1))[1], (await asset(2))[1]];
}
