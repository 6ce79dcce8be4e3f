import { BallastError } from "../../model/errors.ts";

/** A file that is no authorised change: BAL-281, exit 2, naming the file. */
export function authorizedError(file: string, problem: string): BallastError {
  return new BallastError("BAL-281", `${file}: ${problem}.`, {
    details: "Give a file as `ballast sign` or `ballast trade submit --authorized` wrote it.",
    exitCode: 2,
  });
}

/** A key that is neither the account's nor declared an operator's: BAL-282, exit 2. */
export function signerError(account: string): BallastError {
  return new BallastError("BAL-282", `the key is not that of the account ${account}.`, {
    details: "Use the account's key, or say with --operator that the key is an operator's under a mandate.",
    exitCode: 2,
  });
}
