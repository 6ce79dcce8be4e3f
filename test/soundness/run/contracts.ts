/** What the page says of the contracts: figures that their own commands keep as JSON beside the tests, each with the commit that it is of. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../../prover/artifacts/load.ts";

const count = z.int().nonnegative();

/** Mutants by group of contracts. */
const mutation = z.record(
  z.string(),
  z.object({
    commit: z.string(),
    mutants: count,
    killed: count,
    equivalents: count,
    survivors: count,
    notRun: count,
  }),
);

/** Statements by file. */
const coverage = z.object({
  commit: z.string(),
  files: z.record(z.string(), z.object({ statements: count, covered: count, unreachable: count })),
});

/** Laws that were tried on random values, and slips in the sources that broke some of them. */
const laws = z.object({
  commit: z.string(),
  laws: z.array(z.object({ contract: z.string(), runs: count, holds: z.boolean(), brokenBy: count })),
  slips: z.array(z.object({ contract: z.string(), breaks: z.array(z.string()) })),
});

/** Theorems and laws, and slips in the sources that the same proof has to refute. */
const proofs = z.object({
  commit: z.string(),
  theorems: z.array(
    z.object({
      id: z.string(),
      by: z.string(),
      properties: z.array(z.string()),
      says: z.string(),
      proved: count,
      slips: count,
      refuted: count,
    }),
  ),
});

/** Figures of the contracts; undefined where nobody has kept any. */
export type ContractFigures = {
  readonly mutation: z.infer<typeof mutation> | undefined;
  readonly coverage: z.infer<typeof coverage> | undefined;
  readonly proofs: z.infer<typeof proofs> | undefined;
  readonly laws: z.infer<typeof laws> | undefined;
  /** Ids of the properties that series of random calls hold the contracts to. */
  readonly properties: readonly string[];
};

function read<T>(folder: string, schema: z.ZodType<T>): T | undefined {
  const path = join(packageRoot(), "test", "contracts", folder, "results.json");
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

/** Reads what is kept. @throws ZodError when a file is not of this shape. */
export function contractFigures(): ContractFigures {
  const text = readFileSync(join(packageRoot(), "contracts", "PROPERTIES.md"), "utf8");
  return {
    mutation: read("mutation", mutation),
    coverage: read("coverage", coverage),
    proofs: read("proofs", proofs),
    laws: read("laws", laws),
    properties: [...new Set([...text.matchAll(/^\| (P-\d+) \|/gm)].map(([, id]) => id as string))],
  };
}
