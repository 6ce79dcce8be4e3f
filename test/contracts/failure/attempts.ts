import { type Change, consent, draft, fresh, proven, trade, update, updatePair } from "../support/changes.ts";
import type { Venue } from "../support/venue.ts";
import type { Way } from "./table.ts";

/** The flat book of the account that tries. */
export const FLAT = { cash: 900n, salt: 77n, lots: [4n, 4n] } as const;

/** What a state asks the attempts to look at. */
export interface Aim {
  /** Collateral asset of deposits, withdrawals and claims, 1 or 2. */
  readonly asset: 1 | 2;
  readonly cash: bigint;
  /** Whether changes carry true proofs; else zeros, for states in which no verifier looks at them. */
  readonly proofs: boolean;
  /** The epoch of changes, where the registry names none. */
  readonly epoch?: bigint;
}

/** Tries one way as the desk. `mode` is that of a deposit. */
export type Attempt = (venue: Venue, aim: Aim, mode?: 0 | 1) => Promise<unknown>;

const at = ({ epoch }: Aim): Partial<Change> => (epoch === undefined ? {} : { epoch });

const alone = async (venue: Venue, { proofs }: Aim, over: Partial<Change>): Promise<unknown> =>
  update(venue, venue.desk, await (proofs ? proven : draft)(venue, venue.desk.account.address, over));

/** Both sides of a trade: the desk sends, the maker signs, or would if its epoch could be read. */
const together = async (venue: Venue, { proofs, epoch }: Aim, over: Partial<Change>): Promise<unknown> => {
  if (proofs) return updatePair(venue, venue.desk, ...(await trade(venue, over)));
  const common = { trade: fresh(), ...over };
  const first = await draft(venue, venue.desk.account.address, common);
  const second = await draft(venue, venue.maker.account.address, { ...common, side: 1 });
  const authorization = epoch === undefined ? await consent(venue, venue.maker, second) : "0x";
  return updatePair(venue, venue.desk, first, { ...second, authorization });
};

/** How each way is tried. */
export const ATTEMPTS: Readonly<Record<Way, Attempt>> = {
  flatExit: (venue, { cash }) => venue.write(venue.desk, "SizingGate", venue.gate, "flatExit", [cash, FLAT.salt]),
  claim: (venue, { asset }) => venue.write(venue.desk, "CollateralVault", venue.vault, "withdraw", [asset, 1n]),
  reduce: (venue, aim) => together(venue, aim, { ...at(aim), mode: 1 }),
  maintenance: (venue, aim) => alone(venue, aim, { ...at(aim), mode: 2 }),
  deposit: (venue, aim, mode = 0) => alone(venue, aim, { ...at(aim), mode, flowAsset: aim.asset, flowAmount: 1n }),
  refresh: (venue, aim) => alone(venue, aim, at(aim)),
  growth: (venue, aim) => together(venue, aim, at(aim)),
  withdraw: (venue, aim) => alone(venue, aim, { ...at(aim), flowAsset: aim.asset, flowOut: true, flowAmount: 1n }),
};
