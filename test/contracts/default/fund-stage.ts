/** A local venue with its default fund, and short forms for accounts that deposit, win, lose and default. */
import type { NetworkConnection } from "hardhat/types/network";
import { type Hex, numberToHex } from "viem";
import { deployLocalVenue, draftChange, type LocalVenue } from "../../../integration/testing/index.ts";
import { ballastWalletActions } from "../../../integration/viem/index.ts";
import { connect, walletOf } from "../../integration/support/connect.ts";
import { contractAt, type TestContract } from "../../integration/support/deploy.ts";

/** Wallets of the node by what they do. */
export const WHO = { loser: 1, winner: 2, bystander: 3, holder: 4, other: 5, buyer: 6, thief: 7 } as const;
/** One of them. */
export type Who = keyof typeof WHO;

/** Ticks from a last proof to a default on the local venue, and one more. */
export const UNTIL_DEFAULT = 10;

/** What tests of the fund work with. */
export interface FundStage {
  readonly connection: NetworkConnection;
  readonly venue: LocalVenue;
  readonly fund: TestContract;
  readonly vault: TestContract;
  readonly gate: TestContract;
  readonly cash: TestContract;
  readonly btc: TestContract;
  address(who: Who): Promise<Hex>;
  /** A change of an account that a mock proof carries. */
  change(who: Who, over: Parameters<typeof draftChange>[1] extends infer D ? Partial<D> : never): Promise<void>;
  /** Cash or lots into an account's book. */
  deposit(who: Who, asset: number, amount: bigint): Promise<void>;
  /** An outflow: a claim of the account, or of whom it names. */
  claim(who: Who, asset: number, amount: bigint, recipient?: Hex): Promise<void>;
  /** Publishes epochs until the account is past its time, and lets the gate seize; winner, bystander and other refresh. */
  seize(who: Who): Promise<void>;
  now(): Promise<bigint>;
  pass(seconds: bigint): Promise<void>;
  /** Runs something and puts the chain back. */
  undone<T>(work: () => Promise<T>): Promise<T>;
}

/** Opens the venue; every wallet has tokens, allowances and an account. */
export async function openFundStage(): Promise<FundStage> {
  const connection = await connect();
  const venue = await deployLocalVenue(connection);
  const client = await connection.viem.getPublicClient();
  const request = (method: string, params: readonly unknown[]) =>
    connection.provider.request({ method, params: [...params] });
  const at = (name: string, address: Hex) => contractAt(connection, name, address);
  const [cash, btc] = [at("MockToken", venue.tokens[0] as Hex), at("MockToken", venue.tokens[1] as Hex)];
  const fund = at("DefaultFund", venue.defaultFund);
  const address = async (who: Who) => (await walletOf(connection, WHO[who])).account.address;
  for (const who of Object.keys(WHO) as Who[]) {
    const wallet = await walletOf(connection, WHO[who]);
    await venue.fund(wallet, 10n ** 30n);
    await cash.send("approve", [fund.address, 2n ** 255n], WHO[who]);
    await venue.makeHealthy(wallet);
  }
  const change: FundStage["change"] = async (who, over) => {
    const wallet = await walletOf(connection, WHO[who]);
    const draft = await draftChange(client, { gate: venue.gate, account: wallet.account.address, ...over });
    const hash = await ballastWalletActions({ gate: venue.gate })(wallet).update({ change: draft });
    await client.waitForTransactionReceipt({ hash });
  };
  const stage = { connection, venue, fund, cash, btc, address, change };
  return {
    ...stage,
    vault: at("CollateralVault", venue.vault),
    gate: at("SizingGate", venue.gate),
    deposit: (who, flowAsset, flowAmount) => change(who, { flowAsset, flowAmount }),
    claim: (who, flowAsset, flowAmount, recipient) =>
      change(who, { flowAsset, flowAmount, flowOut: true, ...(recipient === undefined ? {} : { recipient }) }),
    seize: async (who) => {
      for (let tick = 0; tick < UNTIL_DEFAULT; tick += 1) {
        await venue.publishEpoch();
        if (tick === UNTIL_DEFAULT / 2)
          for (const alive of ["bystander", "other", "winner"] as const) await change(alive, {});
      }
      await at("SizingGate", venue.gate).send("markDefault", [await address(who)]);
    },
    now: async () => (await client.getBlock()).timestamp,
    pass: async (seconds) => {
      await request("evm_increaseTime", [numberToHex(seconds)]);
      await request("evm_mine", []);
    },
    undone: async (work) => {
      const snapshot = await request("evm_snapshot", []);
      try {
        return await work();
      } finally {
        await request("evm_revert", [snapshot]);
      }
    },
  };
}
