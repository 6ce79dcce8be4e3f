import type { Account, Chain, Client, Hex, Transport } from "viem";
import { simulateContract, writeContract } from "viem/actions";
import { collateralVaultAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import { bookClasses } from "../../contracts/generated/classes.ts";
import { type Asset, getClaim } from "./get-claim.ts";
import type { Mandate } from "./get-mandate.ts";
import { getVenue } from "./get-venue.ts";
import { grantOperator, type OperatorOf, revokeOperator } from "./operator-actions.ts";
import type { Pair } from "./preview.ts";
import { once } from "./public-actions.ts";
import { type RelayedChange, relay } from "./relay.ts";
import type { Address, BookClass, GateChange } from "./types.ts";
import { explained } from "./venue-refusal.ts";

/** A client that signs for one account. */
export type SigningClient = Client<Transport, Chain | undefined, Account>;

/** What a signing client can do at one venue. Every action simulates first, so that a refusal costs nothing, and then
 * returns the transaction's hash. */
export type BallastWalletActions = {
  /** Opens the client's account. */
  register: (as: { readonly class: BookClass }) => Promise<Hex>;
  /** Sends a proven change: the client's own, or another account's with its authorization. */
  update: (of: { readonly change: GateChange }) => Promise<Hex>;
  /** Sends both sides of a trade. */
  updatePair: (pair: Pair) => Promise<Hex>;
  /** Leaves with a flat book by opening its commitment; needs no proof. */
  flatExit: (book: { readonly cash: bigint; readonly salt: bigint }) => Promise<Hex>;
  /** Takes a claim out of the vault, all of it unless told. */
  collect: (what: { readonly asset: Asset; readonly amount?: bigint }) => Promise<Hex>;
  /** Grants an operator a mandate over the client's account; returns the hash of the grant, which follows the naming of
   * the book where that is needed. */
  grantOperator: (to: OperatorOf & { readonly mandate: Mandate }) => Promise<Hex>;
  /** Ends an operator's mandate at once. */
  revokeOperator: (of: OperatorOf) => Promise<Hex>;
  /** Sends authorised changes of any accounts in one transaction; one that is refused changes nothing of the others. */
  relay: (batch: { readonly relay: Address; readonly changes: readonly RelayedChange[] }) => Promise<Hex>;
};

/** Simulates and sends one call; a refusal of either is explained in the same way. */
const send = (action: string, simulate: () => Promise<unknown>, write: () => Promise<Hex>): Promise<Hex> =>
  explained(action, async () => {
    await simulate();
    return write();
  });

type Target = { readonly gate: Address; readonly client: SigningClient };

const target = ({ gate, client }: Target) => ({ address: gate, abi: sizingGateAbi, account: client.account }) as const;

/** Null tells viem to send without comparing chains, for a client that was made without one. */
const chainOf = ({ chain }: SigningClient) => ({ chain: chain ?? null }) as const;

const register = (to: Target, name: BookClass): Promise<Hex> => {
  const args = [bookClasses[name].class] as const;
  const request = { ...target(to), functionName: "register", args } as const;
  return send(
    "register",
    () => simulateContract(to.client, request),
    () => writeContract(to.client, { ...request, ...chainOf(to.client) }),
  );
};

const update = (to: Target, change: GateChange): Promise<Hex> => {
  const request = { ...target(to), functionName: "update", args: [change] } as const;
  return send(
    "update",
    () => simulateContract(to.client, request),
    () => writeContract(to.client, { ...request, ...chainOf(to.client) }),
  );
};

const updatePair = (to: Target, { first, second }: Pair): Promise<Hex> => {
  const request = { ...target(to), functionName: "updatePair", args: [first, second] } as const;
  return send(
    "trade",
    () => simulateContract(to.client, request),
    () => writeContract(to.client, { ...request, ...chainOf(to.client) }),
  );
};

const flatExit = (to: Target, cash: bigint, salt: bigint): Promise<Hex> => {
  const request = { ...target(to), functionName: "flatExit", args: [cash, salt] } as const;
  return send(
    "exit",
    () => simulateContract(to.client, request),
    () => writeContract(to.client, { ...request, ...chainOf(to.client) }),
  );
};

const collect = async (client: SigningClient, vault: Address, asset: Asset, amount?: bigint): Promise<Hex> => {
  const all = amount ?? (await getClaim(client, { vault }, { holder: client.account.address, asset }));
  const args = [BigInt(asset), all] as const;
  const request = {
    address: vault,
    abi: collateralVaultAbi,
    functionName: "withdraw",
    args,
    account: client.account,
  } as const;
  return send(
    "collect",
    () => simulateContract(client, request),
    () => writeContract(client, { ...request, ...chainOf(client) }),
  );
};

/**
 * Actions of a venue for a client that signs.
 *
 * @example
 * const wallet = createWalletClient({ account, chain, transport: http() }).extend(ballastWalletActions({ gate }));
 * const hash = await wallet.update({ change });
 */
export function ballastWalletActions({ gate }: { readonly gate: Address }) {
  return (client: SigningClient): BallastWalletActions => {
    const to: Target = { gate, client };
    const venue = once(() => getVenue(client, { gate }));
    return {
      register: ({ class: name }) => register(to, name),
      update: ({ change }) => update(to, change),
      updatePair: (pair) => updatePair(to, pair),
      flatExit: ({ cash, salt }) => flatExit(to, cash, salt),
      grantOperator: (of) => grantOperator(client, { gate, ...of }),
      revokeOperator: (of) => revokeOperator(client, { gate, ...of }),
      relay: (batch) => relay(client, { gate, ...batch }),
      collect: async ({ asset, amount }) => collect(client, (await venue()).vault, asset, amount),
    };
  };
}
