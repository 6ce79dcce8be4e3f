import type {} from "@nomicfoundation/hardhat-ignition-viem";
import type {} from "@nomicfoundation/hardhat-viem";
import type { NetworkConnection } from "hardhat/types/network";
import { type Hex, maxUint256 } from "viem";
import { waitForTransactionReceipt, writeContract } from "viem/actions";
import { shippedArtifact } from "../artifacts.ts";
import { getAccount } from "../viem/get-account.ts";
import type { Address, AnyClient } from "../viem/types.ts";
import { ballastWalletActions } from "../viem/wallet-actions.ts";
import { draftChange } from "./draft-change.ts";
import { localVenueModule } from "./local-venue-module.ts";
import { type EpochParts, publishEpoch, type Signer } from "./publish-epoch.ts";

/** Rules of a local venue that a test may choose, in ticks. */
export type LocalRules = {
  readonly refreshEvery?: bigint;
  readonly grace?: bigint;
  readonly defaultAfter?: bigint;
  readonly maxMaintenance?: number;
  readonly tradesPerEpoch?: number;
  readonly listener?: Address;
  /** The venue's default key, 32 bytes; none unless told. */
  readonly defaultKey?: Hex;
};

/** A venue on a local chain, and what tests do with it all the time. */
export type LocalVenue = {
  readonly gate: Address;
  readonly market: Address;
  readonly vault: Address;
  readonly policies: Address;
  readonly router: Address;
  /** The default fund. */
  readonly defaultFund: Address;
  readonly sizeVerifier: Address;
  readonly marketVerifier: Address;
  /** Cash first, then the collateral tokens: the vault's assets in order. */
  readonly tokens: readonly Address[];
  readonly feeds: readonly Address[];
  /** Publishes the next epoch and moves the clock to it where it has to; returns its number. */
  publishEpoch(parts?: EpochParts): Promise<bigint>;
  /** Gives a wallet of the node tokens of every asset, which the vault may take. */
  fund(wallet: Signer, amount?: bigint): Promise<void>;
  /** Opens a wallet's account if it is not open, and lets a mock proof make it healthy at the latest epoch. */
  makeHealthy(wallet: Signer): Promise<void>;
};

const located = async (connection: Connection, rules: LocalRules) => {
  const given = Object.entries(rules).filter(([, value]) => value !== undefined);
  const parameters = { BallastLocalVenue: Object.fromEntries(given) };
  const venue = await connection.ignition.deploy(localVenueModule, { parameters });
  return {
    gate: venue.gate.address,
    market: venue.market.address,
    vault: venue.vault.address,
    policies: venue.policies.address,
    router: venue.router.address,
    defaultFund: venue.fund.address,
    sizeVerifier: venue.sizeVerifier.address,
    marketVerifier: venue.marketVerifier.address,
    tokens: [venue.cash.address, venue.btc.address, venue.eth.address],
    feeds: [venue.btcFeed.address, venue.ethFeed.address],
  };
};

type Connection = Pick<NetworkConnection, "ignition" | "viem">;

const mined = async (client: AnyClient, hash: Promise<`0x${string}`>): Promise<void> => {
  await waitForTransactionReceipt(client, { hash: await hash });
};

/**
 * Deploys a venue with mock verifiers, feeds and tokens, and publishes its first epoch.
 *
 * @example
 * const venue = await deployLocalVenue(await network.create());
 * await venue.makeHealthy(wallet);
 */
export async function deployLocalVenue(connection: Connection, rules: LocalRules = {}): Promise<LocalVenue> {
  const client: AnyClient = await connection.viem.getPublicClient();
  const [owner] = await connection.viem.getWalletClients();
  const places = await located(connection, rules);
  const publisher = { client, owner: owner as Signer, market: places.market, feeds: places.feeds };
  const { gate, vault, tokens } = places;
  const fund: LocalVenue["fund"] = async (wallet, amount = 10n ** 15n) => {
    const { abi } = shippedArtifact("MockToken");
    const sender = { account: wallet.account, chain: wallet.chain } as const;
    for (const address of tokens) {
      const mint = { address, abi, functionName: "mint", args: [wallet.account.address, amount], ...sender } as const;
      await mined(client, writeContract(wallet, mint));
      const approve = { address, abi, functionName: "approve", args: [vault, maxUint256], ...sender } as const;
      await mined(client, writeContract(wallet, approve));
    }
  };
  const makeHealthy: LocalVenue["makeHealthy"] = async (wallet) => {
    const account = wallet.account.address;
    const actions = ballastWalletActions({ gate })(wallet);
    const { class: opened } = await getAccount(client, { gate, account });
    if (opened === undefined) await mined(client, actions.register({ class: "desk-8" }));
    await mined(client, actions.update({ change: await draftChange(client, { gate, account }) }));
  };
  await publishEpoch(publisher);
  return { ...places, publishEpoch: (parts) => publishEpoch(publisher, parts), fund, makeHealthy };
}
