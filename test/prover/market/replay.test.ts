import { describe, expect, it } from "vitest";
import { BallastError } from "../../../model/errors.ts";
import { at } from "../../../model/integers.ts";
import { riskMetrics } from "../../../model/market-model.ts";
import { type MarketPublication, replayEpochs } from "../../../prover/market/replay.ts";
import { first, model, published } from "./support/published.ts";

describe("an auditor's replay", () => {
  it("gives every market with its effective tier, over skipped epochs too", () => {
    const epochs = replayEpochs(first, published(), model);
    expect(epochs.map(({ market }) => [market.epoch, market.tier])).toEqual([
      [1, 0],
      [2, 2],
      [4, 2],
    ]);
    expect(at(epochs, 1).bars[1]).toMatchObject({ flagged: true });
    expect(at(epochs, 1).market.factors[1]).toEqual(at(epochs, 0).market.factors[1]);
    expect(
      at(epochs, 2)
        .market.factors.map(({ symbol }) => symbol)
        .slice(0, 3),
    ).toEqual(["BTC", "ETH", ""]);
  });

  const lies: [string, (honest: MarketPublication) => Partial<MarketPublication>, RegExp][] = [
    ["another root", ({ marketRoot }) => ({ marketRoot: marketRoot + 1n }), /epoch 2: its market root is another/],
    ["another past", ({ previousRoot }) => ({ previousRoot: previousRoot + 1n }), /epoch 2: it does not follow/],
    ["a calmer proof", () => ({ modelTier: 0 }), /epoch 2: the model gives tier 2/],
    ["a calmer effective tier", () => ({ tier: 1 }), /epoch 2: its effective tier is below/],
    ["a tier that is none", () => ({ tier: 4 }), /epoch 2: tier 4 is none/],
    ["a hidden flag", () => ({ flagged: 0 }), /epoch 2: its flags are not those of its bars/],
    ["another price", ({ bars }) => ({ bars: bars.map((bar, i) => (i === 0 ? bar - 1n : bar)) }), /epoch 2: its/],
    ["no bars", ({ bars }) => ({ bars: bars.map(() => 0n) }), /epoch 2: its bars are none/],
  ];
  it.each(lies)("refuses %s with exit 5", (_, lie, words) => {
    const told = published().map((honest) => (honest.epoch === 2n ? { ...honest, ...lie(honest) } : honest));
    const error = refusalOf(() => replayEpochs(first, told, model));
    expect(error).toMatchObject({ code: "BAL-411", exitCode: 5 });
    expect(error.message).toMatch(words);
  });

  it("refuses epochs out of order, a missing one, another model and another first block", () => {
    const [one, two, four] = published() as [MarketPublication, MarketPublication, MarketPublication];
    const other = { symbols: model.symbols, ...riskMetrics(2, [400_000_000_000_000n, 900_000_000_000_000n]), beta: 1n };
    for (const refused of [
      () => replayEpochs(first, [two, one], model),
      () => replayEpochs(first, [one, four], model),
      () => replayEpochs(first, [one, two, two], model),
      () => replayEpochs(first, [one], other),
      () =>
        replayEpochs({ ...first, covariance: first.covariance.map((v, i) => (i === 0 ? v + 1n : v)) }, [one], model),
    ])
      expect(refusalOf(refused).code).toBe("BAL-411");
  });
});

function refusalOf(work: () => unknown): BallastError {
  try {
    work();
  } catch (cause) {
    if (cause instanceof BallastError) return cause;
    throw cause;
  }
  throw new Error("nothing was refused");
}
