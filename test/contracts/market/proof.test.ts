/** An epoch with a true proof of eight inputs: what the registry asks of it, and what all of it costs. */
import { encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, it } from "vitest";
import { marketRegistryAbi } from "../../../contracts/generated/abi.ts";
import { expectGas } from "../../support/gas-snapshot.ts";
import { type MarketStage, newMarketStage } from "../support/market-stage.ts";
import { type MarketUpdate, marketOf, rootOfEpoch } from "../support/reports.ts";
import { expectRevert } from "../support/reverts.ts";
import { type ToyKeys, toyKeys } from "../support/toy-keys.ts";
import { closeProver, type MarketInputs, proveMarket } from "../support/toy-prover.ts";
import { marketVerifierOf } from "../support/venue.ts";

// Update the snapshot with BALLAST_UPDATE_SNAPSHOTS=1. Figures are without the price of calldata, because proofs are random
// and a zero byte costs 12 gas less than another.
const SNAPSHOT = "test/contracts/market/gas.snapshot.json";
const TOLERANCE = 50n;

/** What no registry with such a proof can go below: the transaction, the pairing, a multiplication and an addition each. */
const FLOOR = 21_000n + 181_000n + 8n * 6_150n;
const MODEL_ROOT = 3n;

let keys: ToyKeys;
let plain: MarketStage;
let proxied: MarketStage;

beforeAll(async () => {
  keys = await toyKeys("market", "eight-inputs");
  const verifier = await marketVerifierOf();
  plain = await newMarketStage({ feeds: 8, verifier });
  proxied = await newMarketStage({ feeds: 8, verifier, proxied: true });
});
afterAll(async () => {
  await plain.chain.close();
  await proxied.chain.close();
  await closeProver();
});

/** An update with a proof of exactly what the registry reads. */
const proven = async (stage: MarketStage, over: Partial<MarketUpdate> & { epoch: bigint }): Promise<MarketUpdate> => {
  const update = marketOf(over);
  const [, previous] = await stage.get<[bigint, bigint]>("marketHead");
  const [bars] = await stage.get<[bigint[]]>("previewBars", [update.epoch, update.hints]);
  const inputs = [BigInt(update.tier), previous, update.marketRoot, MODEL_ROOT, ...bars];
  return { ...update, proof: await proveMarket(keys, inputs as unknown as MarketInputs) };
};

const calldataGas = (update: MarketUpdate): bigint => {
  const data = encodeFunctionData({ abi: marketRegistryAbi, functionName: "publishMarket", args: [update as never] });
  return (data.slice(2).match(/../g) ?? []).reduce((sum, byte) => sum + (byte === "00" ? 4n : 16n), 0n);
};

describe("the proof of an epoch", () => {
  it("holds for tier, roots, model and bars as the registry has them, and for nothing else", () =>
    plain.chain.undone(async () => {
      const hints = await plain.begin(1n, 321n);
      const update = await proven(plain, { epoch: 1n, tier: 1, hints });
      for (const edit of [{ tier: 0 }, { tier: 2 }, { marketRoot: 9n }]) {
        await expectRevert(plain.publish({ ...update, ...edit }), "Groth16VerifierInvalidProof");
      }
      await plain.chain.undone(async () => {
        await plain.onFeed(0, "push", [hints[0]?.round, 32_200n, plain.boundary(1n) + 1n]);
        await expectRevert(plain.publish(update), "Groth16VerifierInvalidProof");
      });
      await plain.publish(update);
      const next = await plain.begin(2n, 321n);
      const stale = { ...update, epoch: 2n, hints: next, marketRoot: rootOfEpoch(1n) };
      await expectRevert(plain.publish(stale), "Groth16VerifierInvalidProof");
      await plain.publish(await proven(plain, { epoch: 2n, hints: next }));
    }));
});

/** Gas beside the floor and the calldata of a second epoch, whose round is the feeds' newest or has others after it. */
const costs = async (stage: MarketStage, later: number, pokes: boolean): Promise<bigint> => {
  let gas = 0n;
  await stage.chain.undone(async () => {
    await stage.publish(await proven(stage, { epoch: 1n, hints: await stage.begin(1n, 300n) }));
    const hints = await stage.begin(2n, 310n);
    for (let i = 1; i <= later; i += 1) {
      const at = stage.boundary(2n) + 50n * BigInt(i);
      await stage.chain.goTo(at);
      for (const factor of stage.feeds.keys()) await stage.append(factor, 311n, at);
    }
    if (pokes) await stage.write("poke");
    const update = await proven(stage, { epoch: 2n, hints });
    gas = (await stage.publish(update)).gasUsed - FLOOR - calldataGas(update);
  });
  return gas;
};

/** Gas of a poke whose window is new, and of one that widens it. */
const pokes = async (stage: MarketStage): Promise<readonly [bigint, bigint]> => {
  let gas: readonly [bigint, bigint] = [0n, 0n];
  await stage.chain.undone(async () => {
    await stage.begin(1n, 300n);
    const first = await stage.write("poke");
    for (const factor of stage.feeds.keys()) await stage.append(factor, 301n, await stage.chain.now());
    gas = [first.gasUsed, (await stage.write("poke")).gasUsed];
  });
  return gas;
};

describe("gas of an epoch of eight feeds", () => {
  it("stays at its snapshot, beside the floor", async () => {
    const [pokeFirst, pokeAgain] = await pokes(plain);
    const measured: Record<string, bigint> = {
      floorWithoutCalldata: FLOOR,
      publishAtOnce: await costs(plain, 0, false),
      publishAfterLaterRounds: await costs(plain, 3, false),
      publishAfterPokes: await costs(plain, 3, true),
      publishThroughProxies: await costs(proxied, 0, false),
      pokeFirst,
      pokeAgain,
    };
    expectGas(SNAPSHOT, measured, TOLERANCE);
  });
});
