/** What the registry does with a true proof that says something else, and with false ones. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readArtifact } from "../../../contracts/deploy/artifacts.ts";
import { marketRegistryAbi } from "../../../contracts/generated/abi.ts";
import { barsInPlaces, packBars, unpackBars } from "../../../model/bars.ts";
import { R } from "../../../model/field.ts";
import { at, times } from "../../../model/integers.ts";
import { chainError, revertName } from "../../../prover/chain/chain-error.ts";
import { gatherHints } from "../../../prover/market/hints.ts";
import { type ProvenMarket, proveMarket } from "../../../prover/market/prove-market.ts";
import { readHead } from "../../../prover/market/read-registry.ts";
import type { MarketUpdate } from "../../../prover/market/send.ts";
import { BASE_MODULUS } from "../../../verifier/proof.ts";
import { invented } from "./support/invented.ts";
import { openRegistryStage, type RegistryStage } from "./support/registry-stage.ts";
import { openWorkshop, runnerOf, type Workshop } from "./support/runner.ts";

let workshop: Workshop;
let stage: RegistryStage;
let proven: ProvenMarket;
let update: MarketUpdate;

beforeAll(async () => {
  workshop = await openWorkshop();
  const stretch = invented(4);
  stage = await openRegistryStage(stretch);
  const epoch = await stage.play(0);
  const { read } = stage.chain;
  const { block } = await readHead(read, stage.registry);
  const hints = await gatherHints(read, stage.facts, epoch, block);
  proven = await proveMarket(stretch.first, barsInPlaces(at(stretch.days, 0).bars), stretch.model, workshop);
  const { proof, publicInputs } = proven;
  update = { epoch, marketRoot: at(publicInputs, 2), tier: Number(publicInputs[0]), hints, proof };
});
afterAll(async () => {
  await workshop.backend.close();
  await stage.chain.close();
});

/** The error by which the registry refuses an update; undefined when it would take it. */
async function refusal(over: Partial<MarketUpdate>, on: RegistryStage = stage): Promise<string | undefined> {
  const args = [{ ...update, ...over }] as never;
  const request = { address: on.registry, abi: marketRegistryAbi, functionName: "publishMarket", args } as const;
  try {
    await on.chain.read.simulateContract(request);
    return undefined;
  } catch (cause) {
    return revertName(chainError(cause, "publishing")) ?? "another failure";
  }
}

/** The same for the verifier alone. */
async function verifierSays(proof: readonly bigint[], inputs: readonly bigint[]): Promise<string | undefined> {
  const { abi } = readArtifact("IMarketVerifier");
  const address = await stage.chain.read.readContract({
    address: stage.registry,
    abi: marketRegistryAbi,
    functionName: "VERIFIER",
  });
  try {
    await stage.chain.read.readContract({ address, abi, functionName: "verify", args: [proof, inputs] });
    return undefined;
  } catch (cause) {
    return revertName(chainError(cause, "verifying")) ?? "another failure";
  }
}

const INVALID = "Groth16VerifierInvalidProof";

describe("an honest update", () => {
  it("is taken, from anyone", async () => {
    expect(await refusal({})).toBeUndefined();
    expect(await verifierSays(proven.proof, proven.publicInputs)).toBeUndefined();
  });
});

describe("a true proof that is made to say something else", () => {
  it("is refused with any other tier", async () => {
    for (const tier of [0, 1, 2, 3].filter((other) => other !== update.tier))
      expect(await refusal({ tier }), `tier ${tier}`).toBe(INVALID);
    expect(await refusal({ tier: 4 })).toBe("MarketRegistryTierOutOfRange");
  });

  it("is refused with another next root, or one that is no field element", async () => {
    expect(await refusal({ marketRoot: update.marketRoot + 1n })).toBe(INVALID);
    expect(await refusal({ marketRoot: update.marketRoot + R })).toBe("MarketRegistryRootOutOfRange");
  });

  it("is refused with each public input changed by one, and with each alias of one", async () => {
    for (const [i, value] of proven.publicInputs.entries()) {
      const changed = proven.publicInputs.map((other, j) => (i === j ? value + 1n : other));
      expect(await verifierSays(proven.proof, changed), `input ${i}`).toBe(INVALID);
      const alias = proven.publicInputs.map((other, j) => (i === j ? value + R : other));
      expect(await verifierSays(proven.proof, alias), `alias of ${i}`).toBe("Groth16VerifierInputTooLarge");
    }
  });

  it("is refused for every bar that differs in price, high, low or flag", async () => {
    const { model } = stage.stretch;
    const bars = unpackBars(proven.publicInputs.slice(4), model.used);
    for (const [f, bar] of bars.entries()) {
      if (bar === null) continue;
      for (const other of [
        { ...bar, price: bar.price - 1n, low: bar.low - 1n },
        { ...bar, high: bar.high + 1n },
        { ...bar, low: bar.low - 1n },
        { ...bar, flagged: true },
      ]) {
        const packed = packBars(bars.map((same, g) => (f === g ? other : same)));
        const inputs = [...proven.publicInputs.slice(0, 4), ...packed];
        expect(await verifierSays(proven.proof, inputs), `factor ${f}`).toBe(INVALID);
      }
    }
  });
});

describe("a proof that was used before, or is used elsewhere", () => {
  it("is refused once it is published, for its own epoch and for the next", () =>
    stage.chain.undone(async () => {
      await runnerOf(stage, workshop).runner.turn();
      expect(await refusal({})).toBe("MarketRegistryEpochOutOfOrder");
      const epoch = await stage.play(1);
      const { block } = await readHead(stage.chain.read, stage.registry);
      const hints = await gatherHints(stage.chain.read, stage.facts, epoch, block);
      expect(await refusal({ epoch, hints })).toBe(INVALID);
    }));

  it("is refused for a later epoch with other prices", () =>
    stage.chain.undone(async () => {
      const epoch = await stage.play(1);
      const { block } = await readHead(stage.chain.read, stage.registry);
      const hints = await gatherHints(stage.chain.read, stage.facts, epoch, block);
      expect(await refusal({ epoch, hints })).toBe(INVALID);
    }));

  it("is refused by a registry of another model, and by one of another first block", async () => {
    const { stretch } = stage;
    const otherModel = { ...stretch.model, alpha: stretch.model.alpha - 1n };
    const otherFirst = { ...stretch.first, covariance: stretch.first.covariance.map((v, i) => (i === 0 ? v + 1n : v)) };
    for (const over of [{ model: otherModel }, { first: otherFirst }]) {
      const other = await openRegistryStage({ ...stretch, ...over });
      try {
        const epoch = await other.play(0);
        const { block } = await readHead(other.chain.read, other.registry);
        const hints = await gatherHints(other.chain.read, other.facts, epoch, block);
        expect(await refusal({ epoch, hints }, other)).toBe(INVALID);
        // The same registry takes the proof that is its own.
        const own = await proveMarket(
          other.stretch.first,
          barsInPlaces(at(stretch.days, 0).bars),
          other.stretch.model,
          workshop,
        );
        const [tier, marketRoot] = [Number(own.publicInputs[0]), at(own.publicInputs, 2)];
        expect(await refusal({ epoch, hints, tier, marketRoot, proof: own.proof }, other)).toBeUndefined();
      } finally {
        await other.chain.close();
      }
    }
  });
});

describe("a malformed proof", () => {
  it("is refused whichever word is wrong: changed, too large, zero", async () => {
    for (const [i, word] of proven.proof.entries()) {
      const put = (value: bigint) => proven.proof.map((other, j) => (i === j ? value : other));
      expect(await refusal({ proof: put(word + 1n) }), `word ${i} changed`).toMatch(/^Groth16Verifier/);
      expect(await refusal({ proof: put(word + BASE_MODULUS) }), `word ${i} alias`).toBe(
        "Groth16VerifierCoordinateTooLarge",
      );
      expect(await refusal({ proof: put(0n) }), `word ${i} zero`).toMatch(/^Groth16Verifier/);
    }
    expect(await refusal({ proof: times(8, () => 0n) })).toMatch(/^Groth16Verifier/);
  });

  it("is refused when its points are exchanged", async () => {
    const [a, b, c] = [proven.proof.slice(0, 2), proven.proof.slice(2, 6), proven.proof.slice(6)];
    expect(await refusal({ proof: [...c, ...b, ...a] })).toBe(INVALID);
    expect(await refusal({ proof: [...a, ...b.slice(2), ...b.slice(0, 2), ...c] })).toMatch(/^Groth16Verifier/);
  });
});
