/**
 * The model against the constraints: a change is accepted by `explain` exactly when its honest witness satisfies the R1CS.
 * BALLAST_DIFFERENTIAL_RUNS sets the number of cases, BALLAST_SEED the seed.
 */
import { beforeAll, expect, it } from "vitest";
import { agreementOn } from "./support/agreement.ts";
import { DESK_8, type LoadedCircuit, loadCircuit } from "./support/desk-8.ts";

const RUNS = Number(process.env.BALLAST_DIFFERENTIAL_RUNS ?? 300);
const SEED = process.env.BALLAST_SEED ?? String(Date.now());
let circuit: LoadedCircuit;
beforeAll(async () => {
  circuit = await loadCircuit(DESK_8);
});

class Tally {
  readonly kept = new Set<string>();
  readonly broken = new Set<string>();
  accepted = 0;
  refused = 0;
  withoutBook = 0;
}

function compare(seed: string, tally: Tally): void {
  const { verdict, satisfied, disagreement } = agreementOn(circuit, seed);
  for (const rule of verdict.rules) if (!("off" in rule)) (rule.ok ? tally.kept : tally.broken).add(rule.id);
  for (const { id } of verdict.violations) tally.broken.add(id);
  if (disagreement !== undefined) expect.fail(disagreement);
  if (satisfied === undefined) tally.withoutBook++;
  else if (satisfied) tally.accepted++;
  else tally.refused++;
}

it(`agrees on ${RUNS} random books and changes, every rule hit both ways (BALLAST_SEED=${SEED})`, {
  timeout: 7_200_000,
}, () => {
  const tally = new Tally();
  for (let run = 0; run < RUNS; run++) compare(`${SEED}/${run}`, tally);
  const { accepted, refused, withoutBook } = tally;
  process.stdout.write(
    `differential: seed ${SEED}, ${accepted} accepted, ${refused} refused, ${withoutBook} without a book\n`,
  );
  expect(accepted).toBeGreaterThan(RUNS / 5);
  expect(refused).toBeGreaterThan(RUNS / 5);
  if (RUNS < 300) return;
  const rules = ["S-04", "S-10", "S-11", "S-13", "S-14", "S-15", "S-16", "S-17", "S-18", "S-19"];
  expect([...tally.kept].sort()).toEqual(rules);
  for (const id of [...rules, "S-02", "S-05", "S-20", "S-21", "S-22"]) expect(tally.broken, id).toContain(id);
});
