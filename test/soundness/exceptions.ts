/** The reviewed list of what is not unique, or has no wire, and why that is right. It is held against findings when they are read, so that a new entry leaves them standing. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../prover/artifacts/load.ts";
import type { StatementFindings } from "./examine-statement.ts";

const why = z.string().min(80);
const schema = z.strictObject({
  /** Zero tests' inverses by the last part of their name, and how many each statement has. */
  inverses: z.array(z.strictObject({ signal: z.string(), statements: z.record(z.string(), z.int().positive()), why })),
  /** Inputs that a constraint makes constant, so that the compiler leaves no wire for them, in each of the statements. */
  constantInputs: z.array(z.strictObject({ statements: z.array(z.string()).nonempty(), input: z.string(), why })),
});

/**
 * What the list does not explain, in words: inverses it does not know, other counts than it reviewed, unused inputs.
 * @throws ZodError when an entry lacks its reason.
 */
export function unreviewed({
  name,
  inverses,
  unusedInputs,
}: Pick<StatementFindings, "name" | "inverses" | "unusedInputs">): string[] {
  const path = join(packageRoot(), "test", "soundness", "exceptions.json");
  const list = schema.parse(JSON.parse(readFileSync(path, "utf8")));
  const reviewed = new Map(list.inverses.map(({ signal, statements }) => [signal, statements[name] ?? 0]));
  const signals = [...new Set([...reviewed.keys(), ...Object.keys(inverses)])];
  const constant = list.constantInputs.filter(({ statements }) => statements.includes(name)).map(({ input }) => input);
  return [
    ...signals
      .filter((signal) => (inverses[signal] ?? 0) !== (reviewed.get(signal) ?? 0))
      .map((signal) => `${signal}: ${inverses[signal] ?? 0} free inverses, ${reviewed.get(signal) ?? 0} reviewed`),
    ...unusedInputs.filter((input) => !constant.includes(input)).map((input) => `${input} is in no constraint`),
    ...constant.filter((input) => !unusedInputs.includes(input)).map((input) => `${input} is constant no longer`),
  ];
}
