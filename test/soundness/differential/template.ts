/** Model against circuit for one template of the library: seeded vectors at and beyond the edges of every input, witnesses computed in memory, the constraints as judge. */

import { at, times } from "../../../model/integers.ts";
import { leavesOf } from "../../circuits/support/signal-kinds.ts";
import {
  inputLeaves,
  leaves,
  openTemplate,
  reduced,
  type Values,
  withLeaf,
} from "../../circuits/support/template-lab.ts";
import { type SeededRandom, seededRandom } from "../../support/seeded-random.ts";
import type { Subject } from "../deletion/subject.ts";
import { MODELS, type Model } from "./models.ts";

/** Vectors that model and circuit agreed on, and those they did not, in words. */
export type Agreement = {
  readonly subject: string;
  readonly vectors: number;
  readonly accepted: number;
  readonly refused: number;
  readonly disagreements: readonly string[];
};

/**
 * Compares `count` vectors; equal seeds give equal ones.
 * @param models by the template's name; others than the right ones show that a disagreement is seen.
 * @throws Error when there is no model of the template.
 */
export async function compareTemplate(
  one: Subject,
  seed: string,
  count: number,
  models: Readonly<Record<string, Model>> = MODELS,
): Promise<Agreement> {
  const lab = await openTemplate(one);
  const [name = "", params = ""] = one.call.slice(0, -1).split("(");
  const model = models[name];
  if (model === undefined) throw new Error(`differential/models.ts has no model of ${name}`);
  const numbers = params === "" ? [] : params.split(",").map((text) => BigInt(text.trim()));
  const random = seededRandom(`differential/${one.call}/${seed}`);
  const disagreements: string[] = [];
  let accepted = 0;
  for (let i = 0; i < count; i++) {
    const input = vector(one, random);
    const expected = model(
      numbers,
      Object.fromEntries(Object.entries(input).map(([key, value]) => [key, leaves(value)])),
    );
    const got = lab.run(input);
    const outputs = got.accepted ? lab.outputs(got.witness) : undefined;
    if (text(outputs) !== text(expected === undefined ? undefined : reduced(expected))) {
      disagreements.push(`${one.call} of ${text(input)}: circuit ${text(outputs)}, model ${text(expected)}`);
    }
    if (got.accepted) accepted++;
  }
  return { subject: one.call, vectors: count, accepted, refused: count - accepted, disagreements };
}

/** Each leaf at an edge of its kind, near one, or anywhere in its range; now and then an honest input with one leaf changed. */
function vector(one: Subject, random: SeededRandom): Values {
  const all = inputLeaves(one);
  const draw = ({ kind }: (typeof all)[number]): bigint => drawLeaf(kind, random);
  if (all.length > 0 && random.chance(0.4)) {
    const base = random.pick(one.bases);
    const leaf = random.pick(all);
    return random.chance(0.2) ? base : withLeaf(base, leaf.name, leaf.index, draw(leaf));
  }
  return Object.fromEntries(
    Object.entries(one.inputs).map(([name, kind]) => {
      const values = times(leavesOf(kind), () => drawLeaf(kind, random));
      return [name, kind.dims.length === 0 ? at(values, 0) : values];
    }),
  );
}

/** What a caller's tags promise is kept: a bit is a bit, a bounded value is within its bound. */
function drawLeaf({ edges, claim }: Subject["inputs"][string], random: SeededRandom): bigint {
  const edge = random.pick(edges);
  if (random.chance(0.4)) return edge;
  if (claim.binary === true) return random.bigint(0n, 1n);
  const most = edges.reduce((high, value) => (value > high ? value : high));
  const least = edges.reduce((low, value) => (value < low ? value : low));
  if (random.chance(0.5)) return random.bigint(least, most);
  const value = random.bigint(0n, most) >> random.bigint(0n, 253n);
  return random.chance(0.5) && least < 0n && -value >= least ? -value : value;
}

const text = (values: Values | undefined): string =>
  JSON.stringify(
    values === undefined ? "none" : Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, value: unknown) => (typeof value === "bigint" ? String(value) : value),
  );
