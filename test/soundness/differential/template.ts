/** Model against circuit for one template of the library: seeded vectors at and beyond the edges of every input, witnesses computed in memory, the constraints as judge. */

import fc from "fast-check";
import { at } from "../../../model/integers.ts";
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
 * @param options.models by the template's name; others than the right ones show that a disagreement is seen.
 * @throws Error when there is no model of the template.
 */
export async function compareTemplate(
  one: Subject,
  seed: string,
  count: number,
  { models = MODELS }: { readonly models?: Readonly<Record<string, Model>> } = {},
): Promise<Agreement> {
  const lab = await openTemplate(one);
  const model = modelOf(one, models);
  const random = seededRandom(`differential/${one.call}/${seed}`);
  const disagreements: string[] = [];
  let accepted = 0;
  for (const input of vectors(one, random, count)) {
    const expected = model(input);
    const got = lab.run(input);
    const outputs = got.accepted ? lab.outputs(got.witness) : undefined;
    if (!agree(outputs, expected)) {
      disagreements.push(`${one.call} of ${text(input)}: circuit ${text(outputs)}, model ${text(expected)}`);
    }
    if (got.accepted) accepted++;
  }
  return { subject: one.call, vectors: count, accepted, refused: count - accepted, disagreements };
}

/**
 * What the model says of a template of the library, by its inputs.
 * @throws Error when there is no model of it.
 */
export function modelOf(
  { call }: Pick<Subject, "call">,
  models: Readonly<Record<string, Model>> = MODELS,
): (input: Values) => Values | undefined {
  const [name = "", params = ""] = call.slice(0, -1).split("(");
  const model = models[name];
  if (model === undefined) throw new Error(`differential/models.ts has no model of ${name}`);
  const numbers = params === "" ? [] : params.split(",").map((number) => BigInt(number.trim()));
  return (input) =>
    model(numbers, Object.fromEntries(Object.entries(input).map(([key, value]) => [key, leaves(value)])));
}

/** Whether a template gave what the model says; undefined stands for no witness. */
export const agree = (outputs: Values | undefined, expected: Values | undefined): boolean =>
  text(outputs) === text(expected === undefined ? undefined : reduced(expected));

/**
 * The subject's own probes, and then up to `count` vectors from the kinds' own distributions (near the width, small and large alike): a leaf at an edge of its kind or anywhere, or an
 * honest input with one leaf changed.
 */
export function* vectors(one: Subject, random: SeededRandom, count: number): Iterable<Values> {
  const probes = one.probes ?? [];
  yield* probes.slice(0, count);
  const all = inputLeaves(one);
  const pools = all.map(({ kind }) =>
    fc.sample(kind.arbitrary, { numRuns: count, seed: random.integer(0, 2 ** 31 - 1) }),
  );
  for (let i = probes.length; i < count; i++) {
    const drawn = all.map(({ kind }, leaf) =>
      random.chance(0.3) ? random.pick(kind.edges) : at(pools[leaf] as bigint[], i),
    );
    if (all.length > 0 && random.chance(0.4)) {
      const leaf = random.integer(0, all.length - 1);
      const { name, index } = at(all, leaf);
      const base = random.pick(one.bases);
      yield random.chance(0.2) ? base : withLeaf(base, name, index, at(drawn, leaf));
      continue;
    }
    let from = 0;
    yield Object.fromEntries(
      Object.entries(one.inputs).map(([name, kind]) => {
        const values = drawn.slice(from, from + leavesOf(kind));
        from += values.length;
        return [name, kind.dims.length === 0 ? at(values, 0) : values];
      }),
    );
  }
}

const text = (values: Values | undefined): string =>
  JSON.stringify(
    values === undefined ? "none" : Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, value: unknown) => (typeof value === "bigint" ? String(value) : value),
  );
