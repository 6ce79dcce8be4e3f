import type { Bar } from "../../model/bars.ts";
import type { Market } from "../../model/market.ts";
import type { MarketModel } from "../../model/market-model.ts";
import { stepMarket } from "../../model/market-update.ts";
import { buildMarketInput, marketPublicInputs, marketPublicSignals } from "../../model/market-witness.ts";
import { proofWords } from "../../verifier/proof.ts";
import { proveStatement, type StatementTools } from "../prove-statement.ts";

/** A proven epoch that passed verification. */
export interface ProvenMarket {
  /** Eight words, as the contracts take a proof. */
  readonly proof: ReturnType<typeof proofWords>;
  /** The eight public signals in their order. */
  readonly publicInputs: readonly bigint[];
  /** The block behind `nextRoot`, with the model's own tier. */
  readonly next: Market;
}

/**
 * Proves that the next market block follows from the previous one and the registry's bars by the model. The proof is checked by
 * the independent verifier before it is returned, against public signals that come from the model and not from the prover.
 *
 * @throws BallastError BAL-104, BAL-105, BAL-108 as `nextMarket`; BAL-233 model and circuit disagree, BAL-234 (exit 4) the proof does
 *   not verify, and what the backend throws
 *
 * @example
 * const { proof, publicInputs, next } = await proveMarket(previous, bars, model, { circuit, backend });
 */
export async function proveMarket(
  previous: Market,
  bars: readonly (Bar | null)[],
  model: MarketModel,
  tools: StatementTools,
): Promise<ProvenMarket> {
  const step = stepMarket(previous, bars, model);
  const publicInputs = marketPublicInputs(marketPublicSignals(previous, bars, model, step));
  const input = buildMarketInput(previous, bars, model, step);
  const proof = await proveStatement({ input, publicInputs, what: "a market step" }, tools);
  return { proof: proofWords(proof), publicInputs, next: step.market };
}
