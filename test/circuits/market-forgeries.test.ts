/**
 * Lies about a whole epoch. A liar changes a quotient or a choice and everything that follows from it, the next block's root
 * included, so that nothing but the rule that the lie breaks can object; the verdict is the constraint system's.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { inverse, toField } from "../../model/field.ts";
import { abs, at, times } from "../../model/integers.ts";
import { covarianceIndex, type Market, marketRoot } from "../../model/market.ts";
import { type MarketModel, NANO } from "../../model/market-model.ts";
import { nextCovariance, stepMarket } from "../../model/market-update.ts";
import { buildMarketInput } from "../../model/market-witness.ts";
import type { CircuitInput } from "../../model/witness.ts";
import { wiresOf } from "../../prover/artifacts/r1cs.ts";
import { ruleOf } from "../../prover/artifacts/violations.ts";
import { type OpenCircuit, openCircuit } from "../harness/circuit.ts";
import { type ForgeLab, openForgeLab } from "../harness/forge-signals.ts";
import { MODELS } from "../model/support/market-samples.ts";
import { wholeOrSlice } from "../support/slice.ts";
import { MARKET_F8, publicSignalsOf, rulesBroken } from "./support/market-circuit.ts";

/** GARCH over eight factors whose tiers are out of reach, so that a lie about a return is not also one about the tier. */
const never = { varianceRatio: 2 ** 24 - 1, move: 2n ** 30n - 1n };
const MODEL: MarketModel = { ...at(MODELS, 1), longRun: times(8, () => 2n ** 60n - 1n), tiers: [never, never, never] };
const diagonal = times(8, (f) => covarianceIndex(f, f));
const PREVIOUS: Market = {
  epoch: 5,
  tier: 0,
  factors: times(8, (f) => ({ symbol: `F${f}`, price: 1_000_003n * BigInt(f + 1) ** 4n, atr: 1_001n * BigInt(f + 1) })),
  covariance: times(36, (i) => (diagonal.includes(i) ? 10n ** 15n : BigInt((i % 9) - 4) * 10n ** 13n) + 777n),
};
const BARS = PREVIOUS.factors.map(({ price }, f) => {
  const next = price + (price * BigInt(f - 4)) / 101n + 1n;
  return { price: next, high: next + 7n, low: next - 9n };
});

/** All places of a list, or every fifth. */
const someOf = (length: number): number[] =>
  times(length, (i) => i).filter((i) => wholeOrSlice(true, i % 5 === length % 5 || length < 5));

const STEP = stepMarket(PREVIOUS, BARS, MODEL);
const RETURNS = STEP.steps.map(({ change }) => change);
const HONEST = buildMarketInput(PREVIOUS, BARS, MODEL);

/** Where the circuit computes an entry of the covariance, and what it adds to the quotient. */
function entry(index: number): { readonly path: string; readonly lift: bigint } {
  const f = diagonal.indexOf(index);
  const omega = at(MODEL.omega, index);
  return f < 0 ? { path: `m03_cov.shared[${index}]`, lift: omega } : { path: `m03_cov.own[${f}]`, lift: omega + 7n };
}

/** What a liar says: any returns, ranges or covariances; what is left out follows honestly from the rest. */
type Lie = { readonly returns?: bigint[]; readonly atrs?: bigint[]; readonly covariance?: bigint[] };

/** Sign and magnitude of a signed value, under every name they have in the unsimplified circuit. */
function signed(path: string, value: bigint): [string, bigint][] {
  const own = new RegExp(`^main\\.${path.replace(/[[\]]/g, "\\$&")}\\.split\\.(\\w+\\.)?(sign|mag)$`);
  const names = lab.circuit.names.all.filter((name) => own.test(name));
  return names.map((name) => [name.slice("main.".length), name.endsWith("mag") ? abs(value) : value < 0n ? 1n : 0n]);
}

/** The signals that tell a lie consistently: all quotients with their signs, and the root of the block that they lead to. */
function telling({ returns = RETURNS, atrs, covariance }: Lie): Record<string, bigint> {
  const cov = covariance ?? nextCovariance(PREVIOUS.covariance, returns, MODEL);
  const factors = STEP.market.factors.map((factor, f) => ({ ...factor, atr: atrs?.[f] ?? factor.atr }));
  const changed = (i: number): boolean => cov[i] !== STEP.market.covariance[i];
  const values: [string, bigint][] = [
    ...returns.map((value, f): [string, bigint] => [`m02_return[${f}].quotient`, value]),
    ...returns.flatMap((value, f) => (value === RETURNS[f] ? [] : signed(`m02_return[${f}]`, value))),
    ...factors.map(({ atr }, f): [string, bigint] => [`m04_range[${f}].quotient`, atr]),
    ...cov.map((value, i): [string, bigint] => [`${entry(i).path}.quotient`, value - entry(i).lift]),
    ...cov.flatMap((value, i) => (changed(i) && !diagonal.includes(i) ? signed(entry(i).path, value) : [])),
    ["nextRoot", marketRoot({ ...STEP.market, factors, covariance: cov })],
  ];
  return Object.fromEntries(values.map(([name, value]) => [`main.${name}`, toField(value)]));
}

let lab: ForgeLab;
let circuit: OpenCircuit;
let witness: readonly bigint[];
beforeAll(async () => {
  lab = await openForgeLab(MARKET_F8);
  circuit = await openCircuit(MARKET_F8);
  witness = lab.honest(HONEST);
});

/** The rules that object to a lie, in both compilations or in none. */
function objections(lie: Lie): string[] {
  const { accepted, rules, shippedViolations } = lab.forge(witness, telling(lie));
  expect(accepted).toBe(shippedViolations.length === 0);
  return [...rules].sort();
}

describe("every quotient of an epoch, forged with all that follows from it", () => {
  it("has nothing to object to in the honest one", () => {
    expect(objections({})).toEqual([]);
    expect(STEP.market.tier).toBe(0);
    expect(RETURNS.some((value) => value < 0n) && STEP.market.covariance.some((value) => value < 0n)).toBe(true);
  });

  it("a return one unit higher or lower is refused by M-02 alone", () => {
    for (const [f, by] of times(8, (f) => f).flatMap((f) => [[f, 1n] as const, [f, -1n] as const])) {
      const lie = { returns: RETURNS.with(f, at(RETURNS, f) + by) };
      expect(objections(lie), `return ${f} by ${by}`).toEqual(["M-02"]);
    }
  });

  it("a return of zero, of the other sign, or of another factor is refused by M-02 alone", () => {
    for (const f of times(8, (f) => f)) {
      for (const value of [0n, -at(RETURNS, f), at(RETURNS, (f + 1) % 8)]) {
        if (value === at(RETURNS, f)) continue;
        expect(objections({ returns: RETURNS.with(f, value) }), `return ${f}`).toEqual(["M-02"]);
      }
    }
  });

  it("a range one unit higher or lower is refused by M-04 alone", () => {
    const atrs = STEP.market.factors.map(({ atr }) => atr);
    for (const [f, by] of times(8, (f) => f).flatMap((f) => [[f, 1n] as const, [f, -1n] as const])) {
      expect(objections({ atrs: atrs.with(f, at(atrs, f) + by) }), `range ${f} by ${by}`).toEqual(["M-04"]);
    }
  });

  it("a covariance one unit higher or lower, or none, is refused by M-03 alone", () => {
    const { covariance } = STEP.market;
    for (const i of someOf(36)) {
      for (const value of [at(covariance, i) + 1n, at(covariance, i) - 1n, 0n]) {
        expect(objections({ covariance: [...covariance.with(i, value)] }), `entry ${i}`).toEqual(["M-03"]);
      }
    }
  });

  it("a quotient that wraps round the field, with an honest-looking remainder, is refused by its range", () => {
    const wrapped = (path: string, divisor: bigint, by: bigint): Record<string, bigint> => {
      const name = `main.${path}.quotient`;
      const honest = witness[lab.circuit.names.wireOf(name) as number] as bigint;
      return { [name]: toField(honest + by * inverse(divisor)) };
    };
    const price = (f: number): bigint => at(PREVIOUS.factors, f).price;
    const tries: [string, Record<string, bigint>][] = [
      ...times(8, (f): [string, Record<string, bigint>] => ["M-02", wrapped(`m02_return[${f}]`, price(f), 1n)]),
      ...times(8, (f): [string, Record<string, bigint>] => ["M-04", wrapped(`m04_range[${f}]`, 20n, 1n)]),
      ...times(36, (i): [string, Record<string, bigint>] => ["M-03", wrapped(entry(i).path, NANO, -1n)]),
    ];
    for (const [rule, values] of tries) {
      const forged = lab.forge(witness, values);
      expect(forged.accepted, Object.keys(values)[0]).toBe(false);
      expect(forged.rules, Object.keys(values)[0]).toContain(rule);
    }
  });
});

describe("the prover's choices and the private inputs", () => {
  const stirred: MarketModel = {
    ...MODEL,
    tiers: [
      { varianceRatio: 2 ** 24 - 1, move: 1n },
      { varianceRatio: 2 ** 24 - 1, move: 20_000_000n },
      { varianceRatio: 2 ** 24 - 1, move: 2n ** 30n - 1n },
    ],
  };
  const objects = (input: CircuitInput): string[] => rulesBroken(circuit, input).rules;

  it("the level cannot be understated or overstated, nor shown by a factor that does not reach it", () => {
    const honest = buildMarketInput(PREVIOUS, BARS, stirred);
    expect([honest.level, objects(honest)]).toEqual([2n, []]);
    for (const level of [0n, 1n, 3n, 4n]) expect(objects({ ...honest, level }), `level ${level}`).toEqual(["M-05"]);
    const small = RETURNS.findIndex((value) => value < 20_000_000n && value > -20_000_000n);
    expect(objects({ ...honest, tierFactor: BigInt(small) })).toEqual(["M-05"]);
    expect(objects({ ...honest, tierByMove: 0n })).toEqual(["M-05"]);
    expect(objects({ ...honest, tierFactor: 8n })).toEqual(["M-05"]);
    expect(objects({ ...honest, tierByMove: 2n })).toEqual(["M-05"]);
  });

  it("another factor that reaches the level shows the same tier", () => {
    const honest = buildMarketInput(PREVIOUS, BARS, stirred);
    const large = RETURNS.flatMap((value, f) => (value >= 20_000_000n || value <= -20_000_000n ? [f] : []));
    expect(large.length).toBeGreaterThan(1);
    for (const f of large) {
      const { rules, witness: other } = rulesBroken(circuit, { ...honest, tierFactor: BigInt(f) });
      expect([rules, other[1]]).toEqual([[], 2n]);
    }
  });

  it("a flag or a clamp cannot be left out of the tier", () => {
    const flagged = buildMarketInput(PREVIOUS, BARS.with(3, { ...at(BARS, 3), flagged: true } as never), MODEL);
    const price = 2n * at(PREVIOUS.factors, 4).price + 1n;
    const clamped = buildMarketInput(PREVIOUS, BARS.with(4, { price, high: price, low: price }), MODEL);
    for (const input of [flagged, clamped]) {
      const base = lab.honest(input);
      expect(base[1]).toBe(2n);
      for (const values of [{ "main.tier": 0n }, { "main.m05_tier.none": 1n }, { "main.m05_tier.lift": 0n }]) {
        expect(lab.forge(base, values).accepted).toBe(false);
      }
    }
    expect(lab.forge(lab.honest(clamped), { "main.m02_return[4].within": 1n }).accepted).toBe(false);
    expect(lab.forge(witness, { "main.m02_return[4].within": 0n }).accepted).toBe(false);
  });

  it("the high and the low count", () => {
    for (const f of times(8, (f) => f)) {
      for (const name of ["isHigh", "isLow"]) {
        const full = `main.m04_range[${f}].${name}`;
        const bit = witness[lab.circuit.names.wireOf(full) as number] as bigint;
        expect(lab.forge(witness, { [full]: 1n - bit }).accepted, full).toBe(false);
      }
    }
  });

  it("every private input is bound to its root, and each bar to what it packs", () => {
    const bumped = (value: CircuitInput[string], at: number): CircuitInput[string] =>
      typeof value === "bigint" ? value ^ 1n : value.with(at, toField(((value[at] as bigint) ^ 1n) as bigint));
    const opened = ["price", "atr", "cov", "alpha", "beta", "used", "varianceRatio", "move", "longRun", "omega"];
    for (const name of opened) {
      const length = (HONEST[name] as { length?: number }).length ?? 1;
      for (const i of someOf(length)) {
        const rules = objects({ ...HONEST, [name]: bumped(HONEST[name] as CircuitInput[string], i) });
        expect(rules, `${name}[${i}]`).toContain("M-01");
      }
    }
    for (const i of times(4, (i) => i)) {
      const rules = objects({ ...HONEST, bars: bumped(HONEST.bars as CircuitInput[string], i) });
      expect(rules, `bars[${i}]`).not.toEqual([]);
    }
  });

  it("a price of zero, a digit above the bar and an unused factor with a price are refused by M-06", () => {
    const bars = HONEST.bars as bigint[];
    const price = at(bars, 0) % 2n ** 38n;
    const named = (input: CircuitInput): string[] => rulesBroken(lab.circuit, input).rules;
    expect(named(HONEST)).toEqual([]);
    expect(named({ ...HONEST, bars: bars.with(0, at(bars, 0) - price) })).toContain("M-06");
    expect(named({ ...HONEST, bars: bars.with(3, at(bars, 3) + 2n ** 230n) })).toContain("M-06");
    expect(named({ ...HONEST, used: times(8, (f) => (f < 7 ? 1n : 0n)) })).toContain("M-06");
  });
});

describe("public signals", () => {
  it("are eight, the tier first, and none can be another", () => {
    const honest = circuit.honest.calculate(HONEST);
    expect([circuit.r1cs.publicOutputs, circuit.r1cs.publicInputs]).toEqual([1, 7]);
    expect(publicSignalsOf(honest).slice(1, 4)).toEqual([HONEST.previousRoot, HONEST.nextRoot, HONEST.modelRoot]);
    const base = lab.honest(HONEST);
    for (const name of ["tier", "previousRoot", "nextRoot", "modelRoot", ...times(4, (i) => `bars[${i}]`)]) {
      const full = `main.${name}`;
      const value = base[lab.circuit.names.wireOf(full) as number] as bigint;
      expect(lab.forge(base, { [full]: value + 1n }).accepted, name).toBe(false);
    }
  });

  it("every constraint names an M rule when it breaks", () => {
    const { r1cs, names } = circuit;
    const rules = times(r1cs.constraints, (constraint) => {
      const signals = wiresOf(r1cs, constraint).flatMap((wire) => names.ofWire.get(wire) ?? []);
      return ruleOf({ constraint, signals, components: [] });
    });
    expect([...new Set(rules)].sort()).toEqual(["M-01", "M-02", "M-03", "M-04", "M-05", "M-06"]);
  });
});
