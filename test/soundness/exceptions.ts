/** The reviewed list of what is not unique, or has no wire, and why that is right. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../prover/artifacts/load.ts";

const why = z.string().min(80);
const schema = z.strictObject({
  /** Zero tests' inverses by the last part of their name, and how many each statement has. */
  inverses: z.array(z.strictObject({ signal: z.string(), statements: z.record(z.string(), z.int().positive()), why })),
  /** Inputs that a constraint makes constant, so that the compiler leaves no wire for them. */
  constantInputs: z.array(z.strictObject({ statement: z.string(), input: z.string(), why })),
});

/** Parses `exceptions.json`. @throws ZodError when an entry lacks its reason. */
export function exceptions(): z.infer<typeof schema> {
  const path = join(packageRoot(), "test", "soundness", "exceptions.json");
  return schema.parse(JSON.parse(readFileSync(path, "utf8")));
}
