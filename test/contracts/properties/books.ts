/** Changes of accounts whose books stay flat, so that the series knows what is in them. */
import { flatBook } from "../support/books.ts";
import type { Wallet } from "../support/chain.ts";
import { accountOf, type Change, draft, fresh } from "../support/changes.ts";
import type { Deed, Flat, World } from "./world.ts";

/** One of the accounts' wallets. */
export const walletOf = ({ random, wallets }: World): Wallet => random.pick(wallets);
/** Somebody without an account or an office. */
export const stranger = ({ venue }: World): Wallet => venue.chain.wallets[7] as Wallet;

const lotsOf = (limbs: bigint, asset: number): bigint => (limbs >> BigInt(40 * (asset - 1))) % 2n ** 40n;

/** A change of an account that keeps its book flat, its cash being what it brought less what it took. */
export async function flatChange(
  world: World,
  wallet: Wallet,
  over: Partial<Change>,
): Promise<[Change, Flat | undefined]> {
  const { venue, random, flats } = world;
  const account = wallet.account.address;
  const change = await draft(venue, account, over);
  const { collateral } = await accountOf(venue, account);
  const { cash } = flats.get(account) ?? { cash: undefined };
  if (random.chance(0.15)) return [change, undefined];
  const signed = change.flowOut ? -change.flowAmount : change.flowAmount;
  const lots = [1, 2].map((asset) => lotsOf(collateral, asset) + (change.flowAsset === asset ? signed : 0n));
  const next = { cash: (cash ?? 0n) + (change.flowAsset === 0 ? signed : 0n), salt: fresh() % 2n ** 248n };
  if (next.cash < 0n || lots.some((each) => each < 0n)) return [change, undefined];
  return [{ ...change, newCommitment: flatBook(next.cash, lots, next.salt) }, next];
}

/** Keeps in mind what an accepted change made of its account. */
export const remember = (world: World, deed: Deed, flats: readonly (Flat | undefined)[]): Deed => {
  if (!deed.accepted) return deed;
  deed.changes.forEach((change, i) => {
    world.flats.set(change.account, flats[i]);
    world.accepted.push(change);
  });
  return deed;
};

/** Some of an asset that may flow. */
export const flow = ({ random }: World): Pick<Change, "flowAsset" | "flowAmount"> => ({
  flowAsset: random.integer(0, 2),
  flowAmount: random.bigint(1n, 20n),
});
