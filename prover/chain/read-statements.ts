import type { PublicClient } from "viem";
import { linearRowsAbi } from "../../contracts/generated/abi.ts";
import { at } from "../../model/integers.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError } from "./chain-error.ts";
import { lowerAddress } from "./lower-address.ts";
import { readStatedWords } from "./read-rows.ts";

/** What a venue states of a subject, as of one block. */
export interface Statement {
  /** 0 for the grid, or an instrument's id. */
  readonly subject: bigint;
  /** The word in force; 0 for none. */
  readonly word: bigint;
  /** The word that waits, and the second from which it judges. */
  readonly next?: { readonly word: bigint; readonly from: bigint };
}

/** What a venue states, who may state, and how long a new word waits. */
export interface Statements {
  readonly owner: Address;
  /** Seconds. */
  readonly notice: bigint;
  /** Unix seconds of the block that was asked. */
  readonly now: bigint;
  /** In the order of the subjects. */
  readonly statements: readonly Statement[];
}

/**
 * Reads what a venue states of subjects, and what it will. No event is searched: a word that waits is in force no later than a notice
 * from now, and when is found by halves.
 *
 * @throws BallastError BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function readStatements(
  client: PublicClient,
  rows: Address,
  subjects: readonly bigint[],
): Promise<Statements> {
  const ask = { address: rows, abi: linearRowsAbi } as const;
  try {
    const { number, timestamp: now } = await client.getBlock();
    const [owner, notice] = await Promise.all([
      client.readContract({ ...ask, functionName: "owner", blockNumber: number }),
      client.readContract({ ...ask, functionName: "NOTICE", blockNumber: number }),
    ]);
    const words = (boundary: bigint, of = subjects) =>
      readStatedWords(client, rows, { subjects: of, boundary }, number);
    const [inForce, newest] = [await words(now), await words(now + notice)];
    const statements: Statement[] = [];
    for (const [i, subject] of subjects.entries()) {
      const [word, coming] = [at(inForce, i), at(newest, i)];
      const isIn = async (boundary: bigint): Promise<boolean> => (await words(boundary, [subject]))[0] === coming;
      const from = coming === word ? undefined : await firstWhere(isIn, now, now + notice);
      statements.push({ subject, word, ...(from === undefined ? {} : { next: { word: coming, from } }) });
    }
    return { owner: lowerAddress(owner), notice, now, statements };
  } catch (cause) {
    throw chainError(cause, `reading what the venue states at ${rows}`);
  }
}

/** The first second at which something holds that does not at `before`, and does from some second up to `after` on. */
async function firstWhere(holds: (second: bigint) => Promise<boolean>, before: bigint, after: bigint): Promise<bigint> {
  let [no, yes] = [before, after];
  while (yes - no > 1n) {
    const middle = (no + yes) / 2n;
    if (await holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
