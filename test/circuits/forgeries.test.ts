/**
 * Structural lies. Each entry changes private inputs of an honest witness, has everything after them recomputed, re-derives the public signals
 * from the forged inputs where a liar could, and is judged by the R1CS alone. The rules that object are a snapshot: a lie about one input may
 * rightly offend several.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { R } from "../../model/field.ts";
import { lots, micros } from "../../model/units.ts";
import { HELD, SETTLED, scene } from "./support/base-scene.ts";
import { inputOf } from "./support/case-input.ts";
import { DESK_8, type LoadedCircuit, loadCircuit } from "./support/desk-8.ts";
import { brokenRules } from "./support/forge.ts";
import type { Case } from "./support/random-case.ts";
import { copyInput, type RawInput, reseal } from "./support/reseal.ts";

let circuit: LoadedCircuit;
beforeAll(async () => {
  circuit = await loadCircuit(DESK_8);
});

const honest = (parts: Partial<Case> & { tier?: number } = {}): RawInput =>
  copyInput(inputOf(scene(parts)) as RawInput);
const refresh: Partial<Case> = { change: { mode: "full", sizes: [] } };
const maintain: Partial<Case> = { change: { mode: "maintenance", sizes: [] } };
const reduce: Partial<Case> = {
  change: { mode: "reduce", sizes: [{ instrument: 16, size: lots(30_000n) }], tradeSalt: 3n },
};
const MODE = 1n << 180n;
const SIDE = 1n << 182n;
const ASSET = 1n << 183n;
const OUT = 1n << 186n;
const AMOUNT = 1n << 187n;

const list = (input: RawInput, name: string): bigint[] => input[name] as bigint[];
const add = (input: RawInput, name: string, amount: bigint): void => {
  input[name] = ((((input[name] as bigint) + amount) % R) + R) % R;
};
const addAt = (input: RawInput, name: string, index: number, amount: bigint): void => {
  const values = list(input, name);
  values[index] = ((((values[index] as bigint) + amount) % R) + R) % R;
};

interface Lie {
  readonly name: string;
  readonly from: RawInput;
  readonly tell: (input: RawInput) => void;
  /** Leave the public signals as they were in the honest case. */
  readonly keepPublic?: true;
  /** The re-derived public signals must equal the honest ones: only a range check stands in the way. */
  readonly samePublic?: true;
  /** The rule that the diagnosis names, where it is not the one in the name: at O2 a constraint may keep only the names of signals it shares. */
  readonly by?: string;
}

const lies: Lie[] = [
  // S-01
  {
    name: "S-01 a negative zero in an empty slot",
    by: "S-02",
    from: honest(refresh),
    tell: (i) => {
      list(i, "oldSign")[7] = 1n;
      list(i, "newSign")[7] = 1n;
    },
  },
  {
    name: "S-01 a second reading of the packed old limbs",
    from: honest(refresh),
    samePublic: true,
    tell: (i) => {
      addAt(i, "oldMag", 0, 1n << 40n);
      addAt(i, "instrument", 1, -1n);
      addAt(i, "newMag", 0, 1n << 40n);
    },
  },
  {
    name: "S-01 an instrument in an empty slot",
    by: "S-02",
    from: honest(refresh),
    tell: (i) => {
      list(i, "instrument")[7] = 30n;
    },
  },
  {
    name: "S-01 one instrument in two slots",
    from: honest(refresh),
    tell: (i) => {
      for (const name of [
        "instrument",
        "oldMag",
        "newMag",
        "oldSign",
        "newSign",
        "rowPacked",
        "rowFactor",
        "rowDepth",
        "rowMark",
        "rowDelta",
        "rowContLong",
        "rowContShort",
        "path",
      ])
        list(i, name)[5] = list(i, name)[2] as bigint;
    },
  },
  {
    name: "S-01 cash beyond its range",
    from: honest(refresh),
    tell: (i) => {
      i.oldCash = 1n << 84n;
    },
  },
  {
    name: "S-01 collateral beyond its limb",
    from: honest(refresh),
    samePublic: true,
    tell: (i) => {
      addAt(i, "oldCollateral", 0, 1n << 40n);
      addAt(i, "oldCollateral", 1, -1n);
    },
  },
  {
    name: "S-01 another old book",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "oldCash", 1n),
  },
  {
    name: "S-01 another salt",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "newSalt", 1n),
  },
  {
    name: "S-01 more cash in the new commitment",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "newCommitment", 1n),
  },
  // S-02
  {
    name: "S-02 an open slot takes another instrument's id",
    by: "S-01",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => {
      list(i, "instrument")[0] = 30n;
    },
  },
  // S-03
  ...["rowMark", "rowDelta", "rowDepth", "rowContLong", "rowContShort"].map(
    (name): Lie => ({
      name: `S-03 another ${name}`,
      from: honest(maintain),
      keepPublic: true,
      tell: (i) => addAt(i, name, 0, 1n),
    }),
  ),
  {
    name: "S-03 another factor",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      list(i, "rowFactor")[0] = 1n;
    },
  },
  {
    name: "S-03 a settled flag that the sheet does not show",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      list(i, "rowSettled")[0] = 1n;
    },
  },
  {
    name: "S-03 depth moved into the factor's bits",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      addAt(i, "rowDepth", 0, -1n);
      addAt(i, "rowFactor", 0, 16n);
    },
  },
  {
    name: "S-03 a short contingency moved into the long one",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      addAt(i, "rowContShort", 0, -1n);
      addAt(i, "rowContLong", 0, 1n << 38n);
    },
  },
  {
    name: "S-03 another shock",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      ((i.rowPacked as bigint[][])[0] as bigint[])[11] = 5n;
    },
  },
  {
    name: "S-03 another price",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => addAt(i, "price", 3, 1n),
  },
  {
    name: "S-03 another covariance",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => addAt(i, "cov", 0, -1n),
  },
  {
    name: "S-03 a second reading of a packed price and ATR",
    from: honest(maintain),
    samePublic: true,
    tell: (i) => {
      addAt(i, "price", 0, 1n << 38n);
      addAt(i, "atr", 0, -1n);
    },
  },
  {
    name: "S-03 a second reading of packed policy ratios",
    from: honest(maintain),
    samePublic: true,
    tell: (i) => {
      addAt(i, "ratios", 3, 1n << 24n);
      addAt(i, "ratios", 4, -1n);
    },
  },
  {
    name: "S-03 another limit",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => addAt(i, "ratios", 6, 1n),
  },
  {
    name: "S-03 another intercept",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      ((i.intercept as bigint[][])[0] as bigint[])[1] = 7n;
    },
  },
  {
    name: "S-03 another header",
    from: honest(maintain),
    keepPublic: true,
    tell: (i) => {
      ((i.header as bigint[][])[2] as bigint[])[0] = 9n;
    },
  },
  {
    name: "S-03 a calmer tier",
    from: honest({ ...refresh, tier: 1 }),
    keepPublic: true,
    tell: (i) => {
      i.tier = 0n;
    },
  },
  {
    name: "S-03 a tier of 4",
    by: "S-11",
    from: honest(refresh),
    tell: (i) => {
      i.tier = 4n;
    },
  },
  {
    name: "S-03 a row that is in no sheet",
    from: honest(maintain),
    tell: (i) => {
      list(i, "rowMark")[0] = 1n;
    },
  },
  // S-04
  {
    name: "S-04 collateral below zero",
    from: honest(refresh),
    tell: (i) => {
      add(i, "call", ASSET * 2n + OUT + AMOUNT * 5n);
    },
  },
  // S-05
  {
    name: "S-05 sizes that no leg explains",
    from: honest(refresh),
    tell: (i) => addAt(i, "newMag", 0, 1n),
  },
  { name: "S-05 a leg of other lots", from: honest(), tell: (i) => addAt(i, "legMag", 0, 1n) },
  {
    name: "S-05 a leg of an instrument the book does not hold",
    from: honest(),
    tell: (i) => {
      list(i, "legInstrument")[2] = 30n;
      list(i, "legMag")[2] = 1n;
    },
  },
  { name: "S-05 the other side of the trade", from: honest(), tell: (i) => add(i, "call", SIDE) },
  {
    name: "S-05 a trade shown as none",
    from: honest(),
    keepPublic: true,
    tell: (i) => {
      i.trade = 0n;
    },
  },
  {
    name: "S-05 less cash than the shown trade says",
    from: honest(),
    keepPublic: true,
    tell: (i) => add(i, "tradeCash", -1n),
  },
  {
    name: "S-05 cash without a trade",
    from: honest(refresh),
    tell: (i) => {
      i.tradeCash = R - 1_000_000n;
    },
  },
  {
    name: "S-05 a side without a trade",
    from: honest(refresh),
    tell: (i) => add(i, "call", SIDE),
  },
  {
    name: "S-05 legs out of order",
    from: honest(),
    tell: (i) => {
      for (const name of ["legInstrument", "legMag", "legSign"]) {
        const v = list(i, name);
        [v[0], v[1]] = [v[1] as bigint, v[0] as bigint];
      }
    },
  },
  {
    name: "S-05 one leg split in two of the same instrument",
    from: honest(),
    tell: (i) => {
      list(i, "legInstrument")[1] = 16n;
      list(i, "legSign")[1] = 0n;
      list(i, "legMag")[1] = 1n;
      addAt(i, "legMag", 0, -1n);
      list(i, "newMag")[1] = list(i, "oldMag")[1] as bigint;
    },
  },
  {
    name: "S-05 a gap before a leg",
    from: honest(),
    tell: (i) => {
      list(i, "legInstrument")[3] = 30n;
      list(i, "legMag")[3] = 1n;
    },
  },
  {
    name: "S-05 a settled size kept in a full update",
    by: "S-22",
    from: honest(refresh),
    tell: (i) => {
      list(i, "newMag")[3] = 100n;
    },
  },
  {
    name: "S-05 half of a settled size kept in a reduction",
    by: "S-02",
    from: honest(reduce),
    tell: (i) => {
      list(i, "newMag")[3] = 50n;
    },
  },
  {
    name: "S-05 a leg on a settled instrument",
    from: honest(reduce),
    tell: (i) => {
      list(i, "legInstrument")[1] = BigInt(SETTLED);
      list(i, "legMag")[1] = 100n;
      list(i, "newMag")[3] = 0n;
    },
  },
  {
    name: "S-05 cash that leaves its range",
    from: honest(refresh),
    tell: (i) => {
      i.oldCash = (1n << 84n) - 1n;
      add(i, "call", AMOUNT);
    },
  },
  // S-06 … S-09: the prover's own choices
  {
    name: "S-06 a haircut value above its line",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => addAt(i, "haircut", 0, 1n),
  },
  {
    name: "S-06 a negative haircut value",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => {
      list(i, "haircut")[1] = R - 1n;
    },
  },
  {
    name: "S-08 a loss understated by 1 and hidden in a borrow between windows",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "worstLoss", -1n),
  },
  {
    name: "S-08 no loss at all",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => {
      i.worstLoss = 0n;
    },
  },
  {
    name: "S-08 a negative loss",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => {
      i.worstLoss = R - 1n;
    },
  },
  {
    name: "S-09 a netting charge too small",
    from: honest(refresh),
    keepPublic: true,
    tell: (i) => add(i, "nettingCharge", -1n),
  },
  {
    name: "S-09 a negative netting charge",
    from: honest({ ...refresh, policy: { ...scene().policy, basis: 0 } }),
    keepPublic: true,
    tell: (i) => {
      i.nettingCharge = R - 1n;
    },
  },
  // S-20
  {
    name: "S-20 a size that grows under reduce-only",
    from: honest(),
    tell: (i) => {
      i.call = (i.call as bigint) + MODE - OUT - AMOUNT * 1_000_000n;
    },
  },
  {
    name: "S-20 an outflow under reduce-only",
    by: "S-22",
    from: honest(reduce),
    tell: (i) => add(i, "call", OUT + AMOUNT),
  },
  {
    name: "S-20 an old loss added up from two windows",
    from: honest(reduce),
    keepPublic: true,
    tell: (i) => {
      i.oldWindow = [1n, 1n, 1n];
    },
  },
  {
    name: "S-20 an old loss from two elements",
    from: honest(reduce),
    keepPublic: true,
    tell: (i) => {
      i.oldElement = [1n, 1n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n];
    },
  },
  {
    name: "S-20 gamma passed off as a scenario",
    from: honest(reduce),
    keepPublic: true,
    tell: (i) => {
      i.oldElement = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 1n];
      i.oldWindow = [0n, 0n, 1n];
    },
  },
  {
    name: "S-20 an old loss scaled by a choice of 2",
    from: honest(reduce),
    keepPublic: true,
    tell: (i) => {
      list(i, "oldWindow")[list(i, "oldWindow").indexOf(1n)] = 2n;
    },
  },
  // S-21, S-22
  {
    name: "S-21 an outflow in a maintenance refresh",
    by: "S-22",
    from: honest(maintain),
    tell: (i) => add(i, "call", OUT + AMOUNT),
  },
  {
    name: "S-21 a trade in a maintenance refresh",
    by: "S-22",
    from: honest(),
    tell: (i) => {
      i.call = (i.call as bigint) + 2n * MODE - OUT - AMOUNT * 1_000_000n;
    },
  },
  { name: "S-22 mode 3", from: honest(refresh), tell: (i) => add(i, "call", 3n * MODE) },
  ...[5n, 6n, 7n].map(
    (asset): Lie => ({
      name: `S-22 a flow of asset ${asset}`,
      from: honest(refresh),
      tell: (i) => add(i, "call", ASSET * asset + AMOUNT),
    }),
  ),
  { name: "S-22 a flow of minus nothing", from: honest(refresh), tell: (i) => add(i, "call", OUT) },
  {
    name: "S-22 an asset without an amount",
    from: honest(refresh),
    tell: (i) => add(i, "call", ASSET),
  },
  {
    name: "S-22 a call beyond 251 bits",
    from: honest(refresh),
    tell: (i) => add(i, "call", 1n << 251n),
  },
];

describe("a forged witness is refused by the constraints of the rule it breaks", () => {
  it.each(lies)("$name", ({ name, from, tell, keepPublic, samePublic, by }) => {
    expect(brokenRules(circuit, from), "the honest case").toEqual([]);
    const forged = copyInput(from);
    tell(forged);
    const sealed = keepPublic ? forged : reseal(forged);
    if (samePublic) for (const signal of ["oldCommitment", "riskRoot"]) expect(sealed[signal]).toBe(from[signal]);
    const broken = brokenRules(circuit, sealed);
    expect(broken).toContain(by ?? name.slice(0, 4));
    expect(broken.join(" ")).toMatchSnapshot();
  });
});

it("S-22 a stressed market refuses growth in the circuit itself", () => {
  const stressed = scene({ tier: 2, policy: { ...scene().policy, scale: [256, 256, 256, 256], kellyFraction: 0 } });
  // The switch of growth is one wire with that of S-16, and the compiler keeps that name.
  expect(brokenRules(circuit, inputOf(stressed) as RawInput)).toEqual(["S-16"]);
});

it("every public signal is bound: any other value is refused", () => {
  for (const name of ["oldCommitment", "newCommitment", "riskRoot", "trade", "call"]) {
    const forged = honest();
    add(forged, name, 1n << 179n);
    const sound = name === "call" ? [] : ["refused"];
    // The context has no meaning inside the circuit; its 180 bits are bound by being public.
    expect(brokenRules(circuit, forged).length > 0 ? ["refused"] : [], name).toEqual(sound);
  }
});

it("an empty slot contributes exactly nothing, whatever row it carries", () => {
  const forged = honest(refresh);
  for (const [name, value] of [
    ["rowMark", 5n],
    ["rowDelta", 7n],
    ["rowContLong", 9n],
    ["rowDepth", 3n],
  ] as const)
    list(forged, name)[6] = value;
  // Its row is of no sheet; the path it climbs must still be consistent, so only the path objects.
  expect(brokenRules(circuit, forged)).toEqual(["S-03"]);
  expect(HELD.length).toBeLessThan(6);
  expect(micros(0n)).toBe(0n);
});
