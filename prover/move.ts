import { commit } from "../model/book.ts";
import { buildMoveInput, moveBook, movePublicInputs } from "../model/class-move.ts";
import type { BookClass } from "../model/classes.ts";
import { formatMove, type MoveBundle, type MoveInputs, moveCallOf } from "../verifier/move-bundle.ts";
import { verifyMove } from "../verifier/verify-move.ts";
import type { MoveCircuit } from "./circuit.ts";
import { classError, requireSoundKey } from "./refusals.ts";
import { type Draft, type ReleaseTools, releaseProof } from "./release.ts";
import { toHex } from "./secrets/bytes.ts";
import { deriveSalt } from "./secrets/derive.ts";
import { encryptOpening } from "./secrets/opening.ts";
import { nextAttempt } from "./store/state.ts";

/** Where the live book goes. */
export interface MoveRequest {
  readonly to: BookClass;
  /** Unix seconds after which the gate refuses the move. */
  readonly deadline: bigint;
}

/** What proving a move works with. */
export interface MoveTools extends ReleaseTools {
  readonly circuit: MoveCircuit;
}

/** A move's proof that may leave the process: its opening is on disk and it passed verification. */
export interface ReleasedMove {
  readonly bundle: MoveBundle;
  /** The bundle's one text. */
  readonly text: string;
}

/**
 * Proves the move of the store's live book to a larger class, in the order in which an update is proven: the opening of the moved book
 * reaches the disk before a proof exists. No market is asked, and no rule of the policy: a move judges nothing.
 *
 * @throws BallastError BAL-235 (exit 2) a circuit of other classes, BAL-104 (exit 2) no such move, BAL-236 (exit 5) a development key for
 *   a real chain, BAL-233 and BAL-234 as `proveUpdate`, and what store and backend throw
 *
 * @example
 * const { bundle } = await proveMove({ to: "desk-16", deadline }, { store, seed, circuit, backend });
 */
export async function proveMove(request: MoveRequest, tools: MoveTools): Promise<ReleasedMove> {
  const { store, circuit } = tools;
  const { class: from } = store.live.book;
  if (circuit.from !== from || circuit.to !== request.to)
    throw classError(`${from}, to move to ${request.to}`, `${circuit.from}, to ${circuit.to}`);
  requireSoundKey(circuit, store.state.account.chain);
  return releaseProof(draftOf(request, tools), tools);
}

function draftOf({ to, deadline }: MoveRequest, { store, seed, circuit, defaultKey }: MoveTools): Draft<MoveBundle> {
  const { account, live } = { account: store.state.account, live: store.live };
  const { chain, gate, account: owner } = account;
  const { nonce, book, commitment: oldCommitment } = live;
  const attempt = nextAttempt(store.state, nonce);
  const moved = moveBook(book, to, deriveSalt(seed, account, nonce, attempt));
  const opening = toHex(encryptOpening(seed, moved, defaultKey));
  const fields = { from: book.class, to, chain, gate, account: owner, nonce, deadline, opening };
  const input = buildMoveInput(book, to, moved.salt, moveCallOf(fields));
  const publicInputs = movePublicInputs(input) as unknown as MoveInputs;
  const { artifacts } = circuit;
  return {
    // A move belongs to no epoch and is no trade.
    opening: {
      nonce,
      attempt,
      oldCommitment,
      newCommitment: commit(moved),
      book: moved,
      opening,
      epoch: 0n,
      deadline,
      trade: 0n,
    },
    input,
    publicInputs,
    what: "a move",
    seal: (proof) => {
      const bundle = { version: 1, statement: "class-move", ...fields, publicInputs, proof, artifacts } as const;
      return { bundle, text: formatMove(bundle) };
    },
    judge: (text) => verifyMove(text, [circuit], { ...account, current: live }),
  };
}
