/** Mandates and who consents under them, on a venue whose verifier takes every proof: no proof decides here. */
import { type Address, concat, type Hex, pad, stringToHex } from "viem";
import type { Wallet } from "./chain.ts";
import { type Change, consent, draft, register, update } from "./changes.ts";
import { deployArtifact, newVenue, type Overrides, type Receipt, testArtifact, type Venue } from "./venue.ts";

/** A mandate as the book takes it. */
export interface Mandate {
  validUntil: bigint;
  modes: number;
  trades: boolean;
  counterparty: Address;
  inflows: number;
  outflows: number;
  recipient: Address;
  period: number;
  caps: readonly bigint[];
}

export const NOBODY: Address = `0x${"00".repeat(20)}`;
export const UNLIMITED = 2n ** 64n - 1n;

/** A mandate to refresh, and no more unless told. */
export const mandate = (over: Partial<Mandate> = {}): Mandate => ({
  validUntil: 2n ** 40n,
  modes: 0b111,
  trades: false,
  counterparty: NOBODY,
  inflows: 0,
  outflows: 0,
  recipient: NOBODY,
  period: 3_600,
  caps: [0n, 0n, 0n, 0n, 0n, UNLIMITED],
  ...over,
});

/** The operator's word behind its signature, written from the specification. */
export const byOperator = (operator: Address, signature: Hex = "0x"): Hex =>
  concat([signature, stringToHex("ballast/op/1"), pad(operator, { size: 20 })]);

/** A venue without proofs, its book of mandates, and two accounts with cash; the desk named the book. */
export async function mandateVenue(over: Overrides = {}): Promise<{ venue: Venue; book: Address }> {
  const artifact = testArtifact("MockSizeVerifier");
  const venue = await newVenue({
    verifiers: [{ bookClass: "desk-8", artifact, development: true }],
    rules: { tradesPerEpoch: 50 },
    ...over,
  });
  const book = await deployArtifact(venue.chain, testArtifact("MandateBook"), []);
  for (const wallet of [venue.desk, venue.maker]) {
    await register(venue, wallet);
    const { address } = wallet.account;
    await update(venue, wallet, await draft(venue, address, { flowAmount: 1_000n }));
    await update(venue, wallet, await draft(venue, address, { flowAsset: 1, flowAmount: 50n }));
  }
  await venue.write(venue.desk, "SizingGate", venue.gate, "setMandateBook", [book]);
  return { venue, book };
}

/** Grants a mandate at a venue's gate. */
export const grant = (venue: Venue, book: Address, from: Wallet, operator: Address, over: Partial<Mandate> = {}) =>
  venue.write(from, "MandateBook", book, "grant", [venue.gate, operator, mandate(over)]);

/** A change with the operator's signature. */
export async function signedBy(venue: Venue, operator: Wallet, change: Change): Promise<Change> {
  const signature = await consent(venue, operator, change);
  return { ...change, authorization: byOperator(operator.account.address, signature) };
}

/** A change that the operator itself sends. */
export const sentBy = (venue: Venue, operator: Wallet, change: Change): Promise<Receipt> =>
  update(venue, operator, { ...change, authorization: byOperator(operator.account.address) });

const mandateTypes = {
  Mandate: [
    { name: "validUntil", type: "uint64" },
    { name: "modes", type: "uint8" },
    { name: "trades", type: "bool" },
    { name: "counterparty", type: "address" },
    { name: "inflows", type: "uint8" },
    { name: "outflows", type: "uint8" },
    { name: "recipient", type: "address" },
    { name: "period", type: "uint32" },
    { name: "caps", type: "uint64[6]" },
  ],
} as const;

const common = [
  { name: "gate", type: "address" },
  { name: "account", type: "address" },
  { name: "operator", type: "address" },
] as const;
const tail = [
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint64" },
] as const;

/** What a grant or a revocation is signed over, but for the mandate. */
export interface Signed {
  readonly gate: Address;
  readonly account: Address;
  readonly operator: Address;
  readonly nonce: bigint;
  readonly deadline: bigint;
}

/** An account's signature of a grant, or of a revocation when no mandate is given. */
export function signMandate(
  signer: Wallet,
  on: { readonly chainId: number; readonly book: Address },
  signed: Signed,
  terms?: Mandate,
): Promise<Hex> {
  const domain = { name: "Ballast MandateBook", version: "1", chainId: on.chainId, verifyingContract: on.book };
  const { account } = signer;
  if (terms === undefined) {
    const types = { Revocation: [...common, ...tail] };
    return signer.signTypedData({ account, domain, types, primaryType: "Revocation", message: signed });
  }
  const types = { ...mandateTypes, Grant: [...common, { name: "mandate", type: "Mandate" }, ...tail] };
  const message = { ...signed, mandate: { ...terms, caps: [...terms.caps] } };
  return signer.signTypedData({ account, domain, types, primaryType: "Grant", message: message as never });
}
