/**
 * Every limit of the policy at its edge: the tightest limit that the change still meets satisfies the R1CS, and one unit less breaks exactly
 * the constraints of that rule, with the witness computed as a dishonest prover would.
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { Policy } from "../../model/policy.ts";
import { lots, micros } from "../../model/units.ts";
import type { Case } from "../support/random-case.ts";
import { book, HELD, scene } from "./support/base-scene.ts";
import { inputOf, verdictOf } from "./support/case-input.ts";
import { DESK_8, type LoadedCircuit, loadCircuit } from "./support/desk-8.ts";
import { brokenRules } from "./support/forge.ts";
import type { RawInput } from "./support/reseal.ts";

let circuit: LoadedCircuit;
beforeAll(async () => {
  circuit = await loadCircuit(DESK_8);
});

type NumberField = { [K in keyof Policy]: Policy[K] extends number ? K : never }[keyof Policy];

/** The smallest integer in [low, high] at which `passes` is true; it must be monotone and true at `high`. */
function smallestPassing(low: bigint, high: bigint, passes: (value: bigint) => boolean): bigint {
  let [least, most] = [low, high];
  while (least < most) {
    const middle = least + (most - least) / 2n;
    if (passes(middle)) most = middle;
    else least = middle + 1n;
  }
  return most;
}

function expectEdge(at: (value: bigint) => Case, from: bigint, to: bigint, rule: string): void {
  const upward = to > from;
  const place = (value: bigint): Case => at(upward ? value : -value);
  const edge = smallestPassing(upward ? from : -from, upward ? to : -to, (value) => verdictOf(place(value)).accepted);
  expect(edge, "the range must hold a refused value").toBeGreaterThan(upward ? from : -from);
  expect(brokenRules(circuit, inputOf(place(edge)) as RawInput)).toEqual([]);
  expect(brokenRules(circuit, inputOf(place(edge - 1n)) as RawInput)).toEqual([rule]);
}

const policyWith = (name: NumberField, value: bigint, base = scene()): Case => ({
  ...base,
  policy: { ...base.policy, [name]: Number(value) },
});

it("accepts the base case with every rule on", () => {
  const verdict = verdictOf(scene());
  expect(verdict.accepted).toBe(true);
  expect(verdict.rules.some((rule) => "off" in rule)).toBe(false);
  expect(brokenRules(circuit, inputOf(scene()) as RawInput)).toEqual([]);
});

describe("limits that a growing full update meets at the edge", () => {
  const upwards: [NumberField, bigint, string][] = [
    ["leverage", 60_000n, "S-14"],
    ["deltaLimit", 60_000n, "S-15"],
    ["gammaLimit", 900n, "S-15"],
    ["vegaLimit", 900n, "S-15"],
    ["kellyFraction", 200n, "S-16"],
    ["riskShare", 256n, "S-17"],
    ["atrRisk", 900n, "S-18"],
    ["participation", 3_000n, "S-19"],
    ["horizon", 5n, "S-19"],
  ];
  // kellyFraction and riskShare are off at 0, so their search starts at 1.
  it.each(upwards)("%s", (name, passing, rule) => {
    const from = name === "kellyFraction" || name === "riskShare" ? 1n : 0n;
    expectEdge((value) => policyWith(name, value), from, passing, rule);
  });

  it("volTarget", () => {
    const at = (volTarget: bigint): Case => ({ ...scene(), policy: { ...scene().policy, volTarget } });
    expectEdge(at, 0n, 10n ** 18n, "S-13");
  });

  it("imFactor", () => expectEdge((value) => policyWith("imFactor", value), (1n << 24n) - 1n, 11_000n, "S-10"));
});

it("mmFactor and mmShare bind a maintenance refresh", () => {
  const refresh: Partial<Case> = { change: { mode: "maintenance", sizes: [] } };
  const most = (1n << 24n) - 1n;
  expectEdge((value) => policyWith("mmFactor", value, scene(refresh)), most, 0n, "S-10");
  expectEdge((value) => policyWith("mmShare", value, scene(refresh)), most, 0n, "S-10");
});

it("basis raises the contingency of a book that nets across factors", () => {
  expectEdge((value) => policyWith("basis", value), (1n << 24n) - 1n, 0n, "S-10");
});

it("borrow bounds the cash that an outflow leaves", () => {
  const wide = { volTarget: 10n ** 18n, kellyFraction: 0, leverage: 10_000_000, atrRisk: 1_000_000 };
  const indebted = { ...scene(), book: book(HELD, -3_000_000_000n), policy: { ...scene().policy, ...wide } };
  expectEdge((value) => policyWith("borrow", value, indebted), 0n, 10_000n, "S-04");
});

it("equity of exactly 0 is solvent, one less breaks S-10 and S-11, as W and M are never negative", () => {
  const broke = (cash: bigint): Case => ({
    ...scene(),
    book: { ...book([], cash), collateral: [0n, 0n, 0n, 0n].map(lots) },
    change: { mode: "full", sizes: [] },
  });
  expect(brokenRules(circuit, inputOf(broke(0n)) as RawInput)).toEqual([]);
  // S-11 shares its one wire with the mode bits, so the diagnosis may call it by the call's rule.
  expect(brokenRules(circuit, inputOf(broke(-1n)) as RawInput)).toEqual(["S-10", "S-22"]);
});

describe("S-20", () => {
  const closing = { mode: "reduce", sizes: [{ instrument: 16, size: lots(30_000n) }] } as const;
  const fair = -10_000n * 20_000_000n;
  const withCost = (cost: bigint): Case => ({ ...scene(), change: { ...closing, cost: micros(cost) } });

  it("bounds the cash of a reduction from both sides", () => {
    const slack = (10_000n * 20_000_000n * 100n) / 10_000n;
    expectEdge((cost) => withCost(cost), fair - slack - 10n, fair, "S-20");
    expectEdge((cost) => withCost(cost), fair + slack + 10n, fair, "S-20");
  });

  it("lets an underwater book reduce, and deposit", () => {
    const underwater = { ...scene(), book: book(HELD, -2_000_000_000_000n) };
    expect(verdictOf(underwater).equity).toBeLessThan(0n);
    const reduce: Case = { ...underwater, change: { ...closing, flow: { asset: "cash", amount: 5n } } };
    expect(verdictOf(reduce).accepted).toBe(true);
    expect(brokenRules(circuit, inputOf(reduce) as RawInput)).toEqual([]);
  });

  it("refuses to drop a hedge: the risk of what remains is higher", () => {
    const hedged = book([
      [16, 40_000n],
      [17, -70_000n],
    ]);
    const drop: Case = {
      ...scene(),
      book: hedged,
      change: { mode: "reduce", sizes: [{ instrument: 17, size: lots(0n) }] },
    };
    expect(verdictOf(drop).violations.map(({ id }) => id)).toEqual(["S-20"]);
    expect(brokenRules(circuit, inputOf(drop) as RawInput)).toEqual(["S-20"]);
    // Neither does a charge that the prover makes as dear as it likes, and that counts for nothing here.
    const dear = { ...(inputOf(drop) as RawInput), nettingCharge: 2n ** 80n };
    expect(brokenRules(circuit, dear)).toEqual(["S-20"]);
  });

  it("closes everything even where the marks' scenarios would say that risk rises", () => {
    const all: Case = {
      ...scene(),
      change: { mode: "reduce", sizes: HELD.map(([instrument]) => ({ instrument, size: lots(0n) })) },
    };
    expect(verdictOf(all).accepted).toBe(true);
    expect(brokenRules(circuit, inputOf(all) as RawInput)).toEqual([]);
  });
});

it("never refuses a deposit by a growth rule", () => {
  const harsh = {
    kellyFraction: 1,
    riskShare: 1,
    atrRisk: 0,
    participation: 0,
    horizon: 0,
    scale: [256, 256, 256, 256],
  };
  for (const asset of ["cash", 0, 1] as const) {
    const deposit: Case = {
      ...scene({ tier: 3 }),
      change: { mode: "full", sizes: [], flow: { asset, amount: 10n } },
      policy: { ...scene().policy, ...harsh },
    };
    expect(verdictOf(deposit).accepted).toBe(true);
    expect(brokenRules(circuit, inputOf(deposit) as RawInput)).toEqual([]);
  }
});
