/** The contracts' section of the page. */

import { code, count, share, table } from "./cells.ts";
import type { ContractFigures } from "./contracts.ts";

const NONE = "No figures are kept at this commit.";

const mark = ({ isEarlier }: { readonly isEarlier: boolean }): string => (isEarlier ? " †" : "");

function mutantsOfContracts({ mutation }: ContractFigures): string {
  const rows = mutation.flatMap(({ name, figures }) =>
    figures === undefined
      ? []
      : [
          [
            code(name) + mark(figures),
            figures.mutants,
            figures.killed,
            figures.equivalents,
            figures.survivors,
            figures.notRun,
            figures.commit.slice(0, 12),
          ],
        ],
  );
  const without = mutation.filter(({ figures }) => figures === undefined).map(({ name }) => code(name));
  const left = without.length === 0 ? "" : `Not run: ${without.join(", ")}. `;
  const head = ["contracts", "mutants", "killed", "equivalent", "survivors", "not run", "commit"];
  return `${table(head, rows)}\n\n${left}What each group holds, and by which tests it is judged, is in [groups.ts](../test/contracts/mutation/groups.ts); interfaces, mocks, the example, the integrator's base contracts and \`Field\` are in none.`;
}

function coverageOfContracts({ coverage }: ContractFigures): string {
  if (coverage === undefined) return NONE;
  const files = Object.entries(coverage.files);
  const total = (kind: "statements" | "covered" | "unreachable"): number =>
    files.reduce((sum, [, one]) => sum + one[kind], 0);
  const open = files.filter(([, { statements, covered, unreachable }]) => covered + unreachable < statements);
  const where = open.map(([file, one]) => `${code(file)} ${one.covered} of ${one.statements}`).join(", ");
  const can = total("statements") - total("unreachable");
  const whole = `${count(total("covered"))} of ${count(can)} statements that can run, in ${files.length} files, do (${share(total("covered"), can)}), at commit ${coverage.commit.slice(0, 12)}${mark(coverage)}; ${total("unreachable")} more cannot, for the reasons in [unreachable.ts](../test/contracts/coverage/unreachable.ts).`;
  return open.length === 0 ? whole : `${whole} Not all of: ${where}.`;
}

function proofsOfContracts({ proofs }: ContractFigures): string {
  if (proofs === undefined) return NONE;
  const rows = proofs.theorems.map(({ id, by, properties, says, proved, slips, refuted }) => [
    code(id),
    by,
    properties.join(", "),
    says,
    proved,
    `${refuted} of ${slips}`,
  ]);
  const head = ["proof", "by", "properties", "what it says", "proved", "slips refuted"];
  return `At commit ${proofs.commit.slice(0, 12)}${mark(proofs)}.\n\n${table(head, rows)}`;
}

function lawsOfContracts({ laws }: ContractFigures): string {
  if (laws === undefined) return NONE;
  const rows = [...Map.groupBy(laws.laws, ({ contract }) => contract)].map(([contract, own]) => {
    const slips = laws.slips.filter((slip) => slip.contract === contract);
    return [
      code(contract),
      own.length,
      [...new Set(own.map(({ runs }) => count(runs)))].join(", "),
      own.filter(({ holds }) => !holds).length,
      `${slips.filter(({ breaks }) => breaks.length > 0).length} of ${slips.length}`,
      own.filter(({ brokenBy }) => brokenBy > 0).length,
    ];
  });
  const head = ["contract", "laws", "values each", "falsified", "slips that falsify one", "laws that a slip falsifies"];
  return `At commit ${laws.commit.slice(0, 12)}${mark(laws)}.\n\n${table(head, rows)}`;
}

/** The section, from figures that are kept. */
export function contractsSection(figures: ContractFigures): string {
  return `## Contracts

${figures.properties.length} properties have ids and prose in [PROPERTIES.md](../contracts/PROPERTIES.md), which says of each how it is held. The figures here are kept by commands of their own, each with its commit: \`npm run coverage:contracts\`,
\`npm run mutate:contracts\`, \`npm run prove:contracts\` and \`npm run laws:contracts\`. † marks what is of earlier contracts, or of an earlier way to judge them.

### Statements that run

${coverageOfContracts(figures)}

### Slips in the contracts

${mutantsOfContracts(figures)}

### Proofs

${proofsOfContracts(figures)}

### Laws tried on random values

${lawsOfContracts(figures)}

The laws of words are also among the proofs above; here the EVM runs them. A slip in the sources is tried on fewer values than the sources themselves: what needs one value in millions is for the proofs to refute.`;
}
