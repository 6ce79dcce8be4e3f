/**
 * A liar's view of the circuit inputs: any private input may be changed, then the public signals are recomputed from the raw inputs
 * exactly as the circuit will, so that a forgery fails for its own reason and not for a stale hash.
 */
import type { BookClass } from "../../../model/classes.ts";
import { bookDomain, DOMAINS } from "../../../model/domains.ts";
import { R, toField } from "../../../model/field.ts";
import { H, P5 } from "../../../model/poseidon.ts";
import { nodeHash } from "../../../model/sheet-tree.ts";

/** Circuit inputs by name, as `buildCircuitInput` gives them. */
export type RawInput = { [name: string]: RawValue };
export type RawValue = bigint | RawValue[];

const field = (value: bigint): bigint => ((value % R) + R) % R;
const list = (input: RawInput, name: string): bigint[] => input[name] as bigint[];
const single = (input: RawInput, name: string): bigint => input[name] as bigint;
const pick = (values: readonly bigint[], index: number): bigint => values[index] ?? 0n;

/** A deep copy that may be changed freely. */
export function copyInput(input: RawInput): RawInput {
  return structuredClone(input);
}

function slotsHashOf(input: RawInput, which: "old" | "new"): bigint {
  const mags = list(input, `${which}Mag`);
  const limbs = mags.map((mag, j) => {
    const instrument = mag === 0n ? 0n : pick(list(input, "instrument"), j);
    return instrument + (pick(list(input, `${which}Sign`), j) << 32n) + (mag << 33n);
  });
  const elements = Array.from({ length: Math.ceil(limbs.length / 3) }, (_, e) =>
    field(pick(limbs, 3 * e) + (pick(limbs, 3 * e + 1) << 73n) + (pick(limbs, 3 * e + 2) << 146n)),
  );
  return H(DOMAINS.slots, elements);
}

/** The call's flows: cash, then each collateral asset. */
function flowsOf(call: bigint): bigint[] {
  const asset = Number((call >> 183n) & 7n);
  const amount = call >> 187n;
  const signed = (call >> 186n) & 1n ? -amount : amount;
  return Array.from({ length: 5 }, (_, index) => (index === asset ? signed : 0n));
}

function signedSize(input: RawInput, which: "old" | "new", j: number): bigint {
  const mag = pick(list(input, `${which}Mag`), j);
  return pick(list(input, `${which}Sign`), j) === 1n ? -mag : mag;
}

/** Cash after the change as the circuit computes it. */
export function newCashOf(input: RawInput): bigint {
  const call = single(input, "call");
  const cost = (call >> 182n) & 1n ? -single(input, "tradeCash") : single(input, "tradeCash");
  const settled = list(input, "rowSettled").map(
    (flag, j) => flag * (signedSize(input, "old", j) - signedSize(input, "new", j)) * pick(list(input, "rowMark"), j),
  );
  return field(
    single(input, "oldCash") + pick(flowsOf(call), 0) - cost + settled.reduce((sum, value) => sum + value, 0n),
  );
}

function commitmentOf(input: RawInput, which: "old" | "new", bookClass: BookClass): bigint {
  const flows = which === "new" ? flowsOf(single(input, "call")) : [0n, 0n, 0n, 0n, 0n];
  const held = list(input, "oldCollateral").map((lots, k) => lots + pick(flows, k + 1));
  const collateral = held.reduce((sum, lots, k) => sum + (lots << BigInt(40 * k)), 0n);
  const cash = which === "old" ? field(single(input, "oldCash")) : newCashOf(input);
  return P5(bookDomain(bookClass), slotsHashOf(input, which), cash, field(collateral), single(input, `${which}Salt`));
}

function tradeOf(input: RawInput): bigint {
  const limbs = list(input, "legMag").map(
    (mag, i) => pick(list(input, "legInstrument"), i) + (pick(list(input, "legSign"), i) << 32n) + (mag << 33n),
  );
  if (pick(list(input, "legMag"), 0) === 0n) return 0n;
  const pair = (i: number): bigint => field(pick(limbs, i) + (pick(limbs, i + 1) << 74n));
  return H(DOMAINS.trade, [pair(0), pair(2), field(single(input, "tradeCash")), single(input, "tradeSalt")]);
}

function marketRootOf(input: RawInput): bigint {
  const pairs = list(input, "price").map((price, f) => price + (pick(list(input, "atr"), f) << 38n));
  const packed = [0, 3, 6].map((f) =>
    field(pick(pairs, f) + (pick(pairs, f + 1) << 76n) + (pick(pairs, f + 2) << 152n)),
  );
  return H(DOMAINS.market, [...packed, ...list(input, "cov").map(field)]);
}

function policyRootOf(input: RawInput): bigint {
  const pack = (limbs: readonly [bigint, number][]): bigint => {
    let [sum, shift] = [0n, 0n];
    for (const [value, bits] of limbs) {
      sum += value << shift;
      shift += BigInt(bits);
    }
    return field(sum);
  };
  const widths = (values: readonly bigint[], bits: number): [bigint, number][] => values.map((value) => [value, bits]);
  const one = (name: string, bits: number): [bigint, number] => [single(input, name), bits];
  const drift = list(input, "driftMag").map((mag, f) => pick(list(input, "driftSign"), f) + 2n * mag);
  const elements = [
    pack(widths(list(input, "ratios"), 24)),
    pack([
      one("atrRisk", 24),
      one("participation", 24),
      one("horizon", 24),
      one("kellyFraction", 9),
      one("riskShare", 9),
      ...widths(list(input, "scale"), 9),
      one("volTarget", 60),
    ]),
    pack(widths(drift, 31)),
    pack(widths((input.slope as bigint[][]).flat(), 14)),
    ...(input.intercept as bigint[][]).flat().map(field),
  ];
  let chain: bigint = DOMAINS.policy;
  for (let e = 0; e < 20; e += 4) {
    chain = P5(chain, pick(elements, e), pick(elements, e + 1), pick(elements, e + 2), pick(elements, e + 3));
  }
  return chain;
}

function riskRootOf(input: RawInput): bigint {
  const treeRoot = nodeHash(list(input, "top").map(toField));
  const sheet = H(DOMAINS.sheet, [...(input.header as bigint[][]).flat().map(field), treeRoot]);
  return P5(DOMAINS.risk, marketRootOf(input), sheet, policyRootOf(input), single(input, "tier"));
}

/** The inputs with all public signals but `call` recomputed from the private ones. */
export function reseal(input: RawInput, bookClass: BookClass = "desk-8"): RawInput {
  return {
    ...input,
    oldCommitment: commitmentOf(input, "old", bookClass),
    newCommitment: commitmentOf(input, "new", bookClass),
    trade: tradeOf(input),
    riskRoot: riskRootOf(input),
  };
}
