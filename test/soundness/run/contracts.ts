/** What the page says of the contracts: figures that their own commands keep as JSON beside the tests, each with the commit that it is of. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { sourcesName as sourcesOfCoverage } from "../../contracts/coverage/build.ts";
import { sourcesName as sourcesOfMutants } from "../../contracts/mutation/build.ts";
import { GROUPS } from "../../contracts/mutation/groups.ts";
import { sourcesName as sourcesOfProofs } from "../../contracts/proofs/sources.ts";

const count = z.int().nonnegative();

/** Mutants by group of contracts. */
const mutation = z.record(
  z.string(),
  z.object({
    hash: z.string(),
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
  hash: z.string(),
  files: z.record(z.string(), z.object({ statements: count, covered: count, unreachable: count })),
});

/** Laws that were tried on random values, and slips in the sources that broke some of them. */
const laws = z.object({
  commit: z.string(),
  sources: z.string(),
  laws: z.array(z.object({ contract: z.string(), runs: count, holds: z.boolean(), brokenBy: count })),
  slips: z.array(z.object({ contract: z.string(), breaks: z.array(z.string()) })),
});

/** Theorems and laws, and slips in the sources that the same proof has to refute. */
const proofs = z.object({
  commit: z.string(),
  sources: z.string(),
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
  readonly mutation: readonly {
    readonly name: string;
    readonly figures: Dated<z.infer<typeof mutation>[string]> | undefined;
  }[];
  readonly coverage: Dated<z.infer<typeof coverage>> | undefined;
  readonly proofs: Dated<z.infer<typeof proofs>> | undefined;
  readonly laws: Dated<z.infer<typeof laws>> | undefined;
  /** Ids of the properties that series of random calls hold the contracts to. */
  readonly properties: readonly string[];
};

function read<T>(folder: string, schema: z.ZodType<T>): T | undefined {
  const path = join(packageRoot(), "test", "contracts", folder, "results.json");
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

/** Figures, and whether they are of the contracts, and of what judges them, as these are now. */
export type Dated<T> = T & { readonly isEarlier: boolean };

const dated = <T>(figures: T | undefined, isCurrent: (figures: T) => boolean): Dated<T> | undefined =>
  figures === undefined ? undefined : { ...figures, isEarlier: !isCurrent(figures) };

/** Reads what is kept. @throws ZodError when a file is not of this shape. */
export function contractFigures(): ContractFigures {
  const text = readFileSync(join(packageRoot(), "contracts", "PROPERTIES.md"), "utf8");
  const mutants = read("mutation", mutation) ?? {};
  return {
    mutation: GROUPS.map((group) => ({
      name: group.name,
      figures: dated(mutants[group.name], ({ hash }) => hash === sourcesOfMutants(group)),
    })),
    coverage: dated(read("coverage", coverage), ({ hash }) => hash === sourcesOfCoverage()),
    proofs: dated(read("proofs", proofs), ({ sources }) => sources === sourcesOfProofs("proofs")),
    laws: dated(read("laws", laws), ({ sources }) => sources === sourcesOfProofs("laws")),
    properties: [...new Set([...text.matchAll(/^\| (P-\d+) \|/gm)].map(([, id]) => id as string))],
  };
}
