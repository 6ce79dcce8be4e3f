/** One random case of `size-update`, judged by the model and by the constraints. */
import type { BookClass } from "../../../model/classes.ts";
import type { Explanation } from "../../../model/explain.ts";
import { violatedConstraints } from "../../../prover/artifacts/r1cs.ts";
import { rulesOf, violations } from "../../../prover/artifacts/violations.ts";
import { randomCase } from "../../support/random-case.ts";
import { inputOf, verdictOf } from "./case-input.ts";
import type { LoadedCircuit } from "./desk-8.ts";

/** Both verdicts; `satisfied` is undefined where the change leads to no book, so that there is no witness to judge. */
export interface CaseAgreement {
  readonly verdict: Explanation;
  readonly satisfied: boolean | undefined;
  /** In words, where they differ. */
  readonly disagreement: string | undefined;
}

/** Judges the case of a seed, in the circuit of its class. */
export function agreementOn(circuit: LoadedCircuit, seed: string, bookClass: BookClass = "desk-8"): CaseAgreement {
  const one = randomCase(seed, bookClass);
  const verdict = verdictOf(one);
  const input = inputOf(one);
  if (input === undefined) {
    const disagreement = verdict.accepted
      ? `seed ${seed}: the model accepts a change that leads to no book`
      : undefined;
    return { verdict, satisfied: undefined, disagreement };
  }
  const witness = circuit.forging.calculate(input);
  const satisfied = violatedConstraints(circuit.r1cs, witness, 1).length === 0;
  if (satisfied === verdict.accepted) return { verdict, satisfied, disagreement: undefined };
  const rules = rulesOf(violations(circuit.r1cs, witness, circuit.names));
  const said = [
    ...verdict.violations.map(({ id }) => id),
    ...verdict.rules.filter(({ ok }) => !ok).map(({ id }) => id),
  ];
  const model = verdict.accepted ? "accepts" : `refuses by ${said}`;
  return { verdict, satisfied, disagreement: `seed ${seed}: model ${model}, constraints broken: ${rules}` };
}
