import type { Address, Hex } from "viem";
import type { Wallet } from "./chain.ts";

/** A report as the registry takes it. */
export interface Report {
  epoch: bigint;
  marketRoot: bigint;
  sheetRoot: bigint;
  dataHash: Hex;
  location: string;
}

/** Where an epoch's price of a factor is found. */
export interface RoundHint {
  round: bigint;
  predecessor: bigint;
}

/** A market block as the registry takes it. */
export interface MarketUpdate {
  epoch: bigint;
  marketRoot: bigint;
  tier: number;
  hints: readonly RoundHint[];
  proof: readonly bigint[];
}

/** The root a market has unless told; it differs from epoch to epoch. */
export const rootOfEpoch = (epoch: bigint): bigint => 1_000n + epoch;

/** A calm market block of an epoch without hints, with zeros for a proof. */
export function marketOf(over: Partial<MarketUpdate> & { epoch: bigint }): MarketUpdate {
  return {
    marketRoot: rootOfEpoch(over.epoch),
    tier: 0,
    hints: Array.from({ length: 8 }, () => ({ round: 0n, predecessor: 0n })),
    proof: Array.from({ length: 8 }, () => 0n),
    ...over,
  };
}

/** The EIP-712 type of a report. */
export const reportTypes = {
  Report: [
    { name: "epoch", type: "uint64" },
    { name: "marketRoot", type: "uint256" },
    { name: "sheetRoot", type: "uint256" },
    { name: "dataHash", type: "bytes32" },
    { name: "location", type: "string" },
  ],
} as const;

/** A report of an epoch; roots differ from epoch to epoch. */
export function reportOf(over: Partial<Report> & { epoch: bigint }): Report {
  return {
    marketRoot: rootOfEpoch(over.epoch),
    sheetRoot: 2_000n + over.epoch,
    dataHash: `0x${"ab".repeat(32)}`,
    location: "https://sheets.example/1",
    ...over,
  };
}

/** Signs a report by wallets in the order given, for a registry on a chain. */
export async function signReport(
  registry: Address,
  chainId: number,
  signers: readonly Wallet[],
  over: Partial<Report> & { epoch: bigint },
): Promise<{ report: Report; signatures: Hex[] }> {
  const report = reportOf(over);
  const domain = { name: "Ballast MarketRegistry", version: "1", chainId, verifyingContract: registry };
  const sign = (wallet: Wallet): Promise<Hex> =>
    wallet.signTypedData({ domain, types: reportTypes, primaryType: "Report", message: report });
  return { report, signatures: await Promise.all(signers.map(sign)) };
}
