import fc from "fast-check";
import { DOMAINS } from "../../../../model/domains.ts";
import { fromField, toField } from "../../../../model/field.ts";
import { abs, at, pow2, times } from "../../../../model/integers.ts";
import { H } from "../../../../model/poseidon.ts";
import { field, raw, rawSigned } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out, type Values } from "../../support/template-lab.ts";

interface Opening {
  readonly trade: bigint;
  readonly instrument: readonly bigint[];
  readonly sign: readonly bigint[];
  readonly mag: readonly bigint[];
  readonly cash: bigint;
  readonly salt: bigint;
}

/** Hash of any limbs, whether or not a trade has them. */
function sealed(opening: Omit<Opening, "trade">): bigint {
  const limb = (i: number): bigint =>
    at(opening.instrument, i) + at(opening.sign, i) * pow2(32) + at(opening.mag, i) * pow2(33);
  const elements = [limb(0) + limb(1) * pow2(74), limb(2) + limb(3) * pow2(74), opening.cash, opening.salt];
  return H(DOMAINS.trade, elements.map(toField));
}

/** What S-05 asks of legs: used first and ascending, the first one positive, unused ones zero, no −0. */
function legsHold({ instrument, sign, mag }: Opening): boolean {
  const used = mag.map((lots) => toField(lots) !== 0n);
  const inRange = times(
    4,
    (i) => toField(at(instrument, i)) < pow2(32) && toField(at(sign, i)) <= 1n && toField(at(mag, i)) < pow2(41),
  );
  const paired = times(
    4,
    (i) => used[i] === (toField(at(instrument, i)) !== 0n) && (used[i] || toField(at(sign, i)) === 0n),
  );
  const ordered = times(
    3,
    (i) => !used[i + 1] || (used[i] && toField(at(instrument, i)) < toField(at(instrument, i + 1))),
  );
  return [...inRange, ...paired, ...ordered].every(Boolean) && toField(at(sign, 0)) === 0n;
}

function open(opening: Opening): Values | undefined {
  const { sign, mag, cash, salt } = opening;
  if (!legsHold(opening) || abs(fromField(toField(cash))) >= pow2(84)) return undefined;
  const hasTrade = at(mag, 0) !== 0n;
  if (!hasTrade && (toField(cash) !== 0n || toField(salt) !== 0n)) return undefined;
  if (toField(opening.trade) !== (hasTrade ? sealed(opening) : 0n)) return undefined;
  return {
    safeInstrument: opening.instrument,
    lots: mag.map((lots, i) => (at(sign, i) === 1n ? -lots : lots)),
    used: mag.map((lots) => (lots === 0n ? 0n : 1n)),
    safeCash: cash,
    hasTrade: hasTrade ? 1n : 0n,
  };
}

type Parts = { ids: readonly number[]; lots: readonly bigint[]; cash?: bigint; salt?: bigint };
/** Signals of legs that are given as signed lots, with the hash that fits them. */
function signals({ ids, lots, cash = 0n, salt = 0n }: Parts): Opening {
  const size = (i: number): bigint => lots[i] ?? 0n;
  const opening = {
    instrument: times(4, (i) => BigInt(ids[i] ?? 0)),
    sign: times(4, (i) => (size(i) < 0n ? 1n : 0n)),
    mag: times(4, (i) => abs(size(i))),
    cash,
    salt,
  };
  return { trade: sealed(opening), ...opening };
}
const none: Opening = { ...signals({ ids: [], lots: [] }), trade: 0n };

export const full = signals({
  ids: [17, 18, 40, 2 ** 32 - 1],
  lots: [5n, -6n, pow2(41) - 1n, 1n],
  cash: -99n,
  salt: 1234n,
});

const single = signals({ ids: [17], lots: [5n], cash: 7n, salt: 3n });
const negativeZero = (i: number): Opening => {
  const { trade: _, ...rest } = { ...full, sign: full.sign.with(i, 1n), mag: full.mag.with(i, 0n) };
  return { trade: sealed(rest), ...rest };
};

export const TEMPLATE = {
  source: "objects/trade",
  call: "OpenTrade()",
  inputs: { trade: field, instrument: raw(32, 4), sign: raw(1, 4), mag: raw(41, 4), cash: rawSigned(84), salt: field },
  outputs: { safeInstrument: bound(32, 4), lots: bound(41, 4), used: out(4), safeCash: bound(84), hasTrade: out() },
};

export const openTradeSpec = spec({
  ...TEMPLATE,
  model: open,
  bases: [none, single, full],
  cases: [
    { ...none, trade: signals({ ids: [], lots: [] }).trade },
    { ...none, cash: 1n },
    { ...none, salt: 1n },
    { ...none, cash: -5n, salt: 5n },
    { ...full, trade: 0n },
    signals({ ids: [17], lots: [-5n] }),
    signals({ ids: [18, 17], lots: [5n, 6n] }),
    signals({ ids: [17, 17], lots: [5n, 6n] }),
    signals({ ids: [17, 18, 18], lots: [5n, 6n, 7n] }),
    signals({ ids: [0, 18], lots: [0n, 6n] }),
    signals({ ids: [17, 0, 19], lots: [5n, 0n, 7n] }),
    signals({ ids: [17, 18], lots: [5n, 0n] }),
    signals({ ids: [17, 0], lots: [5n, 6n] }),
    signals({ ids: [17, 18, 19, 19], lots: [5n, 6n, 7n, 8n] }),
    signals({ ids: [17, 18, 0, 19], lots: [5n, 6n, 0n, 8n] }),
    signals({ ids: [17], lots: [pow2(41)] }),
    signals({ ids: [2 ** 32], lots: [1n] }),
    signals({ ids: [17], lots: [1n], cash: pow2(84) }),
    signals({ ids: [17], lots: [1n], cash: -pow2(84) }),
    signals({ ids: [17], lots: [1n], cash: 1n - pow2(84), salt: pow2(248) - 1n }),
    ...times(4, negativeZero),
  ],
  arbitrary: fc
    .record({
      ids: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 4 }),
      count: fc.integer({ min: 0, max: 4 }),
      sort: fc.integer({ min: 0, max: 3 }),
      lots: fc.array(fc.bigInt(-3n, 9n), { minLength: 4, maxLength: 4 }),
      cash: fc.bigInt(-pow2(84), pow2(84)),
      salt: fc.bigInt(0n, pow2(248)),
    })
    .map(({ ids, count, sort, lots, cash, salt }) => {
      const order = sort === 0 ? ids : ids.toSorted((a, b) => a - b);
      return signals({ ids: order.slice(0, count), lots: lots.slice(0, count), cash, salt });
    }),
  runs: 60,
  thinEdges: true,
});
