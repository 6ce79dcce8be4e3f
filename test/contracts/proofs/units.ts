/** Everything that is proved of the contracts, one thing at a time: theorems of the model checker, laws of words, and slips that must be found. */
import { proveLaws, type Verdict } from "./bits/prove-law.ts";
import type { Edit } from "./instrument.ts";
import { LAWS, type Laws, lawFileOf, lawReaderOf } from "./laws.ts";
import { policyClaims, policyHarness } from "./policy-harness.ts";
import { type Check, type Proofs, prove } from "./prove.ts";
import { fileOf, readerOf, THEOREMS, type Theorem } from "./theorems.ts";

/** What a unit came to. */
export interface Outcome {
  /** Claims that were proved: assertions, or laws. */
  readonly proved: number;
  /** Names of the laws that were. */
  readonly holds: readonly string[];
  /** What was refuted: there are values for which it does not hold. */
  readonly refuted: readonly string[];
  /** What the solver did not settle within its patience. */
  readonly unsettled: readonly string[];
  /** Steps that it took for the hardest query. */
  readonly steps: number;
}

/** One thing to prove, or one slip to refute. */
export interface Unit {
  readonly id: string;
  readonly properties: readonly string[];
  readonly says: string;
  readonly by: "chc" | "bit vectors";
  /** For a slip, what it puts into the sources. */
  readonly slip?: Edit;
  readonly run: () => Outcome;
}

/** What the model checker may take for anything: nothing that a theorem rests on. */
const BLURRED =
  /^(Assertion checker does not yet (implement type error|support this expression)|Inline assembly may cause|Unused function parameter)/;

const says = ({ file, start, message }: Check): string => `${file}:${start}: ${message.split("\n")[0]}`;

function prover(theorem: Theorem, slip?: Edit): Outcome {
  const { blurred, ...proofs } = prove({
    contract: theorem.contract,
    file: fileOf(theorem),
    read: readerOf(theorem, slip),
    targets: ["assert"],
  });
  const unknown = blurred.filter(({ message }) => !BLURRED.test(message));
  if (unknown.length > 0) throw new Error(unknown.map(says).join("\n"));
  return outcomeOf(proofs);
}

/** A check that happens was refuted; one that might happen is not settled. */
const outcomeOf = ({ safe, open, steps }: Omit<Proofs, "blurred">): Outcome => ({
  proved: safe.length,
  holds: [],
  refuted: open.filter(({ message }) => / happens here/.test(message)).map(says),
  unsettled: open.filter(({ message }) => !/ happens here/.test(message)).map(says),
  steps,
});

function lawyer(laws: Laws, slip?: Edit): Outcome {
  const verdicts = proveLaws(laws.contract, lawFileOf(laws), lawReaderOf(laws, slip));
  const namesOf = (wanted: Verdict["answer"]) =>
    verdicts.filter(({ answer }) => answer === wanted).map(({ law }) => law);
  const steps = Math.max(...verdicts.map((verdict) => verdict.steps));
  const holds = namesOf("holds");
  return { proved: holds.length, holds, refuted: namesOf("fails"), unsettled: namesOf("unsettled"), steps };
}

const slipped = (whole: Unit, slips: readonly Edit[], run: (slip: Edit) => Outcome): Unit[] =>
  slips.map((slip, i) => ({ ...whole, id: `${whole.id}/slip-${i + 1}`, slip, run: () => run(slip) }));

const ofTheorem = (theorem: Theorem): Unit[] => {
  const { id, properties, says: text, slips } = theorem;
  const whole: Unit = { id: `chc/${id}`, properties, says: text, by: "chc", run: () => prover(theorem) };
  return [whole, ...slipped(whole, slips, (slip) => prover(theorem, slip))];
};

const ofLaws = (laws: Laws): Unit[] => {
  const { contract, properties, says: text, slips } = laws;
  const run = () => lawyer(laws);
  const whole: Unit = { id: `bits/${contract}`, properties, says: text, by: "bit vectors", run };
  return [whole, ...slipped(whole, slips, (slip) => lawyer(laws, slip))];
};

const POLICY: Unit = {
  id: "chc/policy-fits",
  properties: ["P-24"],
  says: "no accepted policy makes a side of any comparison reach 2^252",
  by: "chc",
  run: () => {
    const source = policyHarness(policyClaims());
    const targets = ["assert", "overflow"] as const;
    return outcomeOf(prove({ contract: "PolicyFits", file: "PolicyFits", read: () => source, targets }));
  },
};

/** All of them. */
export const UNITS: readonly Unit[] = [POLICY, ...THEOREMS.flatMap(ofTheorem), ...LAWS.flatMap(ofLaws)];
