import { isClassMove } from "../../model/class-move.ts";
import type { BookClass } from "../../model/classes.ts";
import { bookDomain } from "../../model/domains.ts";
import type { Address, Hex } from "../account-context.ts";
import { moveCallOf } from "../move-bundle.ts";
import type { TrustedMoveKey } from "../verify-move.ts";
import { broken, type Check, checkOldBook, checkProofIn, checkVerifier, held, open } from "./checks.ts";
import type { MoveEvidence, TransactionEvidence } from "./evidence.ts";
import type { GateMove } from "./gate-changes.ts";

/** A key of moves the auditor trusts, and the code that a verifier of that key must have. */
export interface TrustedMove extends TrustedMoveKey {
  /** keccak256 of the code this release generates from the key; undefined when it was not built here. */
  readonly codeHash?: Hex;
}

/** One account's move, judged. */
export interface JudgedMove {
  readonly account: Address;
  readonly nonce: bigint;
  /** Undefined for classes this release does not know. */
  readonly from: BookClass | undefined;
  readonly to: BookClass | undefined;
  readonly oldCommitment: bigint;
  readonly newCommitment: bigint;
  /** True when the trusted key's trapdoor is published: anyone can forge its proofs. */
  readonly development: boolean;
  readonly checks: readonly Check[];
}

/** Judges one move of a transaction from what the chain shows of it. Pure. */
export function judgeMove(
  evidence: TransactionEvidence,
  move: MoveEvidence,
  trusted: readonly TrustedMove[],
): JudgedMove {
  const { event, from, to } = move;
  const trust = trusted.find((candidate) => candidate.from === from && candidate.to === to);
  const { account, nonce, oldCommitment, newCommitment } = event;
  return {
    ...{ account, nonce, from, to, oldCommitment, newCommitment },
    development: trust?.key.development === true,
    checks: [
      ...bestReading(evidence, move, trust),
      checkVerifier(`version ${event.version} of moves`, move.verifier, trust),
      checkOldBook(move),
    ],
  };
}

/** The move of the input for which every check of its own holds; look-alikes may stand beside it. */
function bestReading(evidence: TransactionEvidence, move: MoveEvidence, trust: TrustedMove | undefined): Check[] {
  const sent = move.moves.length === 0 ? [undefined] : move.moves;
  const readings = sent.map((each) => [
    checkInput(move, each),
    checkCall(evidence, move),
    checkItsProof(evidence, move, each, trust),
  ]);
  const held = (checks: readonly Check[]): number => checks.filter(({ result }) => result === "held").length;
  return readings.reduce((best, reading) => (held(reading) > held(best) ? reading : best));
}

function checkInput({ event }: MoveEvidence, move: GateMove | undefined): Check {
  if (move === undefined)
    return open("input", "the transaction's input does not carry this move in the clear; its proof cannot be re-read");
  const fields = ["to", "newCommitment", "deadline", "version", "opening"] as const;
  const other = fields.find((field) => event[field] !== move[field]);
  if (other !== undefined) return broken("input", `the event's ${other} is not the one in the transaction's input`);
  return held("input", "the event repeats the move in the transaction's input");
}

/** `call` binds chain, gate, account, nonce, both classes, deadline and opening. */
function checkCall({ chain, gate }: TransactionEvidence, { event, from, to }: MoveEvidence): Check {
  if (from === undefined || to === undefined || !isClassMove(from, to))
    return open("call", "needs classes that this release moves books between");
  const { account, nonce, deadline, opening } = event;
  return moveCallOf({ chain, gate, account, nonce, from, to, deadline, opening }) === event.call
    ? held("call", "recomputed from chain, gate, account, nonce, both classes, deadline and opening")
    : broken("call", "the proof is bound to another call than the fields make");
}

function checkItsProof(
  { chain }: TransactionEvidence,
  { event, from, to }: MoveEvidence,
  move: GateMove | undefined,
  trust: TrustedMove | undefined,
): Check {
  if (trust === undefined || from === undefined || to === undefined)
    return open("proof", `no trusted key for moves from ${from ?? "unknown"} to ${to ?? "unknown"}`);
  const inputs = [event.oldCommitment, event.newCommitment, bookDomain(from), bookDomain(to), event.call];
  return checkProofIn(chain, inputs, move?.proof, trust.key);
}
