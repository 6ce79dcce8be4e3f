import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { R } from "../../../model/field.ts";
import { at } from "../../../model/integers.ts";
import { marketRoot } from "../../../model/market.ts";
import { nextMarket } from "../../../model/market-update.ts";
import {
  buildMarketInput,
  MARKET_PUBLIC_INPUTS,
  marketPublicInputs,
  marketPublicSignals,
} from "../../../model/market-witness.ts";
import { loadArtifacts } from "../../../prover/artifacts/load.ts";
import { openBackend } from "../../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../../prover/backend/proving-backend.ts";
import { loadCircuit, type ProvingCircuit } from "../../../prover/circuit.ts";
import { loadMarketCircuit, MARKET_CIRCUIT } from "../../../prover/market/market-circuit.ts";
import { type ProvenMarket, proveMarket } from "../../../prover/market/prove-market.ts";
import { checkProof } from "../../../verifier/groth16.ts";
import { proofOfWords } from "../../../verifier/proof.ts";
import { parseVerificationKey } from "../../../verifier/verification-key.ts";
import { MARKET_STEPS, MODEL } from "../../model/support/market-samples.ts";
import { MARKET } from "../../model/support/vector-samples.ts";

const bars = at(MARKET_STEPS, 0)(MARKET);
let circuit: ProvingCircuit;
let backend: ProvingBackend;
let proven: ProvenMarket;
beforeAll(async () => {
  circuit = await loadMarketCircuit();
  backend = await openBackend();
  proven = await proveMarket(MARKET, bars, MODEL, { circuit, backend });
});
afterAll(() => backend.close());

describe("a proven epoch", () => {
  test("says what the model says, in eight public signals and eight words", () => {
    expect(proven.next).toEqual(nextMarket(MARKET, bars, MODEL));
    expect(proven.publicInputs).toEqual(marketPublicInputs(marketPublicSignals(MARKET, bars, MODEL)));
    expect(proven.publicInputs[2]).toBe(marketRoot(proven.next));
    expect(proven.proof).toHaveLength(8);
    expect(checkProof(circuit.key, proofOfWords(proven.proof), proven.publicInputs)).toEqual({ status: "valid" });
  });

  test("holds for no other public signal, and for no alias of one", () => {
    const proof = proofOfWords(proven.proof);
    proven.publicInputs.forEach((value, i) => {
      for (const other of [value + 1n, value + R]) {
        expect(checkProof(circuit.key, proof, proven.publicInputs.with(i, other)).status).toBe("invalid");
      }
    });
    expect(checkProof(circuit.key, proof, proven.publicInputs.slice(0, 7)).status).toBe("invalid");
  });

  test("holds under its own key only: the two statements' keys take different counts", async () => {
    const book = await loadCircuit("desk-8");
    expect(checkProof(book.key, proofOfWords(proven.proof), proven.publicInputs.slice(0, 5)).status).toBe("invalid");
    const vkey = async (name: string): Promise<Uint8Array> =>
      readFileSync((await loadArtifacts(name, { kinds: ["vkey"] })).paths.vkey);
    const [own, other] = [await vkey(MARKET_CIRCUIT), await vkey("size-update-desk-8")];
    expect(parseVerificationKey(own, MARKET_PUBLIC_INPUTS).ic).toHaveLength(9);
    expect(() => parseVerificationKey(own)).toThrow(/nPublic is not 5/);
    expect(() => parseVerificationKey(other, MARKET_PUBLIC_INPUTS)).toThrow(/nPublic is not 8/);
  });
});

describe("what is not released", () => {
  const refusal = (tools: object, from = bars): Promise<unknown> =>
    proveMarket(MARKET, from, MODEL, { circuit, backend, ...tools }).then(
      () => "released",
      (error: { code?: string; message: string }) => `${error.code} ${error.message}`,
    );
  const answering = (publicInputs: readonly bigint[], words: readonly bigint[]) => ({
    backend: { prove: async () => ({ proof: proofOfWords(words), publicInputs }) },
  });

  test("a proof of other public signals, or one that does not verify", async () => {
    const [signals, words] = [proven.publicInputs, proven.proof];
    expect(await refusal(answering(signals.with(0, 3n), words))).toMatch(/^BAL-234 .*public inputs/);
    expect(await refusal(answering([...signals, 0n], words))).toMatch(/^BAL-234 .*public inputs/);
    const swapped = [words[6], words[7], ...words.slice(2, 6), words[0], words[1]] as bigint[];
    expect(await refusal(answering(signals, swapped))).toMatch(/^BAL-234 .*pairing/);
    expect(await refusal(answering(signals, words))).toBe("released");
  });

  test("a step that the circuit refuses, and one that the model refuses", async () => {
    const calculate = () => Promise.reject(new Error("assert failed"));
    const disagreeing = { circuit: { ...circuit, calculate, brokenRules: async () => ["M-03"] } };
    expect(await refusal(disagreeing)).toMatch(/^BAL-233 .*M-03 covariance, a market step that the model accepted/);
    const input = { ...buildMarketInput(MARKET, bars, MODEL), nextRoot: 1n };
    await expect(circuit.calculate(input)).rejects.toMatchObject({ code: "BAL-504" });
    expect(await circuit.brokenRules(input)).toEqual(["M-01"]);
    expect(await refusal({}, bars.with(0, { price: 0n, high: 0n, low: 0n }))).toMatch(/^BAL-104/);
    expect(await refusal({}, bars.with(0, null))).toMatch(/^BAL-105/);
  });
});
