import { linearRowsAbi } from "../../contracts/generated/abi.ts";
import { at } from "../../model/integers.ts";
import type { Address } from "../../verifier/account-context.ts";
import { type PlannedCall, plannedCall } from "../chain/planned-call.ts";
import type { Statement, Statements } from "../chain/read-statements.ts";

/** What a venue's files say of a subject. */
export interface WantedWord {
  /** 0 for the grid, or an instrument's id. */
  readonly subject: bigint;
  /** The word to be stated; 0 for none. */
  readonly word: bigint;
}

/** How what is stated stands to what the files say: the same; the same once it comes due; another. */
export type TermsState = "stated" | "waits" | "differs";

/** What the files say of a subject, beside what is stated. */
export interface ComparedTerms extends WantedWord {
  readonly statement: Statement;
  readonly state: TermsState;
}

/** Holds words to what a venue stated of the same subjects, in the same order. */
export function compareTerms(wanted: readonly WantedWord[], { statements }: Statements): ComparedTerms[] {
  return wanted.map(({ subject, word }, i) => {
    const statement = at(statements, i);
    const { next } = statement;
    const lasts = (next?.word ?? statement.word) === word;
    return { subject, word, statement, state: lasts ? (next === undefined ? "stated" : "waits") : "differs" };
  });
}

/** The calls that state what differs; a word that waits is taken back first, for a contract lets one wait at a time. */
export function stateCalls(rows: Address, compared: readonly ComparedTerms[]): PlannedCall[] {
  const target = { address: rows, abi: linearRowsAbi } as const;
  return compared.flatMap(({ subject, word, statement, state }) => {
    if (state !== "differs") return [];
    const cancel = plannedCall({ ...target, functionName: "cancel", args: [subject] });
    const call = plannedCall({ ...target, functionName: "state", args: [subject, word] });
    // With the waiting word gone the one in force may be the one that is wanted.
    if (statement.next === undefined) return [call];
    return statement.word === word ? [cancel] : [cancel, call];
  });
}
