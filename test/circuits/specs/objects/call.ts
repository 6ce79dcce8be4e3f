import fc from "fast-check";
import { unpackCall } from "../../../../model/call.ts";
import { toField } from "../../../../model/field.ts";
import { pow2, times } from "../../../../model/integers.ts";
import { raw } from "../../support/signal-kinds.ts";
import { spec } from "../../support/spec.ts";
import { bound, out, type Values } from "../../support/template-lab.ts";

interface Fields {
  readonly context?: bigint;
  readonly mode?: number;
  readonly side?: number;
  readonly asset?: number;
  readonly sign?: number;
  readonly amount?: bigint;
}

/** Packs any fields, also those that no call has. */
function pack({ context = 0n, mode = 0, side = 0, asset = 0, sign = 0, amount = 0n }: Fields): { call: bigint } {
  const small = BigInt(mode) + BigInt(side) * 4n + BigInt(asset) * 8n + BigInt(sign) * 64n + amount * 128n;
  return { call: context + small * pow2(180) };
}

function read({ call }: { call: bigint }): Values | undefined {
  const fields = unpackCall(toField(call));
  if (fields === undefined) return undefined;
  const { mode, side, flow } = fields;
  const asset = flow === undefined ? -1 : flow.asset === "cash" ? 0 : flow.asset + 1;
  const flag = (on: boolean): bigint => (on ? 1n : 0n);
  return {
    isFull: flag(mode === 0),
    isReduce: flag(mode === 1),
    isMaintenance: flag(mode === 2),
    side: BigInt(side),
    flow: times(5, (a) => (a === asset ? (flow?.amount ?? 0n) : 0n)),
    outflow: flag((flow?.amount ?? 0n) < 0n),
  };
}

const most = pow2(64) - 1n;
const small = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });

export const openCallSpec = spec({
  source: "objects/call",
  call: "OpenCall()",
  inputs: { call: raw(251) },
  outputs: { isFull: out(), isReduce: out(), isMaintenance: out(), side: out(), flow: bound(64, 5), outflow: out() },
  model: read,
  bases: [
    pack({}),
    pack({ context: pow2(180) - 1n, mode: 1, side: 1, asset: 3, amount: 77n }),
    pack({ mode: 2, sign: 1, amount: most }),
  ],
  cases: [
    ...times(8, (asset) => pack({ asset, amount: 1n })),
    ...times(8, (asset) => pack({ asset, sign: 1, amount: most })),
    ...times(8, (asset) => pack({ asset })),
    ...times(4, (mode) => pack({ mode })),
    pack({ sign: 1 }),
    pack({ amount: most + 1n }),
  ],
  arbitrary: fc
    .record({
      context: fc.bigInt(0n, pow2(180) - 1n),
      mode: small(3),
      side: small(1),
      asset: small(7),
      sign: small(1),
      amount: fc.oneof(fc.bigInt(0n, most), fc.bigInt(0n, 2n)),
    })
    .map(pack),
  runs: 200,
});
