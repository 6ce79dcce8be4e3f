import fc from "fast-check";
import { toField } from "../../../model/field.ts";
import { at, times } from "../../../model/integers.ts";
import { buildTree, nodeHash } from "../../../model/sheet-tree.ts";
import { fiveWays } from "../support/five-ways.ts";
import { field, fields } from "../support/signal-kinds.ts";
import { out, type Values } from "../support/template-lab.ts";

const source = "lib/tree";
const children = times(8, (i) => BigInt(100 + i));

await fiveWays({
  source,
  call: "Node()",
  inputs: { child: fields(8) },
  outputs: { out: out() },
  model: ({ child }) => ({ out: nodeHash(child.map(toField)) }),
  bases: [{ child: children }],
  runs: 12,
  thinEdges: true,
});

await fiveWays({
  source,
  call: "NoneOf(8)",
  inputs: { value: field, candidate: fields(8) },
  outputs: { out: out() },
  model: ({ value, candidate }) => ({
    out: candidate.reduce((product, other) => toField(product * (value - other)), 1n),
  }),
  bases: [{ value: 5n, candidate: children }],
  cases: times(8, (i) => ({ value: at(children, i), candidate: children })),
});

/** The tree of 20 leaves, and the three groups above the leaf at a place. */
const tree = buildTree(times(20, (i) => toField(BigInt(1000 + i))));
const opening = (place: number) => ({ leaf: BigInt(1000 + place), children: tree.path(place).flat() });

function climb({ leaf, children: groups }: { leaf: bigint; children: readonly bigint[] }): Values | undefined {
  let node = toField(leaf);
  for (let level = 0; level < 3; level++) {
    const group = groups.slice(8 * level, 8 * level + 8).map(toField);
    if (!group.includes(node)) return undefined;
    node = nodeHash(group);
  }
  return { out: node };
}

const damaged = fc
  .record({ place: fc.integer({ min: 0, max: 19 }), at: fc.integer({ min: 0, max: 30 }), value: fc.bigInt(0n, 1100n) })
  .map(({ place, at: index, value }) => {
    const { leaf, children: groups } = opening(place);
    return { leaf, children: index < 24 ? groups.with(index, value as (typeof groups)[number]) : groups };
  });

await fiveWays({
  source,
  call: "ClimbTo(3)",
  inputs: { leaf: field, children: fields(3, 8) },
  outputs: { out: out() },
  model: climb,
  bases: [opening(0), opening(13)],
  cases: [
    ...times(20, opening),
    { ...opening(13), leaf: 1014n },
    { ...opening(13), leaf: 1000n },
    { ...opening(13), leaf: at(tree.path(13).flat(), 9) },
  ],
  arbitrary: damaged,
  runs: 30,
  thinEdges: true,
});
