import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import type { Wallet } from "./chain.ts";
import type { ToyKeys } from "./toy-keys.ts";
import { type Inputs, type ProofWords, prove } from "./toy-prover.ts";
import type { Receipt, Venue } from "./venue.ts";

/** A change as the gate takes it. */
export interface Change {
  account: Address;
  deadline: bigint;
  epoch: bigint;
  recipient: Address;
  mode: number;
  side: number;
  flowAsset: number;
  flowOut: boolean;
  flowAmount: bigint;
  version: number;
  newCommitment: bigint;
  trade: bigint;
  proof: ProofWords;
  opening: Hex;
  authorization: Hex;
}

/** What else a call is bound to. */
export interface Binding {
  chainId: number;
  gate: Address;
  nonce: bigint;
  classId: number;
}

export const OPENING_BYTES = { 1: 192, 2: 272 } as const;

/** A different opening of the right length for each seed. */
export const opening = (seed: number, classId: 1 | 2 = 1): Hex => {
  const block = keccak256(`0x${seed.toString(16).padStart(8, "0")}`).slice(2);
  return `0x${block.repeat(24).slice(0, 2 * OPENING_BYTES[classId])}`;
};

/** The fifth public input, written from the specification and not from the contract. */
export function packCall(change: Change, binding: Binding): bigint {
  const types = parseAbiParameters("uint256, address, address, uint64, uint32, uint64, uint64, address, bytes32");
  const { account, deadline, epoch, recipient } = change;
  const { chainId, gate, nonce, classId } = binding;
  const sealed = keccak256(change.opening);
  const values = [BigInt(chainId), gate, account, nonce, classId, deadline, epoch, recipient, sealed] as const;
  const context = BigInt(keccak256(encodeAbiParameters(types, values))) % 2n ** 180n;
  const flow = BigInt(change.flowAsset) * 2n ** 183n + (change.flowOut ? 2n ** 186n : 0n);
  return (
    context +
    BigInt(change.mode) * 2n ** 180n +
    BigInt(change.side) * 2n ** 182n +
    flow +
    change.flowAmount * 2n ** 187n
  );
}

let counter = 0;

/** A field element no test used before. */
export const fresh = (): bigint => {
  counter += 1;
  return BigInt(keccak256(`0x${counter.toString(16).padStart(8, "0")}`)) >> 4n;
};

/** Goes back to where fresh elements stand now: a test that is repeated in place then asks for the same proofs again. */
export function rememberFresh(): () => void {
  const then = counter;
  return () => {
    counter = then;
  };
}

/** What the gate keeps of an account. */
export interface AccountView {
  commitment: bigint;
  nonce: bigint;
  class: number;
  collateral: bigint;
  provenTick: bigint;
  tradeEpoch: bigint;
  tradeCount: number;
  tradeLimit: number;
  seized: boolean;
}

export const accountOf = (venue: Venue, account: Address): Promise<AccountView> =>
  venue.get<AccountView>("SizingGate", venue.gate, "accounts", [account]);

/** The latest epoch's number. */
export const latestEpoch = async (venue: Venue): Promise<bigint> =>
  (await venue.get<[bigint, bigint, bigint]>("MarketRegistry", venue.market, "latest"))[0];

/** A change of an account without its proof: a refresh at the latest epoch unless told otherwise. */
export async function draft(venue: Venue, account: Address, over: Partial<Change> = {}): Promise<Change> {
  const { class: classId } = await accountOf(venue, account);
  return {
    account,
    deadline: 2n ** 40n,
    epoch: over.epoch ?? (await latestEpoch(venue)),
    recipient: account,
    mode: 0,
    side: 0,
    flowAsset: 0,
    flowOut: false,
    flowAmount: 0n,
    version: 1,
    newCommitment: fresh(),
    trade: 0n,
    proof: [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
    opening: opening(counter, classId === 2 ? 2 : 1),
    authorization: "0x",
    ...over,
  };
}

/** The public inputs the gate will build for a change, once `ahead` other changes of the account were accepted. */
export async function inputsOf(venue: Venue, change: Change, ahead = 0n): Promise<Inputs> {
  const { commitment, nonce: present, class: classId } = await accountOf(venue, change.account);
  const nonce = present + ahead;
  const epoch = [change.epoch];
  const [riskRoot] = await venue.get<[bigint, number, bigint]>("MarketRegistry", venue.market, "epochs", epoch);
  const call = packCall(change, { chainId: venue.chainId, gate: venue.gate, nonce, classId });
  return [commitment, change.newCommitment, riskRoot, change.trade, call];
}

/** A change with a true proof of exactly what the gate will ask. */
export async function proven(
  venue: Venue,
  account: Address,
  over: Partial<Change> = {},
  keys?: ToyKeys,
): Promise<Change> {
  const change = await draft(venue, account, over);
  const { class: classId } = await accountOf(venue, account);
  const key = keys ?? (classId === 2 ? venue.otherKeys : venue.keys);
  return { ...change, proof: await prove(key, await inputsOf(venue, change)) };
}

const consentTypes = {
  Consent: [
    { name: "account", type: "address" },
    { name: "nonce", type: "uint64" },
    { name: "newCommitment", type: "uint256" },
    { name: "trade", type: "uint256" },
    { name: "call", type: "uint256" },
  ],
} as const;

/** The account's signature of a change, to be accepted after `ahead` others. */
export async function consent(venue: Venue, wallet: Wallet, change: Change, ahead = 0n): Promise<Hex> {
  const [, newCommitment, , trade, call] = await inputsOf(venue, change, ahead);
  const nonce = (await accountOf(venue, change.account)).nonce + ahead;
  const domain = {
    name: "Ballast SizingGate",
    version: "1",
    chainId: venue.chainId,
    verifyingContract: venue.gate,
  };
  const message = { account: change.account, nonce, newCommitment, trade, call };
  return wallet.signTypedData({ domain, types: consentTypes, primaryType: "Consent", message });
}

export const register = (venue: Venue, wallet: Wallet, classId = 1): Promise<Receipt> =>
  venue.write(wallet, "SizingGate", venue.gate, "register", [classId]);

export const update = (venue: Venue, from: Wallet, change: Change): Promise<Receipt> =>
  venue.write(from, "SizingGate", venue.gate, "update", [change]);

export const updatePair = (venue: Venue, from: Wallet, first: Change, second: Change): Promise<Receipt> =>
  venue.write(from, "SizingGate", venue.gate, "updatePair", [first, second]);

/** Both proven sides of a new trade, the second with its account's signature. */
export async function trade(
  venue: Venue,
  over: Partial<Change> = {},
  sides: readonly [Partial<Change>, Partial<Change>] = [{}, {}],
): Promise<[Change, Change]> {
  const common = { trade: fresh(), ...over };
  const first = await proven(venue, venue.desk.account.address, { ...common, side: 0, ...sides[0] });
  const second = await proven(venue, venue.maker.account.address, { ...common, side: 1, ...sides[1] });
  return [first, { ...second, authorization: await consent(venue, venue.maker, second) }];
}

/** Both proven sides of a new trade between classes: the desk's in class 1, and the owner's account's in class 2 with its signature. */
export async function tradeAcross(
  venue: Venue,
  sides: readonly [Partial<Change>, Partial<Change>] = [{}, {}],
): Promise<[Change, Change]> {
  const common = { trade: fresh() };
  const first = await proven(venue, venue.desk.account.address, { ...common, ...sides[0] });
  const second = await proven(venue, venue.owner.account.address, { ...common, side: 1, ...sides[1] });
  return [first, { ...second, authorization: await consent(venue, venue.owner, second) }];
}
