import { type PublicClient, zeroAddress } from "viem";
import { linearRowsAbi, marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { collateralTerms, isCollateral, type RowTerms, unpackTerms } from "../../model/row-terms.ts";
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

/** By whom the rows of an epoch are judged, and as of which second. */
export interface RowJudge {
  /** The contract that voids epochs of the registry; undefined where nobody can. */
  readonly rows: Address | undefined;
  /** The epoch's boundary, unix seconds. */
  readonly boundary: bigint;
  /** Root of the epoch's proven market; 0 before it was published. */
  readonly marketRoot: bigint;
}

/** Words asked for at a time: nodes refuse a flood. */
const AT_A_TIME = 32;

/**
 * Reads which contract voids epochs of a registry.
 *
 * @returns undefined when nobody can
 * @throws BallastError BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function readVoider(client: PublicClient, registry: Address): Promise<Address | undefined> {
  try {
    const voider = await client.readContract({ address: registry, abi: marketRegistryAbi, functionName: "VOIDER" });
    return voider === zeroAddress ? undefined : lowerAddress(voider);
  } catch (cause) {
    throw chainError(cause, `asking ${registry} who voids its epochs`);
  }
}

/** Reads by whom an epoch's rows are judged. Throws BallastError BAL-401…409 (exit 6) when the chain cannot be asked. */
export async function readJudge(client: PublicClient, registry: Address, epoch: bigint): Promise<RowJudge> {
  const ask = { address: registry, abi: marketRegistryAbi } as const;
  try {
    const [rows, start, length, [marketRoot]] = await Promise.all([
      readVoider(client, registry),
      client.readContract({ ...ask, functionName: "START" }),
      client.readContract({ ...ask, functionName: "LENGTH" }),
      client.readContract({ ...ask, functionName: "markets", args: [epoch] }),
    ]);
    return { rows, boundary: start + epoch * length, marketRoot };
  } catch (cause) {
    throw chainError(cause, `reading the epochs of ${registry}`);
  }
}

/**
 * Reads the words by which epochs with a boundary are judged, one for each subject; 0 where nothing is stated.
 *
 * @param subjects 0 for the grid, else instruments' ids
 * @param blockNumber of the state that is asked; the latest unless told
 * @throws BallastError BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function readStatedWords(
  client: PublicClient,
  rows: Address,
  { subjects, boundary }: { readonly subjects: readonly bigint[]; readonly boundary: bigint },
  blockNumber?: bigint,
): Promise<bigint[]> {
  const ask = { address: rows, abi: linearRowsAbi, functionName: "statedAt" } as const;
  const block = blockNumber === undefined ? {} : { blockNumber };
  const words: bigint[] = [];
  try {
    for (let from = 0; from < subjects.length; from += AT_A_TIME) {
      const some = subjects.slice(from, from + AT_A_TIME);
      words.push(
        ...(await Promise.all(
          some.map((subject) => client.readContract({ ...ask, ...block, args: [subject, boundary] })),
        )),
      );
    }
    return words;
  } catch (cause) {
    throw chainError(cause, `reading what the venue states at ${rows}`);
  }
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
  const { rows, boundary } = await readJudge(client, registry, epoch);
  if (rows === undefined) throw unjudgedError(registry);
  const collateral = isCollateral({ instrument: row }) ? collateralTerms(row - 1) : undefined;
  const subjects = collateral === undefined ? [0n, BigInt(row)] : [0n];
  const [gridRoot = 0n, word = 0n] = await readStatedWords(client, rows, { subjects, boundary });
  if (gridRoot === 0n || (collateral === undefined && word === 0n))
    throw mismatchError(
      `the venue states nothing of ${gridRoot === 0n ? "its grid" : `row ${row}`} for epoch ${epoch}.`,
      "Only spot pairs, perpetuals and collateral that the venue stated can be judged.",
    );
  return { rows, gridRoot, terms: collateral ?? unpackTerms(word) };
}

/** A registry whose epochs nobody can void. */
export function unjudgedError(registry: Address) {
  return mismatchError(`nobody can void an epoch of ${registry}.`, "The venue was deployed without linear rows.");
}
