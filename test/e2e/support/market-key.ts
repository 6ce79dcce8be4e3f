/** The shipped key of `market-update` with its contract and its trapdoor: true proofs of any statement, for local chains. */
import { readFileSync } from "node:fs";
import { type ContractArtifact, compileVerifier } from "../../../contracts/deploy/compile-verifier.ts";
import { loadArtifacts } from "../../../prover/artifacts/load.ts";
import { parseR1cs } from "../../../prover/artifacts/r1cs.ts";
import { loadMarketCircuit, MARKET_CIRCUIT } from "../../../prover/market/market-circuit.ts";
import type { VerificationKey } from "../../../verifier/verification-key.ts";
import { openTrapdoorProver, type TrapdoorProver } from "./trapdoor-prover.ts";

/** What a venue needs whose markets are proven, and what an auditor of it needs. */
export interface MarketKey {
  readonly key: VerificationKey;
  readonly artifact: ContractArtifact;
  readonly prove: TrapdoorProver;
}

/** Opens the built artifacts of `market-update`. */
export async function openMarketKey(): Promise<MarketKey> {
  const { paths } = await loadArtifacts(MARKET_CIRCUIT);
  const circuit = await loadMarketCircuit();
  const vkey = JSON.parse(readFileSync(paths.vkey, "utf8"));
  return {
    key: circuit.key,
    artifact: compileVerifier(vkey, "MarketEndToEndVerifier", ".ballast/contracts/verifiers"),
    prove: await openTrapdoorProver({ r1cs: parseR1cs(readFileSync(paths.r1cs)), circuit }),
  };
}
