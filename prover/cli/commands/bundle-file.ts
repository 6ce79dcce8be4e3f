import { BallastError } from "../../../model/errors.ts";
import type { Bundle } from "../../../verifier/bundle.ts";
import { parseBundle } from "../../../verifier/parse-bundle.ts";
import { readInput } from "../input.ts";

/** The bundle in a file. Throws BallastError BAL-252, BAL-255 (exit 2) naming it. */
export function bundleIn(path: string): Bundle {
  const parsed = parseBundle(readInput(path));
  if (parsed.status === "parsed") return parsed.bundle;
  throw new BallastError("BAL-255", `${path}: ${parsed.path} ${parsed.reason}.`, {
    details: "Give a file that `ballast prove` wrote.",
    exitCode: 2,
  });
}
