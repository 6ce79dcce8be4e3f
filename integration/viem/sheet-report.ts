import type { Hex } from "viem";
import type { Address } from "./types.ts";

/** What publishers sign of a sheet: the market it was built on, its own root, and where its rows can be fetched. */
export type SheetReport = {
  readonly epoch: bigint;
  readonly marketRoot: bigint;
  readonly sheetRoot: bigint;
  /** keccak256 of the published sheet and market data. */
  readonly dataHash: Hex;
  readonly location: string;
};

const TYPES = {
  Report: [
    { name: "epoch", type: "uint64" },
    { name: "marketRoot", type: "uint256" },
    { name: "sheetRoot", type: "uint256" },
    { name: "dataHash", type: "bytes32" },
    { name: "location", type: "string" },
  ],
} as const;

/**
 * The EIP-712 message of a sheet's report, for this chain and registry alone.
 *
 * @example const signature = await signer.signTypedData(sheetReportMessage({ registry, chainId }, report));
 */
export function sheetReportMessage(
  { registry, chainId }: { readonly registry: Address; readonly chainId: number | bigint },
  message: SheetReport,
) {
  const domain = { name: "Ballast MarketRegistry", version: "1", chainId, verifyingContract: registry };
  return { domain, types: TYPES, primaryType: "Report", message } as const;
}
