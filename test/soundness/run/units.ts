/** The units of a run: each is done once for the sources at hand and its result kept, so that a full run can be cut short and resumed. */

import { globSync } from "node:fs";
import { times } from "../../../model/integers.ts";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { CANARIES } from "../canaries/canaries.ts";
import { examine } from "../canaries/open.ts";
import { type Deletion, deleteEach } from "../deletion/delete.ts";
import { LIBRARY } from "../deletion/library.ts";
import { deleteOwn, type OwnDeletion } from "../deletion/statement.ts";
import { compareStatement, STATEMENTS } from "../differential/statement.ts";
import { type Agreement, compareTemplate } from "../differential/template.ts";
import { examineStatement, type StatementFindings } from "../examine-statement.ts";
import { ForgeryBench } from "../forgery/bench.ts";
import { type Campaign, runCampaign } from "../forgery/campaign.ts";
import { type ForgerySubject, SUBJECTS } from "../forgery/subjects.ts";
import { INSTANCES, ON_DEMAND } from "../instances.ts";
import { circuitMutants, groupsOf, judgeMutants, type MutationResult, sliceOfMutants } from "../mutation/campaign.ts";
import { type ParserCampaign, runParserCampaign } from "../parsers/campaign.ts";

/** A canary and what flagged it, with its bug and mended. */
export type CanaryResult = {
  readonly name: string;
  readonly flaggedBy: readonly string[];
  readonly mended: readonly string[];
};
/** A statement's own deletions. */
export type OwnResult = { readonly statement: string; readonly lines: readonly OwnDeletion[] };

/** What a unit gives: the facts. What of them is wrong, by the reviewed lists, is for `problems.ts` to say. */
export type UnitResult =
  | { readonly kind: "statement"; readonly result: StatementFindings }
  | { readonly kind: "canary"; readonly result: CanaryResult }
  | { readonly kind: "template"; readonly result: Deletion }
  | { readonly kind: "own"; readonly result: OwnResult }
  | { readonly kind: "forgery"; readonly result: Campaign }
  | { readonly kind: "differential"; readonly result: Agreement }
  | { readonly kind: "parsers"; readonly result: ParserCampaign }
  | { readonly kind: "mutation"; readonly result: MutationResult };

/** Something to do once. */
export type Unit = {
  readonly id: string;
  /** Modules and circuits whose contents, with all that they import or include, the result depends on. */
  readonly of: readonly string[];
  run(): Promise<UnitResult>;
};

const here = (path: string): string => `test/soundness/${path}`;
const circuit = (path: string): string => `circuits/${path}`;

/** Forgeries of a full run, per statement, in units of so many. */
const FORGERIES = 10_000;
const FORGERY_UNIT = 1_000;
/** Vectors of a full run, per template of the library (at least; those of all its rows in the table together) and per statement, in units of so many. */
const VECTORS = { template: 100_000, hash: 100_000, statement: 20_000 } as const;
/** Spoilt files of a full run, in units of so many. */
const FILES = 1_000_000;
const FILE_UNIT = 50_000;
const VECTOR_UNIT = { template: 50_000, hash: 10_000, statement: 1_000 } as const;

/** Templates in the slice. */
const SLICE = 12;

/** The units of a slice or of the full run. */
export function unitsOf(seed: string, isFull: boolean): Unit[] {
  const statements = [...INSTANCES, ...(isFull ? ON_DEMAND : [])].map(
    (instance): Unit => ({
      id: `statement ${instance.name}`,
      of: [here("examine-statement.ts"), instance.main],
      run: async () => ({
        kind: "statement",
        result: await examineStatement(instance, { seed, witnesses: isFull ? 10 : 2 }),
      }),
    }),
  );
  const canaries = CANARIES.map(
    (canary): Unit => ({
      id: `canary ${canary.name}`,
      of: [here("canaries/open.ts"), here(`canaries/${canary.name}.circom`)],
      run: () => oneCanary(canary),
    }),
  );
  const templates = LIBRARY.map(
    (one): Unit => ({
      id: `template ${one.call}`,
      of: [here("deletion/delete.ts"), here("deletion/library.ts"), ...circuitsOf(one)],
      run: async () => ({ kind: "template", result: await deleteEach(one, seed) }),
    }),
  );
  const forgeries = forgeryUnits(seed, isFull);
  const vectors = differentialUnits(seed, isFull);
  const files = parserUnits(seed, isFull);
  const mutants = mutationUnits(seed, isFull);
  if (!isFull)
    return [...statements, ...canaries, ...sample(templates, seed), ...forgeries, ...vectors, ...files, ...mutants];
  const own = INSTANCES.map(
    (instance): Unit => ({
      id: `own ${instance.name}`,
      of: [here("deletion/statement.ts"), instance.main],
      run: async () => ({
        kind: "own",
        result: { statement: instance.name, lines: await deleteOwn(instance, seed) },
      }),
    }),
  );
  return [
    ...statements,
    ...canaries,
    ...templates,
    ...forgeries,
    ...files,
    ...mutants,
    ...vectors,
    ...own.toReversed(),
  ];
}

/** A statement's bench takes seconds to open, and is the same for all its units. */
const benches = new Map<string, Promise<ForgeryBench>>();

function benchOf(subject: ForgerySubject): Promise<ForgeryBench> {
  const known = benches.get(subject.name) ?? ForgeryBench.open(subject);
  benches.set(subject.name, known);
  return known;
}

function forgeryUnits(seed: string, isFull: boolean): Unit[] {
  const shards = isFull ? FORGERIES / FORGERY_UNIT : 1;
  const count = isFull ? FORGERY_UNIT : 200;
  return SUBJECTS.flatMap((subject) =>
    times(
      shards,
      (shard): Unit => ({
        id: `forgery ${subject.name} ${shard + 1} of ${shards}`,
        of: [here("forgery/campaign.ts"), subject.main],
        run: async () => {
          const result = await runCampaign(subject, { seed: `${seed}/${shard}`, count }, await benchOf(subject));
          return { kind: "forgery", result };
        },
      }),
    ),
  );
}

/** The circuits that a template of the library needs. */
const circuitsOf = ({ source, beside = [] }: (typeof LIBRARY)[number]): string[] =>
  [source, ...beside].map((name) => circuit(`${name}.circom`));

/** The template that a row of the table instantiates. */
const templateOf = ({ call }: (typeof LIBRARY)[number]): string => call.slice(0, call.indexOf("("));

function differentialUnits(seed: string, isFull: boolean): Unit[] {
  const unit = (
    {
      name,
      kind,
      of,
      others = 0,
    }: {
      readonly name: string;
      readonly kind: keyof typeof VECTORS;
      readonly of: readonly string[];
      readonly others?: number;
    },
    run: (seed: string, count: number) => Promise<Agreement>,
  ) => {
    const shards = isFull ? Math.max(1, VECTORS[kind] / VECTOR_UNIT[kind] - others) : 1;
    const count = isFull ? VECTOR_UNIT[kind] : kind === "statement" ? 50 : 100;
    return times(
      shards,
      (shard): Unit => ({
        id: `differential ${name} ${shard + 1} of ${shards}`,
        of,
        run: async () => {
          const result = await run(`${seed}/${shard}`, count);
          return { kind: "differential", result };
        },
      }),
    );
  };
  const byTemplate = Map.groupBy(LIBRARY, templateOf);
  const templates = LIBRARY.flatMap((one) => {
    const kind = one.source.startsWith("lib/range/") ? "template" : "hash";
    const rows = byTemplate.get(templateOf(one)) ?? [];
    const all = VECTORS[kind] / VECTOR_UNIT[kind];
    // The other rows of a template have a unit each, the first what is left: larger instances take longer.
    const others = one === rows[0] ? rows.length - 1 : all - 1;
    const of = [here("differential/template.ts"), here("deletion/library.ts"), ...circuitsOf(one)];
    return unit({ name: one.call, kind, of, others }, (own, count) => compareTemplate(one, own, count));
  });
  const statements = INSTANCES.filter(({ name }) => STATEMENTS.includes(name)).flatMap(({ name, main }) =>
    unit({ name, kind: "statement", of: [here("differential/statement.ts"), main] }, (own, count) =>
      compareStatement(name, own, count),
    ),
  );
  return isFull ? [...templates, ...statements] : [...sample(templates, seed), ...statements];
}

function parserUnits(seed: string, isFull: boolean): Unit[] {
  const shards = isFull ? FILES / FILE_UNIT : 1;
  return times(
    shards,
    (shard): Unit => ({
      id: `parsers ${shard + 1} of ${shards}`,
      of: [here("parsers/campaign.ts")],
      run: async () => {
        const result = await runParserCampaign(`${seed}/${shard}`, isFull ? FILE_UNIT : 2_000);
        return { kind: "parsers", result };
      },
    }),
  );
}

/** What the slips of a file are tried with, where that is not in the library's table. */
const specsOf = (file: string): string[] =>
  globSync(`test/circuits/specs/${file.replace(/\.circom$/, ".ts")}`, { cwd: packageRoot() });

/** All mutants of the circuits, file by file; in a slice those of templates that are quick, one in twenty of all. */
function mutationUnits(seed: string, isFull: boolean): Unit[] {
  const mutants = isFull ? circuitMutants() : sliceOfMutants(seed);
  return groupsOf(mutants).map((group) => ({
    id: `mutation ${group.name}`,
    of: [here("mutation/campaign.ts"), circuit(group.file), ...specsOf(group.file)],
    run: async () => ({ kind: "mutation", result: await judgeMutants(group, seed) }),
  }));
}

function sample(units: readonly Unit[], seed: string): Unit[] {
  const random = seededRandom(`units/${seed}`);
  const drawn = units.map((unit) => ({ unit, order: random.integer(0, 2 ** 30) }));
  return drawn
    .sort((a, b) => a.order - b.order)
    .slice(0, SLICE)
    .map(({ unit }) => unit);
}

async function oneCanary(canary: (typeof CANARIES)[number]): Promise<UnitResult> {
  const flaggedBy = [...(await examine(canary, false)).keys()].sort();
  const mended = [...(await examine(canary, true)).keys()].sort();
  return { kind: "canary", result: { name: canary.name, flaggedBy, mended } };
}
