/** The page `docs/soundness.md`, made from the published results of full runs. */

import { unexplainedMutants } from "../mutation/equivalents.ts";
import { code, count, share, table } from "./cells.ts";
import { contractFigures } from "./contracts.ts";
import { contractsSection } from "./contracts-report.ts";
import type { Standing } from "./page.ts";
import type { Stamped } from "./store.ts";
import type { UnitResult } from "./units.ts";

type Of<K extends UnitResult["kind"]> = Extract<UnitResult, { kind: K }>["result"];

/** A result, and whether it is of earlier sources. */
type Shown<K extends UnitResult["kind"]> = Of<K> & { readonly isEarlier: boolean };
type All = readonly (Stamped & { readonly isEarlier: boolean })[];

const select = <K extends UnitResult["kind"]>(all: All, kind: K): Shown<K>[] =>
  all
    .filter((one) => one.kind === kind)
    .map((one) => ({ ...(one.result as Of<K>), isEarlier: one.isEarlier }) as Shown<K>);

/** The mark of a row that is, in part, of earlier sources. */
const mark = (...shards: readonly { readonly isEarlier: boolean }[]): string =>
  shards.some(({ isEarlier }) => isEarlier) ? " †" : "";

function statementRows(all: All): (string | number)[][] {
  return select(all, "statement").map((one) => [
    code(one.name) + mark(one),
    count(one.constraints.shipped),
    count(one.constraints.plain),
    count(one.signals),
    share(one.signals - one.open.length - inversesOf(one), one.signals - inversesOf(one)),
    inversesOf(one),
    one.tie.unsolved + one.tie.unmet + one.tie.extra === 0 ? "equivalent" : "differ",
    one.free.length === 0 ? `full at ${one.witnesses}` : `${one.free.length} free`,
  ]);
}

const inversesOf = ({ inverses }: Of<"statement">): number =>
  Object.values(inverses).reduce((sum, own) => sum + own, 0);

const KILLS = ["mutants", "by a witness", "by rank", "by uniqueness", "survivors"];

function templateRows(all: All): (string | number)[][] {
  return select(all, "template").map(({ call, source, constraints, signals, open, kills, survivors, isEarlier }) => [
    `${code(call)} (${source.split("/").at(-1)})${mark({ isEarlier })}`,
    signals === 0 ? "has none" : share(signals - open.length, signals),
    ...killCells(constraints, kills, survivors),
  ]);
}

function killCells(
  mutants: number,
  { witness, rank, uniqueness }: { witness: number; rank: number; uniqueness: number },
  survivors: readonly string[],
): (string | number)[] {
  return [count(mutants), count(witness), count(rank), count(uniqueness), survivors.length];
}

/** Shards of one statement put together, one row per template. */
function ownRows(all: All): (string | number)[][] {
  const lines = select(all, "own").flatMap(({ statement, lines: own, isEarlier }) =>
    own.map((line) => ({ statement, isEarlier, ...line })),
  );
  const groups = Map.groupBy(lines, ({ statement, template }) => `${code(statement)}: ${template}`);
  return [...groups].map(([name, group]) => {
    const total = (pick: (line: (typeof group)[number]) => number): number =>
      group.reduce((sum, line) => sum + pick(line), 0);
    const kills = {
      witness: total(({ kills: { witness } }) => witness),
      rank: total(({ kills: { rank } }) => rank),
      uniqueness: total(({ kills: { uniqueness } }) => uniqueness),
    };
    const survivors = group.flatMap((line) => line.survivors);
    return [
      name + mark(...group),
      ...killCells(
        total(({ constraints }) => constraints),
        kills,
        survivors,
      ),
    ];
  });
}

/** Shards of one campaign put together. */
function forgeryRows(all: All): (string | number)[][] {
  const campaigns = Map.groupBy(select(all, "forgery"), ({ statement }) => statement);
  return [...campaigns].map(([statement, shards]) => {
    const total = (kind: keyof (typeof shards)[number]["verdicts"]): string =>
      count(shards.reduce((sum, { verdicts }) => sum + verdicts[kind], 0));
    const tried = shards.reduce((sum, { forgeries }) => sum + forgeries, 0);
    const sites = Math.max(...shards.map((shard) => shard.sites));
    const kinds = [
      "refused",
      "invisible",
      "inverse",
      "choice",
      "another statement",
      "broken assumption",
      "hole",
    ] as const;
    return [code(statement) + mark(...shards), count(tried), sites, ...kinds.map(total)];
  });
}

function differentialRows(all: All): (string | number)[][] {
  const subjects = Map.groupBy(select(all, "differential"), ({ subject }) => subject);
  return [...subjects].map(([subject, shards]) => {
    const total = (kind: "vectors" | "accepted" | "refused"): string =>
      count(shards.reduce((sum, shard) => sum + shard[kind], 0));
    const disagreements = shards.flatMap((shard) => shard.disagreements).length;
    return [code(subject) + mark(...shards), total("vectors"), total("accepted"), total("refused"), disagreements];
  });
}

/** A statement's mutants are judged in two parts; they are one row. */
function mutationRows(all: All): (string | number)[][] {
  return [...Map.groupBy(select(all, "mutation"), ({ file }) => file)].map(([file, parts]) => {
    const total = (pick: (part: (typeof parts)[number]) => number): number =>
      parts.reduce((sum, part) => sum + pick(part), 0);
    const unexplained = total((part) => unexplainedMutants(part).length);
    return [
      code(file) + mark(...parts),
      total(({ mutants }) => mutants),
      total(({ kills }) => kills.compiler),
      total(({ kills }) => kills.model),
      total(({ kills }) => kills.rank),
      total(({ kills }) => kills.uniqueness),
      total(({ kills }) => kills.symmetry ?? 0),
      total(({ kills }) => kills.nothing) - unexplained,
      unexplained,
    ];
  });
}

/** Shards put together, one row per reader. */
function parserRows(all: All): (string | number)[][] {
  const lines = select(all, "parsers").flatMap(({ lines: own, isEarlier }) =>
    own.map((line) => ({ ...line, isEarlier })),
  );
  return [...Map.groupBy(lines, ({ name }) => name)].map(([name, shards]) => {
    const total = (kind: "files" | "refused" | "accepted"): string =>
      count(shards.reduce((sum, line) => sum + line[kind], 0));
    return [
      name + mark(...shards),
      total("files"),
      total("refused"),
      total("accepted"),
      Math.max(...shards.map(({ slowest }) => slowest)),
    ];
  });
}

function canaryRows(all: All): string[][] {
  return select(all, "canary").map((one) => [code(one.name) + mark(one), one.flaggedBy.join(", ")]);
}

/** Units in words; of what has many, how many. */
function listed(ids: readonly string[]): string {
  const kinds = [...Map.groupBy(ids, (id) => id.split(" ")[0] as string)];
  return kinds
    .map(([kind, own]) => (own.length <= 3 ? own.map(code).join(", ") : `${own.length} of ${code(kind)}`))
    .join(", ");
}

/** What a full run would still have to do. */
function leftToDo({ missing, earlier }: Standing): string {
  const says = (what: string, ids: readonly string[]): string =>
    ids.length === 0 ? "" : `\n\n**${what}:** ${listed(ids)}. \`npm run soundness -- --full\` goes on with them.`;
  return says("Not run", missing) + says("Of earlier sources, marked †", [...earlier]);
}

/** The commits that the results are of, those of most results first. */
function commitsOf(all: readonly Stamped[]): string {
  const groups = [...Map.groupBy(all, ({ commit }) => commit)];
  return groups
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([commit, own]) => `${commit} (${own.length})`)
    .join(", ");
}

const found = (findings: readonly string[]): string =>
  findings.length === 0
    ? ""
    : `\n\n**Found, and neither mended nor explained** (each is a hole, or a gap in what asks; [how to read it](../test/soundness/README.md#reading-a-finding), and [what is known of it](status.md)):\n\n${findings.map((one) => `* ${one}`).join("\n")}`;

const hoursOf = (all: All): string => (all.reduce((sum, { seconds }) => sum + seconds, 0) / 3600).toFixed(1);

/** The whole page. */
export function renderPage(standing: Standing, findings: readonly string[]): string {
  const all = standing.all.map((one) => ({ ...one, isEarlier: standing.earlier.has(one.id) }));
  return `# What the soundness laboratory shows

Generated by \`npm run soundness -- --full\` (or \`--page\`) from [its results](../test/soundness/results), seed \`${all[0]?.seed ?? "none"}\`; do not edit. A result is kept with the contents of all files that it
depends on, and stands as long as these do. Commits at which the units ran: ${commitsOf(all)}. Together they took ${hoursOf(all)} hours, one after the other.
How each check works, and how to repeat a figure of this page, is in [test/soundness](../test/soundness/README.md#to-check-a-figure-yourself).${leftToDo(standing)}${found(findings)}

## Statements

${table(["statement", "constraints shipped (O2)", "examined (O1)", "signals", "proved unique", "zero tests' inverses", "O1 and O2", "rank"], statementRows(all))}

*Proved unique*: of the signals that are no inputs (equal ones counted once, constants left out), those that any two witnesses with the same inputs, public and private,
have in common, by propagation over the constraints. The inverse hint of a zero test is free where the tested value is 0 and is in no other
constraint; the reviewed list is \`test/soundness/exceptions.json\`. *Equivalent*: every constraint of each compilation follows from the other, so what is unique at O1 is
unique in what ships. *Rank*: no other signal can move at that many random honest witnesses, to first order. A constraint that is there twice would be among the findings.

## Templates of the library, each constraint deleted

${table(["template", "proved unique", ...KILLS], templateRows(all))}

## The statements' own constraints, each deleted

What is not inside an instance of a library template, wiring included.

${table(["statement and template", ...KILLS], ownRows(all))}

A mutant is counted under the first that kills it. *By a witness*: a concrete witness that the original refuses and the mutant accepts. *By rank*: the rank of the Jacobian drops at an
honest witness. *By uniqueness*: without the constraint the proof that all signals are unique fails; that is weaker than a counterexample.

## Forgeries by recomputation

${table(["statement", "forgeries", "sites", "refused", "invisible", "free inverse", "honest choice", "another statement", "broken assumption", "accepted"], forgeryRows(all))}

One signal that the prover decides, or one private input, gets another value (near misses, ends of ranges and of the field, quotients that wrap round the field, limbs that lend and
borrow), often with a second one that keeps a constraint of the first; everything after it, the prover's other decisions and the roots included, is recomputed honestly (after one lie in five the other decisions stay), and the constraints that ship judge. *Sites* are places in the source. *Invisible*: only signals
that the compiler eliminated would differ. *Free inverse*: nothing but the inverse of a zero differs. *Honest choice*: what differs is a choice that the rules leave to the prover, and the same public signals come out.
*Another statement*: a public input names another book, market or model, and the honest generator gives the very same witness for it. *Broken assumption*: a number that the circuit takes on
trust (\`Trusted\`) is out of its range, and a public input names the model, sheet or policy that holds it: whoever made or approved that root is answerable. What is *accepted* for no such reason is a hole.
The boundary forgeries of \`forgery/boundaries.ts\` are written by hand and run with every test.

## Model and circuit

${table(["subject", "vectors", "accepted", "refused", "disagreements"], differentialRows(all))}

Random inputs at, near and beyond the edges of every range. For the statements: books and markets whose rules are close to their limits, and around each of them neighbours that differ by little, where verdicts turn; other claims about a tier than the
model's; moves between books that are not the same. Agreement is about the verdict of the shipped constraints and about every output. A change that leads to no book has no input to ask them with, and counts as refused: about one in eleven of the books'.

## Slips in the sources

${table(["file", "mutants", "by the compiler", "by the model", "by rank", "by uniqueness", "by symmetry", "equivalent", "survivors"], mutationRows(all))}

Each mutant is one slip in one place: an equality dropped, \`<==\` weakened to \`<--\`, a width off by one, operands exchanged, two inputs with each other's source, another index, a check left out, a number off by one,
another domain, a loop without its last turn. It is counted under the first that notices it: the compiler (tags, assertions on parameters; in a statement also a read of what does not exist and values of another shape, which are told without it), an input on which verdict or outputs differ from the model's, the rank without the constraint that a statement's slip
leaves out, the proof of uniqueness, the elements of an array that are not held by the same constraints any more. Equivalent ones are the same circuit; each is in
\`test/soundness/mutation/equivalents.json\` with its reason.

## Readers of files

${table(["file", "spoilt files", "refused", "accepted", "slowest, ms"], parserRows(all))}

Real files, spoilt by their tokens, characters, bytes, lengths and sections, and invented ones. *Accepted* are those that mean the same, and of files whose numbers may be any others those that say so canonically and,
where we write such files too, read back as written (of \`instruments.json\`, \`history.csv\` and a first market there is no writer). Nothing but the typed error is thrown. The proving key's points are not checked when it is read: its hash in the manifest is, and every proof before it leaves the prover.

${contractsSection(contractFigures())}

## Canaries: classic bugs that must be flagged

${table(["bug", "flagged by"], canaryRows(all))}

Each has a mended twin that no check flags.

## What this does not show

* Uniqueness is given *all* inputs, the private ones too. That a prover's choices (haircut values, worst loss, netting charge, the named factor of a tier) cannot change a verdict
  is argued in the templates and tried by the forgeries of \`test/circuits\`; it does not follow from uniqueness.
* A unique signal can still be the wrong one: a swapped operand, a range one bit too wide. Those are for the tests against the model.
* Deletion looks at one constraint at a time. The rank sees first order at a few witnesses only.
* Hash functions are taken as given: that Poseidon is hard to invert is assumed, not examined.
* Slips in the sources are judged a template at a time, with the inputs of its tests; a statement's on the constraints of one instance.
* A forgery changes one decision or two. What takes three that agree is for the proofs of uniqueness, not for the campaign.
* The forger's decisions and the model's vectors are drawn from distributions that somebody wrote; a campaign says how many were tried, not how many there are.
* A statement's witness in \`Model and circuit\` is recomputed from the constraints' own order; one input in forty is also given to the generator that ships, and both have to come to the same signals.
* That a forgery comes out as *another statement* is the word of the constraints and of the generator, not of the model: a rule that both lack would be excused there. That no rule is lacking is for the vectors above.
* Of \`class-move\` nearly every lie is another statement: commitments are all that is public, and a book that commits to them is an honest book. What holds it is that each commitment opens one way, which is the hash's to keep.
* The generated keys are examined by every run of the tests (\`keys.test.ts\`), not by this page.
`;
}
