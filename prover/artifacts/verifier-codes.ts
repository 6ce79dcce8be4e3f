import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Hex } from "../../verifier/account-context.ts";
import { ARTIFACT_CODES, artifactError, REBUILD } from "./artifact-error.ts";
import { defaultDirectory } from "./load.ts";

/** Beside the circuits' folders: keccak256 of each generated verifier's code, by the sha256 of its verification key. */
export const VERIFIER_CODES = "verifier-codes.json";

const schema = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().regex(/^0x[0-9a-f]{64}$/));

/** The file's one text. */
export function formatVerifierCodes(codes: ReadonlyMap<string, Hex>): string {
  return `${JSON.stringify(Object.fromEntries([...codes].sort()), null, 2)}\n`;
}

/**
 * The hash of the code that this installation's build generates from a verification key; undefined when it was not built here.
 *
 * @param vkey sha256 of the verification key, lower-case hex
 * @throws BallastError BAL-502 when the file is unreadable
 */
export function verifierCodeOf(vkey: string, directory = defaultDirectory()): Hex | undefined {
  const path = join(directory, VERIFIER_CODES);
  if (!existsSync(path)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")))[vkey] as Hex | undefined;
  } catch (cause) {
    throw artifactError(ARTIFACT_CODES.format, `${path} is not a table of code hashes`, REBUILD, cause);
  }
}
