import type { Account, Chain, Client, Hex, Transport } from "viem";
import { simulateContract, writeContract } from "viem/actions";
import { collateralVaultAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import { bookClasses } from "../../contracts/generated/classes.ts";
import { type Asset, getClaim } from "./get-claim.ts";
import { getVenue } from "./get-venue.ts";
import type { Pair } from "./preview.ts";
import { once } from "./public-actions.ts";
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
};

/** Simulates and sends one call; both explain a refusal in the same way. */
const send = (client: SigningClient, action: string, request: unknown): Promise<Hex> =>
  explained(action, async () => {
    // Each caller below spells out its request with its ABI; here only the two steps are joined.
    await simulateContract(client, request as Parameters<typeof simulateContract>[1]);
    return writeContract(client, request as Parameters<typeof writeContract>[1]);
  });

/**
 * Actions of a venue for a client that signs.
 *
 * @example
 * const wallet = createWalletClient({ account, chain, transport: http() }).extend(ballastWalletActions({ gate }));
 * const hash = await wallet.update({ change });
 */
export function ballastWalletActions({ gate }: { readonly gate: Address }) {
  return (client: SigningClient): BallastWalletActions => {
    const sender = { account: client.account, chain: client.chain } as const;
    const ofGate = { address: gate, abi: sizingGateAbi, ...sender } as const;
    const venue = once(() => getVenue(client, { gate }));
    const collect: BallastWalletActions["collect"] = async ({ asset, amount }) => {
      const { vault } = await venue();
      const all = amount ?? (await getClaim(client, { vault }, { holder: client.account.address, asset }));
      const ofVault = { address: vault, abi: collateralVaultAbi, functionName: "withdraw", ...sender } as const;
      return send(client, "collect", { ...ofVault, args: [BigInt(asset), all] });
    };
    return {
      register: ({ class: name }) =>
        send(client, "register", { ...ofGate, functionName: "register", args: [bookClasses[name].class] }),
      update: ({ change }) => send(client, "update", { ...ofGate, functionName: "update", args: [change] }),
      updatePair: ({ first, second }) =>
        send(client, "trade", { ...ofGate, functionName: "updatePair", args: [first, second] }),
      flatExit: ({ cash, salt }) => send(client, "exit", { ...ofGate, functionName: "flatExit", args: [cash, salt] }),
      collect,
    };
  };
}
