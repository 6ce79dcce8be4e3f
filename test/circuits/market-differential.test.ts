/**
 * The model against the constraints: every step that the model takes is provable, and the eight public signals of its witness are the
 * model's. BALLAST_DIFFERENTIAL_RUNS sets the number of cases, BALLAST_SEED the seed.
 */
import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { abs, at, times } from "../../model/integers.ts";
import { covarianceIndex, type Market } from "../../model/market.ts";
import { NANO } from "../../model/market-model.ts";
import { isClamped, nextMarket, stepMarket } from "../../model/market-update.ts";
import { buildMarketInput, marketPublicInputs, marketPublicSignals } from "../../model/market-witness.ts";
import { type OpenCircuit, openCircuit } from "../harness/circuit.ts";
import { MODEL } from "../model/support/market-samples.ts";
import { type MarketCase, randomMarketCase } from "../support/random-market.ts";
import { wholeOrSlice } from "../support/slice.ts";
import { MARKET_F8, publicSignalsOf, rulesBroken } from "./support/market-circuit.ts";

const RUNS = Number(process.env.BALLAST_DIFFERENTIAL_RUNS ?? wholeOrSlice(300, 100));
const SEED = process.env.BALLAST_SEED ?? String(Date.now());
let circuit: OpenCircuit;
beforeAll(async () => {
  circuit = await openCircuit(MARKET_F8);
});

/** A step is proven: no constraint is broken, and the public signals say what the model says. */
function expectProvable({ previous, bars, model }: MarketCase, what: string): void {
  const { rules, witness } = rulesBroken(circuit, buildMarketInput(previous, bars, model));
  expect(rules, what).toEqual([]);
  expect(publicSignalsOf(witness), what).toEqual(marketPublicInputs(marketPublicSignals(previous, bars, model)));
}

/** What a case has gone through, for the tally. */
function traits({ previous, bars, model }: MarketCase): string[] {
  const { steps, level, market } = stepMarket(previous, bars, model);
  const of = (f: number): readonly (readonly [boolean, string])[] => {
    const [bar, { price }, { change }] = [bars[f] ?? null, at(previous.factors, f), at(steps, f)];
    const variance = at(market.covariance, covarianceIndex(f, f));
    if (bar === null) return [[true, "unused"]];
    return [
      [bar.flagged === true, "flagged"],
      [bar.flagged !== true && isClamped(price, bar.price), "clamped"],
      [bar.price === 2n * price, "doubled"],
      [change < 0n, "fall"],
      [change < -NANO / 2n, "crash"],
      [change === 0n, "still"],
      [bar.low > price, "gap up"],
      [bar.high < price, "gap down"],
      [bar.low < price && price < bar.high, "around the last price"],
      [at(previous.covariance, covarianceIndex(f, f)) === 0n, "zero variance before"],
      [at(previous.covariance, covarianceIndex(f, f)) === 2n ** 60n - 1n, "largest variance before"],
      [variance > 10n ** 18n + 8n, "variance beyond 1e18 + 8"],
      [abs(change) === NANO, "largest return"],
    ];
  };
  const whole: (readonly [boolean, string])[] = [
    [true, `level ${level}`],
    [market.tier > level, "tier forced"],
    [model.alpha + model.beta === NANO && model.omega.every((value) => value === 0n), "EWMA"],
    [model.omega.some((value) => value !== 0n), "GARCH"],
    [market.covariance.some((value) => value < 0n), "negative covariance"],
  ];
  return [...whole, ...times(8, of).flat()].filter(([holds]) => holds).map(([, name]) => name);
}

const EVERY = [
  ...["EWMA", "GARCH", "around the last price", "clamped", "crash", "doubled", "fall", "flagged", "gap down", "gap up"],
  ...["largest return", "largest variance before", "level 0", "level 1", "level 2", "level 3", "negative covariance"],
  ...["still", "tier forced", "unused", "variance beyond 1e18 + 8", "zero variance before"],
];

it(`agrees on ${RUNS} random markets, every rule hit both ways (BALLAST_SEED=${SEED})`, { timeout: 7_200_000 }, () => {
  const tally = new Map<string, number>();
  for (let run = 0; run < RUNS; run++) {
    const one = randomMarketCase(`${SEED}/${run}`);
    expectProvable(one, `seed ${SEED}/${run}`);
    for (const trait of new Set(traits(one))) tally.set(trait, (tally.get(trait) ?? 0) + 1);
  }
  const counts = [...tally].sort(([a], [b]) => (a < b ? -1 : 1));
  process.stdout.write(`market differential: seed ${SEED}, ${counts.map(([name, n]) => `${name} ${n}`).join(", ")}\n`);
  if (RUNS >= 200) expect(counts.map(([name]) => name)).toEqual(EVERY);
});

it("proves markets on the way to the largest covariances, over 10,000 epochs that double and crash", () => {
  const most = 2n ** 60n - 1n;
  const lift = (60_000_000n * (most - 10n ** 18n)) / 10n ** 9n - 8n;
  const used = times(8, () => true);
  const omega = times(36, (i) =>
    times(8, (f) => covarianceIndex(f, f)).includes(i) ? lift : i % 2 === 0 ? lift / 8n : -lift / 8n,
  );
  const model = { ...MODEL, used, omega, longRun: times(8, () => most) };
  let market: Market = {
    epoch: 0,
    tier: 0,
    factors: times(8, (f) => ({ symbol: `F${f}`, price: 2n ** 37n - 1n, atr: 0n })),
    covariance: times(36, () => 0n),
  };
  for (let epoch = 0; epoch < 10_000; epoch++) {
    const bars = market.factors.map(({ price }) => {
      const next = price === 1n ? 2n ** 38n - 1n : 1n;
      return { price: next, high: 2n ** 38n - 1n, low: 1n };
    });
    if (epoch < 2 || epoch % 1_999 === 0) expectProvable({ previous: market, bars, model }, `epoch ${epoch}`);
    market = nextMarket(market, bars, model);
  }
  expect(market.covariance[0]).toBeGreaterThan(10n ** 18n + 8n);
  expect(market.factors[0]?.atr).toBeGreaterThan(2n ** 37n);
  expectProvable(
    { previous: market, bars: market.factors.map(({ price }) => ({ price, high: price, low: price })), model },
    "still",
  );
});

it("accepts the normative vectors, with their public signals", () => {
  type Written = string | Written[];
  const read = (value: Written): bigint | bigint[] =>
    typeof value === "string" ? BigInt(value) : (value.map(read) as bigint[]);
  const { steps } = JSON.parse(readFileSync("test/vectors/market-update.json", "utf8")) as {
    steps: { input: Record<string, Written>; publicInputs: string[] }[];
  };
  expect(steps.length).toBeGreaterThan(3);
  for (const { input, publicInputs } of steps) {
    const values = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, read(value)]));
    const { rules, witness } = rulesBroken(circuit, values);
    expect(rules).toEqual([]);
    expect(publicSignalsOf(witness)).toEqual(publicInputs.map(BigInt));
  }
});
