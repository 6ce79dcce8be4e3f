/** Moves between classes in tests of the gate, written from the specification. */
import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import { bookDomain } from "../../../model/domains.ts";
import type { Wallet } from "./chain.ts";
import { accountOf, fresh, opening } from "./changes.ts";
import type { ToyKeys } from "./toy-keys.ts";
import { type Inputs, type ProofWords, prove } from "./toy-prover.ts";
import type { Receipt, Venue } from "./venue.ts";

/** A move as the gate takes it. */
export interface Move {
  account: Address;
  to: number;
  deadline: bigint;
  version: number;
  newCommitment: bigint;
  proof: ProofWords;
  opening: Hex;
  authorization: Hex;
}

/** What else a move's call is bound to. */
export interface MoveBinding {
  chainId: number;
  gate: Address;
  nonce: bigint;
  from: number;
}

/** The router's number of moves from desk-8 to desk-16. */
export const ROUTE = 65_538;

/** The fifth public input of a move. */
export function packMove(move: Move, { chainId, gate, nonce, from }: MoveBinding): bigint {
  const types = parseAbiParameters("uint256, address, address, uint64, uint32, uint32, uint64, bytes32");
  const values = [
    BigInt(chainId),
    gate,
    move.account,
    nonce,
    from,
    move.to,
    move.deadline,
    keccak256(move.opening),
  ] as const;
  return (BigInt(keccak256(encodeAbiParameters(types, values))) % 2n ** 180n) + 3n * 2n ** 180n;
}

/** A move of an account to desk-16 without its proof. */
export const draftMove = (account: Address, over: Partial<Move> = {}): Move => ({
  account,
  to: 2,
  deadline: 2n ** 40n,
  version: 1,
  newCommitment: fresh(),
  proof: [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
  opening: opening(Number(fresh() % 65_536n), 2),
  authorization: "0x",
  ...over,
});

/** Where a move of an account would be bound now. */
export const bindingOf = async (venue: Venue, account: Address): Promise<MoveBinding> => {
  const { nonce, class: from } = await accountOf(venue, account);
  return { chainId: venue.chainId, gate: venue.gate, nonce, from };
};

/** The public inputs the gate will build for a move. */
export async function moveInputs(venue: Venue, move: Move): Promise<Inputs> {
  const { commitment } = await accountOf(venue, move.account);
  const call = packMove(move, await bindingOf(venue, move.account));
  return [commitment, move.newCommitment, bookDomain("desk-8"), bookDomain("desk-16"), call];
}

/** A move with a true proof of exactly what the gate will ask. */
export async function provenMove(
  venue: Venue,
  account: Address,
  keys: ToyKeys,
  over: Partial<Move> = {},
): Promise<Move> {
  const move = draftMove(account, over);
  return { ...move, proof: await prove(keys, await moveInputs(venue, move)) };
}

const MOVE_TYPES = {
  Move: [
    { name: "account", type: "address" },
    { name: "nonce", type: "uint64" },
    { name: "to", type: "uint32" },
    { name: "newCommitment", type: "uint256" },
    { name: "call", type: "uint256" },
  ],
} as const;

/** A wallet's signature of a move. */
export async function moveConsent(venue: Venue, wallet: Wallet, move: Move): Promise<Hex> {
  const [, newCommitment, , , call] = await moveInputs(venue, move);
  const { nonce } = await bindingOf(venue, move.account);
  const domain = { name: "Ballast SizingGate", version: "1", chainId: venue.chainId, verifyingContract: venue.gate };
  const message = { account: move.account, nonce, to: move.to, newCommitment, call };
  return wallet.signTypedData({ domain, types: MOVE_TYPES, primaryType: "Move", message });
}

export const sendMove = (venue: Venue, from: Wallet, move: Move): Promise<Receipt> =>
  venue.write(from, "SizingGate", venue.gate, "moveAccount", [move]);
