import { BallastError } from "../../model/errors.ts";

/** A backend was used after `close()`. */
export function closedError(): BallastError {
  return new BallastError("BAL-202", "the proving backend is closed.", {
    details: "Open a new backend, or close this one only after its last proof.",
    exitCode: 1,
  });
}

/** The proving key and the witness could not be turned into a proof. */
export function failedError(zkey: string, cause: unknown): BallastError {
  return new BallastError("BAL-201", "no proof could be computed from this key and witness.", {
    details: `Key: ${zkey}. Rebuild the circuit's artifacts with 'npm run build:circuits' and try again.`,
    cause,
    exitCode: 5,
  });
}
