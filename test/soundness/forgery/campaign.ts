/** A seeded campaign of forgeries against one statement: sites are drawn evenly, however many signals each has. */

import { seededRandom } from "../../support/seeded-random.ts";
import { ForgeryBench, type Verdict } from "./bench.ts";
import { drawLie, type Target } from "./lies.ts";
import type { ForgerySubject } from "./subjects.ts";

/** What a campaign found. */
export type Campaign = {
  readonly statement: string;
  readonly forgeries: number;
  /** Places in the source that were lied about, indices apart. */
  readonly sites: number;
  /** Honest witnesses that the lies started from. */
  readonly witnesses: number;
  /** How many of each verdict. */
  readonly verdicts: Readonly<Record<Verdict["kind"], number>>;
  /** How often each rule was the first to object. */
  readonly rules: Readonly<Record<string, number>>;
  /** What was chosen otherwise, and accepted by right. */
  readonly choices: Readonly<Record<string, number>>;
  /** Forgeries that were accepted and should not have been, in words. */
  readonly holes: readonly string[];
};

/** Lies told about one honest witness. */
const PER_WITNESS = 250;
/** Share of the lies after which the prover's other decisions stay as they were, instead of following. */
const STUBBORN = 0.2;

/**
 * Runs `count` forgeries; equal seeds give equal ones.
 * @param opened the subject's bench, where there is one already; its witness is replaced.
 * @example const { holes } = await runCampaign(subject, { seed: "soundness/1", count: 10_000 });
 */
export async function runCampaign(
  subject: ForgerySubject,
  { seed, count }: { readonly seed: string; readonly count: number },
  opened?: ForgeryBench,
): Promise<Campaign> {
  const bench = opened ?? (await ForgeryBench.open(subject));
  const sites = sitesOf(bench);
  const random = seededRandom(`forgery/${subject.name}/${seed}`);
  const verdicts = {
    refused: 0,
    invisible: 0,
    inverse: 0,
    choice: 0,
    "another statement": 0,
    "broken assumption": 0,
    hole: 0,
  };
  const rules: Record<string, number> = {};
  const choices: Record<string, number> = {};
  const holes: string[] = [];
  let witnesses = 0;
  for (let done = 0; done < count; ) {
    if (done % PER_WITNESS === 0 && witnesses * PER_WITNESS === done)
      bench.start(subject.input(`${seed}/${witnesses++}`));
    const target = random.pick(random.pick(sites));
    const lie = drawLie(random, bench.view, target);
    if (lie === undefined) continue;
    done++;
    const isStubborn = random.chance(STUBBORN);
    const verdict = bench.judge(lie.forced, isStubborn);
    verdicts[verdict.kind]++;
    if (verdict.kind === "refused") rules[verdict.rule] = (rules[verdict.rule] ?? 0) + 1;
    if (verdict.kind === "choice") choices[verdict.of] = (choices[verdict.of] ?? 0) + 1;
    if (verdict.kind === "hole") {
      const words = inWords(bench, witnesses - 1, lie.forced, verdict.changed);
      holes.push(isStubborn ? `${words} (the other decisions stay)` : words);
    }
  }
  return { statement: subject.name, forgeries: count, sites: sites.length, witnesses, verdicts, rules, choices, holes };
}

/** Signals that the prover decides and private inputs, by their names without indices. */
function sitesOf(bench: ForgeryBench): Target[][] {
  const wires = new Set([...bench.hints, ...bench.inputs.values()]);
  const arrays = Map.groupBy(wires, (wire) => bench.nameOf(wire).replace(/\[\d+\]$/, ""));
  const targets = [...arrays.values()].flatMap((array) => array.map((wire, place): Target => ({ wire, array, place })));
  return [...Map.groupBy(targets, ({ wire }) => bench.nameOf(wire).replace(/\[\d+\]/g, "")).values()];
}

function inWords(
  bench: ForgeryBench,
  witness: number,
  forced: ReadonlyMap<number, bigint>,
  changed: readonly string[],
): string {
  const lies = [...forced].map(([wire, value]) => `${bench.nameOf(wire)} = ${value}`).join(", ");
  return `witness ${witness}: ${lies} is accepted; it changes ${changed.join(", ")}`;
}
