import { BallastError } from "../../model/errors.ts";

const RESTORE = "Restore the book from the seed and the chain with `ballast init --restore`, into an empty directory.";

/** A journal is already there. */
export function existsError(directory: string): BallastError {
  return new BallastError("BAL-212", "there is a book store here already.", {
    details: `Store: ${directory}. Choose another directory, or open this one.`,
    exitCode: 2,
  });
}

/** No journal is there. */
export function missingError(directory: string): BallastError {
  return new BallastError("BAL-213", "there is no book store here.", {
    details: `Store: ${directory}. Make one with 'ballast init'.`,
    exitCode: 2,
  });
}

/** The seed does not open this journal's head. */
export function wrongSeedError(directory: string): BallastError {
  return new BallastError("BAL-214", "this seed does not open the book store.", {
    details: `Store: ${directory}. Use the seed file the store was made with. If that is the one, head.bal is damaged. ${RESTORE}`,
    exitCode: 2,
  });
}

/** The journal is damaged where it must not be. */
export function corruptError(directory: string, problem: string): BallastError {
  return new BallastError("BAL-215", `the book store is damaged: ${problem}.`, {
    details: `Store: ${directory}. Nothing was changed. Keep a copy for investigation. ${RESTORE}`,
    exitCode: 5,
  });
}

/** The disk refused a write; nothing after it may be acknowledged. */
export function failedWriteError(directory: string, cause: unknown): BallastError {
  return new BallastError("BAL-216", "the book store could not be written.", {
    details: `Store: ${directory}. No proof was released. Check the disk's space and health, then start again.`,
    cause,
    exitCode: 1,
  });
}

/** The chain shows a commitment that this store never prepared. */
export function unknownBookError(directory: string, view: { readonly nonce: bigint }): BallastError {
  return new BallastError("BAL-217", `the chain holds a book at nonce ${view.nonce} that this store does not know.`, {
    details: `Store: ${directory}. Another store of the same account was used, or this one is an old copy. ${RESTORE}`,
    exitCode: 5,
  });
}
