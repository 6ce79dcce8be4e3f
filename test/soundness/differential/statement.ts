/** Model against circuit for the statements, case by case: witnesses in memory, the shipped constraints as judge. */

import { packMoveCall } from "../../../model/call.ts";
import { buildMoveInput, movePublicInputs } from "../../../model/class-move.ts";
import { buildMarketInput, marketPublicInputs, marketPublicSignals } from "../../../model/market-witness.ts";
import { agreementOn } from "../../circuits/support/agreement.ts";
import { DESK_8, loadCircuit } from "../../circuits/support/desk-8.ts";
import { MARKET_F8, publicSignalsOf, rulesBroken } from "../../circuits/support/market-circuit.ts";
import { openCircuit } from "../../harness/circuit.ts";
import { randomCase } from "../../support/random-case.ts";
import { randomMarketCase } from "../../support/random-market.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import type { Agreement } from "./template.ts";

const MOVE = "circuits/main/class-move-desk-8-desk-16.circom";

/** What one case gives: whether the circuit accepts, and how it differs from the model. */
type Outcome = { readonly accepted: boolean; readonly disagreement?: string | undefined };

/** A change is accepted by `explain` exactly when its honest witness satisfies the constraints. */
async function sizeUpdate(): Promise<(seed: string) => Outcome> {
  const circuit = await loadCircuit(DESK_8);
  return (seed) => {
    const { satisfied, disagreement } = agreementOn(circuit, seed);
    return { accepted: satisfied === true, disagreement };
  };
}

/** Every step that the model takes is provable, and the public signals are the model's. */
async function marketUpdate(): Promise<(seed: string) => Outcome> {
  const circuit = await openCircuit(MARKET_F8);
  return (seed) => {
    const { previous, bars, model } = randomMarketCase(seed);
    const { rules, witness } = rulesBroken(circuit, buildMarketInput(previous, bars, model));
    const expected = marketPublicInputs(marketPublicSignals(previous, bars, model)).join();
    if (rules.length > 0)
      return { accepted: false, disagreement: `seed ${seed}: the constraints of ${rules} refuse it` };
    const isRight = publicSignalsOf(witness).join() === expected;
    return { accepted: true, disagreement: isRight ? undefined : `seed ${seed}: other public signals` };
  };
}

/** Every book moves, and the public signals are the model's. */
async function classMove(): Promise<(seed: string) => Outcome> {
  const circuit = await openCircuit(MOVE);
  return (seed) => {
    const { book } = randomCase(seed);
    const random = seededRandom(`move/${seed}`);
    const input = buildMoveInput(book, "desk-16", random.magnitude(248), packMoveCall(random.magnitude(180)));
    const { rules, witness } = rulesBroken(circuit, input);
    if (rules.length > 0)
      return { accepted: false, disagreement: `seed ${seed}: the constraints of ${rules} refuse it` };
    const isRight = witness.slice(1, 6).join() === movePublicInputs(input).join();
    return { accepted: true, disagreement: isRight ? undefined : `seed ${seed}: other public signals` };
  };
}

const COMPARISONS: Readonly<Record<string, () => Promise<(seed: string) => Outcome>>> = {
  "size-update-desk-8": sizeUpdate,
  "market-update-f8": marketUpdate,
  "class-move-desk-8-desk-16": classMove,
};

/** Statements with a random model to compare with. */
export const STATEMENTS: readonly string[] = Object.keys(COMPARISONS);

/** Compares `count` random cases; equal seeds give equal ones. @throws Error for a statement without a comparison. */
export async function compareStatement(name: string, seed: string, count: number): Promise<Agreement> {
  const outcomeOf = await (COMPARISONS[name] ?? unknown(name))();
  const disagreements: string[] = [];
  let accepted = 0;
  for (let i = 0; i < count; i++) {
    const { accepted: isAccepted, disagreement } = outcomeOf(`${seed}/${i}`);
    if (isAccepted) accepted++;
    if (disagreement !== undefined) disagreements.push(disagreement);
  }
  return { subject: name, vectors: count, accepted, refused: count - accepted, disagreements };
}

function unknown(name: string): never {
  throw new Error(`differential/statement.ts has no comparison for ${name}`);
}
