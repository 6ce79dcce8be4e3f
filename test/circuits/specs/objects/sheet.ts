import { DOMAINS } from "../../../../model/domains.ts";
import { toField } from "../../../../model/field.ts";
import { pow2, times } from "../../../../model/integers.ts";
import { H } from "../../../../model/poseidon.ts";
import { type RiskRow, rowPacked } from "../../../../model/sheet.ts";
import { field, fields, natural, raw, trusted } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out } from "../../support/template-lab.ts";

const source = "objects/sheet";
export const ROW = {
  source,
  call: "OpenRow()",
  inputs: {
    instrument: natural(32),
    packed: fields(12),
    factor: raw(3),
    settled: raw(1),
    depth: raw(40),
    mark: trusted(38),
    delta: trusted(36),
    contingencyLong: raw(38),
    contingencyShort: raw(38),
  },
  outputs: {
    leaf: out(),
    isFactor: out(8),
    safeSettled: bound(1),
    safeDepth: bound(40),
    safeMark: bound(38),
    safeDelta: bound(36),
    safeLong: bound(38),
    safeShort: bound(38),
  },
};

/** A row at the ends of its ranges, and one in the middle of them. */
export const rows: readonly RiskRow[] = [
  {
    instrument: 17,
    factor: 5,
    settled: false,
    mark: 60_000_000n,
    delta: -59_000_000n,
    depth: 12_345n,
    contingencyLong: 100n,
    contingencyShort: 200n,
    gamma: -30n,
    vega: 7n,
    shocks: times(32, (s) => BigInt(s * 1000 - 9000)),
  },
  {
    instrument: 2 ** 32 - 1,
    factor: 7,
    settled: true,
    mark: pow2(38) - 1n,
    delta: 1n - pow2(36),
    depth: pow2(40) - 1n,
    contingencyLong: pow2(38) - 1n,
    contingencyShort: pow2(38) - 1n,
    gamma: 1n - pow2(36),
    vega: 1n - pow2(36),
    shocks: times(32, (s) => (s % 2 === 0 ? 1n - pow2(36) : pow2(36) - 1n)),
  },
];
export const signals = (row: RiskRow) => ({
  instrument: BigInt(row.instrument),
  packed: rowPacked(row) as readonly bigint[],
  factor: BigInt(row.factor),
  settled: row.settled ? 1n : 0n,
  depth: row.depth as bigint,
  mark: row.mark as bigint,
  delta: row.delta as bigint,
  contingencyLong: row.contingencyLong as bigint,
  contingencyShort: row.contingencyShort as bigint,
});

const LIMBS = { factor: 3, settled: 1, depth: 40, contingencyLong: 38, contingencyShort: 38 } as const;

export const openRowSpec = spec({
  ...ROW,
  model: (row) => {
    if (Object.entries(LIMBS).some(([name, width]) => toField(row[name as keyof typeof LIMBS]) >= pow2(width)))
      return undefined;
    const identity = row.instrument + row.factor * pow2(32) + row.settled * pow2(35) + row.depth * pow2(36);
    const contingency = row.contingencyLong + row.contingencyShort * pow2(38);
    return {
      leaf: H(DOMAINS.row, [...row.packed, identity, row.mark, row.delta, contingency].map(toField)),
      isFactor: times(8, (f) => (BigInt(f) === row.factor ? 1n : 0n)),
      safeSettled: row.settled,
      safeDepth: row.depth,
      safeMark: row.mark,
      safeDelta: row.delta,
      safeLong: row.contingencyLong,
      safeShort: row.contingencyShort,
    };
  },
  bases: [signals(rows[0] as RiskRow)],
  cases: times(9, (factor) => ({ ...signals(rows[0] as RiskRow), factor: BigInt(factor) })),
  runs: 30,
  thinEdges: true,
});

export const ROOT = {
  source,
  call: "SheetRoot()",
  inputs: { header: fields(4, 11), treeRoot: field },
  outputs: { out: out() },
};
export const sheetRootSpec = spec({
  ...ROOT,
  model: ({ header, treeRoot }) => ({ out: H(DOMAINS.sheet, [...header, treeRoot].map(toField)) }),
  bases: [{ header: times(44, (i) => BigInt(i)), treeRoot: 5n }],
  runs: 8,
  thinEdges: true,
});
