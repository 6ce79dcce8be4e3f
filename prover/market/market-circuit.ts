import { MARKET_PUBLIC_INPUTS } from "../../model/market-witness.ts";
import type { LoadOptions } from "../artifacts/load.ts";
import { openProvingCircuit, type ProvingCircuit } from "../circuit.ts";

/** Name of the circuit of `market-update` for 8 factors. */
export const MARKET_CIRCUIT = "market-update-f8";

/**
 * Opens the circuit of `market-update`: proving key, verification key, hashes and witness calculator.
 *
 * @throws BallastError BAL-501…503 (exit 5) when an artifact is absent or differs from its manifest, BAL-301 when the
 *   verification key is unusable
 *
 * @example
 * const circuit = await loadMarketCircuit();
 */
export async function loadMarketCircuit(options: LoadOptions = {}): Promise<ProvingCircuit> {
  return openProvingCircuit(MARKET_CIRCUIT, MARKET_PUBLIC_INPUTS, options);
}
