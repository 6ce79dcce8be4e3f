/** Errors of the artifact layer: exit 5, always with what to do about them. */

import { BallastError, type ErrorCode } from "../../model/errors.ts";

/** What each code of this layer means. */
export const ARTIFACT_CODES = {
  /** An artifact or its manifest is absent. */
  missing: "BAL-501",
  /** A file is not what its name says, or belongs to another circuit. */
  format: "BAL-502",
  /** A file's content differs from the manifest. */
  mismatch: "BAL-503",
  /** The witness generator refused the inputs. */
  witness: "BAL-504",
  /** A circuit input is absent, unknown, of the wrong length or out of range. */
  input: "BAL-505",
} as const satisfies Record<string, ErrorCode>;

/** The command that rebuilds every artifact. */
export const REBUILD = "Run `npm run build:circuits`";

/** The command that builds one circuit: some are built only when they are named. */
export const rebuildOf = (name: string): string => `Run \`npm run build:circuits ${name}\``;

/** Builds a BallastError of this layer; both texts come without a final period. */
export function artifactError(code: ErrorCode, shortMessage: string, details: string, cause?: unknown): BallastError {
  return new BallastError(code, `${shortMessage}.`, {
    details: `${details}.`,
    ...(cause === undefined ? {} : { cause }),
  });
}
