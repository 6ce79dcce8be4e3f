import { hashTypedData, type LocalAccount, type PublicClient, recoverTypedDataAddress } from "viem";
import type { BookClass } from "../../model/classes.ts";
import type { Side, Trade } from "../../model/trade.ts";
import type { Address, Hex } from "../../verifier/account-context.ts";

/** A trade that one desk proposes to another. Both desks must keep it to themselves: it shows legs, cash and salt. */
export interface Offer {
  readonly chain: bigint;
  readonly gate: Address;
  /** The account that offers. */
  readonly maker: Address;
  /** The only account that may accept; undefined: whoever holds the file. */
  readonly taker: Address | undefined;
  /** Class of the maker's book. */
  readonly class: BookClass;
  /** The side the maker takes. */
  readonly side: Side;
  /** Legs, cash and salt as seen from the plus side. */
  readonly trade: Trade;
  readonly epoch: bigint;
  /** Unix seconds; neither side's proof may outlive it. */
  readonly deadline: bigint;
}

/** An offer with the maker's signature. */
export interface SignedOffer {
  readonly offer: Offer;
  readonly signature: Hex;
}

const ANYONE = `0x${"00".repeat(20)}` as const;

const TYPES = {
  Leg: [
    { name: "instrument", type: "uint32" },
    { name: "lots", type: "int64" },
  ],
  Offer: [
    { name: "maker", type: "address" },
    { name: "taker", type: "address" },
    { name: "bookClass", type: "string" },
    { name: "side", type: "uint8" },
    { name: "legs", type: "Leg[]" },
    { name: "cash", type: "int256" },
    { name: "salt", type: "uint256" },
    { name: "epoch", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
} as const;

/** The EIP-712 typed data of an offer; the domain names chain and gate. */
export function offerData({ chain, gate, maker, taker, side, trade, epoch, deadline, ...rest }: Offer) {
  return {
    domain: { name: "Ballast Trade Offer", version: "1", chainId: chain, verifyingContract: gate },
    types: TYPES,
    primaryType: "Offer",
    message: {
      maker,
      taker: taker ?? ANYONE,
      bookClass: rest.class,
      side,
      legs: trade.legs.map(({ instrument, lots }) => ({ instrument, lots })),
      cash: trade.cash,
      salt: trade.salt,
      epoch,
      deadline,
    },
  } as const;
}

/** Names an offer: the digest its maker signs. */
export function offerId(offer: Offer): Hex {
  return hashTypedData(offerData(offer));
}

/** Signs an offer with the maker's key. */
export async function signOffer(signer: Pick<LocalAccount, "signTypedData">, offer: Offer): Promise<SignedOffer> {
  return { offer, signature: await signer.signTypedData(offerData(offer)) };
}

/**
 * Whether the maker signed the offer. With a client, contract wallets (EIP-1271) are asked on the chain; without one only
 * plain keys are recognised.
 */
export async function isSignedByMaker({ offer, signature }: SignedOffer, client?: PublicClient): Promise<boolean> {
  const data = offerData(offer);
  try {
    if (client !== undefined) return await client.verifyTypedData({ ...data, address: offer.maker, signature });
    const signer = await recoverTypedDataAddress({ ...data, signature });
    return signer.toLowerCase() === offer.maker;
  } catch {
    return false;
  }
}
