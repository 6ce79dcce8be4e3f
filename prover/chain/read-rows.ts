import { type PublicClient, zeroAddress } from "viem";
import { linearRowsAbi, marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { collateralTerms, type RowTerms, unpackTerms } from "../../model/row-terms.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError, mismatchError } from "./chain-error.ts";
import { lowerAddress } from "./lower-address.ts";

/** What a venue states of a row of an epoch. */
export interface StatedRow {
  /** The contract that voids epochs of the registry. */
  readonly rows: Address;
  /** Root of the linear part of the stress grid. */
  readonly gridRoot: bigint;
  readonly terms: RowTerms;
}

/**
 * Reads by what a row of an epoch is judged: the words that were in force at the epoch's boundary.
 *
 * @param row an instrument's id, or 1 to 4 for collateral asset 0 to 3
 * @throws BallastError BAL-406 (exit 5) when nobody voids epochs of this registry, or nothing is stated of the row or of the grid;
 *   BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function readStatedRow(
  client: PublicClient,
  { registry, epoch, row }: { readonly registry: Address; readonly epoch: bigint; readonly row: number },
): Promise<StatedRow> {
  const ask = { address: registry, abi: marketRegistryAbi } as const;
  try {
    const [voider, start, length] = await Promise.all([
      client.readContract({ ...ask, functionName: "VOIDER" }),
      client.readContract({ ...ask, functionName: "START" }),
      client.readContract({ ...ask, functionName: "LENGTH" }),
    ]);
    if (voider === zeroAddress)
      throw mismatchError(`nobody can void an epoch of ${registry}.`, "The venue was deployed without linear rows.");
    const boundary = start + epoch * length;
    const stated = { address: voider, abi: linearRowsAbi, functionName: "statedAt" } as const;
    const word = (subject: bigint): Promise<bigint> => client.readContract({ ...stated, args: [subject, boundary] });
    const collateral = row >= 1 && row <= 4 ? collateralTerms(row - 1) : undefined;
    const [gridRoot, terms] = await Promise.all([word(0n), collateral ?? word(BigInt(row))]);
    if (gridRoot === 0n || terms === 0n)
      throw mismatchError(
        `the venue states nothing of ${gridRoot === 0n ? "its grid" : `row ${row}`} for epoch ${epoch}.`,
        "Only spot pairs, perpetuals and collateral that the venue stated can be judged.",
      );
    return { rows: lowerAddress(voider), gridRoot, terms: typeof terms === "bigint" ? unpackTerms(terms) : terms };
  } catch (cause) {
    throw chainError(cause, `reading what the venue states of row ${row}`);
  }
}
