import { BallastError } from "../model/errors.ts";
import type { Explanation } from "../model/explain.ts";
import type { Market } from "../model/market.ts";
import type { Policy } from "../model/policy.ts";
import { riskRootOf } from "../model/risk-root.ts";
import type { Sheet } from "../model/sheet.ts";
import { isLocalChain } from "../verifier/development-key.ts";
import type { ProvingCircuit } from "./circuit.ts";
import { titled } from "./rule-titles.ts";

/** The policy refuses a change. `explanation` holds the numbers; the message names the rules only. */
export class PolicyRefusal extends BallastError {
  readonly explanation: Explanation;

  constructor(explanation: Explanation) {
    const rules = brokenRuleIds(explanation);
    super("BAL-231", `the change is refused by ${rules.map(titled).join(", ")}; nothing was proven or written.`, {
      details: "`ballast explain` shows each rule's limit and headroom, and the largest size that passes.",
      exitCode: 3,
    });
    this.explanation = explanation;
  }
}

/** Ids of the rules an explanation finds broken, each once. */
export function brokenRuleIds({ rules, violations }: Pick<Explanation, "rules" | "violations">): string[] {
  const ids = [...violations.map(({ id }) => id), ...rules.filter(({ ok }) => !ok).map(({ id }) => id)];
  return [...new Set<string>(ids)].sort();
}

/** The market, sheet and policy at hand are not those the chain judges by. */
export function riskRootError(epoch: bigint): BallastError {
  return new BallastError("BAL-232", `market, sheet and policy are not those of epoch ${epoch} on the chain.`, {
    details: "Fetch the data published with that epoch; its hash and location are in the registry's event.",
    exitCode: 5,
  });
}

/** Refuses data that does not have the epoch's risk root, when that is known. Throws BallastError BAL-232 (exit 5). */
export function requireRiskRoot({ market, sheet, policy, riskRoot }: JudgedData): void {
  if (riskRoot !== undefined && riskRootOf(market, sheet, policy) !== riskRoot)
    throw riskRootError(BigInt(market.epoch));
}

/** Data a change is judged by, and the risk root it must have. */
export interface JudgedData {
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
  /** The epoch's risk root on the chain; nothing is compared without it. */
  readonly riskRoot?: bigint;
}

/** Model and circuit disagree: the model accepted what the circuit refuses. */
export function witnessError(rules: readonly string[], cause: unknown, what = "a change"): BallastError {
  const where = rules.length > 0 ? `by rule ${rules.map(titled).join(", ")}` : "without naming a rule";
  return new BallastError("BAL-233", `the circuit refused, ${where}, ${what} that the model accepted.`, {
    details:
      "No proof was made. Rebuild the artifacts with `npm run build:circuits`; if it stays, report it with the rule ids.",
    cause,
    exitCode: 1,
  });
}

/** The proof that was just made does not verify; it was not released. */
export function selfCheckError(reason: string): BallastError {
  return new BallastError("BAL-234", `the new proof failed its own verification (${reason}) and was not released.`, {
    details: "The proving key or the machine is damaged: check the artifacts with `ballast doctor`, then try again.",
    exitCode: 4,
  });
}

/** A row that follows from market, grid and terms cannot be shown to be wrong. */
export function rightRowError(row: number): BallastError {
  return new BallastError("BAL-273", `row ${row} is what its market implies; there is nothing to void.`, {
    details: "`ballast sheet verify` names the cells that differ from what the inputs give.",
    exitCode: 3,
  });
}

/** A class of artifacts that does not belong to this book. */
export function classError(book: string, circuit: string): BallastError {
  return new BallastError("BAL-235", `the book is of class ${book}, the circuit of class ${circuit}.`, {
    details: "Open the circuit of the book's class.",
    exitCode: 2,
  });
}

/**
 * Refuses a development key anywhere but on a local chain: its trapdoor is published, so a proof with it shows nothing.
 *
 * @throws BallastError BAL-236 (exit 5)
 */
export function requireSoundKey({ key, artifacts }: Pick<ProvingCircuit, "key" | "artifacts">, chain: bigint): void {
  if (isLocalChain(chain) || !(key.development || artifacts.development)) return;
  throw new BallastError("BAL-236", `${artifacts.circuit}: a development key, which cannot serve chain ${chain}.`, {
    details: "Its trapdoor is published, so anyone can forge its proofs. Install artifacts of a real ceremony.",
    exitCode: 5,
  });
}
