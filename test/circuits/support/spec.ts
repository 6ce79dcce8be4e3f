/**
 * What a test of a template needs to know: how it is instantiated, what the model says of it, and which inputs are worth trying. The templates of `rules/` and
 * `objects/` have theirs in `test/circuits/specs`; five-ways.ts makes tests of one, and the laboratory asks with the same inputs whether a slip in the source is noticed.
 */
import fc from "fast-check";
import { type Kind, leavesOf } from "./signal-kinds.ts";
import { inputLeaves, type Template, type Values, withLeaf } from "./template-lab.ts";

type InputOf<K> = { readonly [Name in keyof K]: K[Name] extends Kind<infer V> ? V : never };

/** A named change of signals inside `main.t`, on top of the witness of `input` (default: the first base). */
export type NamedForgery<I> = {
  readonly title: string;
  readonly input?: I;
  readonly values: Readonly<Record<string, bigint>>;
};

/** A template with its model and the inputs to try. */
export type Spec<K extends Template["inputs"]> = Template & {
  readonly inputs: K;
  /** What the template must give: its outputs, or undefined where no witness may exist. Raw inputs come as given. */
  readonly model: (input: InputOf<K>) => Values | undefined;
  /** Honest inputs; every input must matter at one of them, and hints are forged at each. */
  readonly bases: readonly InputOf<K>[];
  /** Further inputs to compare with the model. */
  readonly cases?: readonly InputOf<K>[];
  /** Random inputs that are likelier to be near a limit than independent leaves are. */
  readonly arbitrary?: fc.Arbitrary<InputOf<K>>;
  readonly runs?: number;
  /** Leaves of inputs that the template rightly ignores, with the reason. */
  readonly unbound?: Readonly<Record<string, string>>;
  readonly forgeries?: readonly NamedForgery<InputOf<K>>[];
  /** Most hints to forge at one base; the ends of every array of hints come first. Default 80, or 24 with thinEdges. */
  readonly hintBudget?: number;
  /** For templates with costly hashes or many signals: the inner leaves of an array see one edge each instead of all. */
  readonly thinEdges?: true;
};

/** A spec of any template, its types forgotten. */
export type AnySpec = Omit<Spec<Template["inputs"]>, "model" | "bases" | "cases" | "arbitrary"> & {
  readonly model: (input: Values) => Values | undefined;
  readonly bases: readonly Values[];
  readonly cases?: readonly Values[];
  readonly arbitrary?: fc.Arbitrary<Values>;
};

/** Checks the shape of a spec at compile time. */
export const spec = <const K extends Template["inputs"]>(one: Spec<K>): Spec<K> => one;

/** Each base with each leaf at each edge of its kind, and all leaves at the same edge together. */
export function edgeInputs(spec: Template & { readonly thinEdges?: true }, bases: readonly Values[]): Values[] {
  const single = bases.flatMap((base) =>
    inputLeaves(spec).flatMap(({ name, index, kind }) => {
      const isEnd = index === 0 || index === leavesOf(kind) - 1;
      const edges = spec.thinEdges && !isEnd ? [kind.edges[index % kind.edges.length] as bigint] : kind.edges;
      return edges.map((edge) => withLeaf(base, name, index, edge));
    }),
  );
  const rounds = Math.max(0, ...Object.values(spec.inputs).map(({ edges }) => edges.length));
  const together = Array.from({ length: rounds }, (_, i) =>
    Object.fromEntries(
      Object.entries(spec.inputs).map(([name, kind]) => {
        const edge = kind.edges[Math.min(i, kind.edges.length - 1)] as bigint;
        return [name, kind.dims.length === 0 ? edge : Array.from({ length: leavesOf(kind) }, () => edge)];
      }),
    ),
  );
  return [...single, ...together];
}

/** Any input that the kinds allow. */
export function anyInput(spec: Template): fc.Arbitrary<Values> {
  const kinds = Object.entries(spec.inputs).map(([name, kind]) => {
    const length = leavesOf(kind);
    const list = fc.array(kind.arbitrary, { minLength: length, maxLength: length });
    return [name, kind.dims.length === 0 ? kind.arbitrary : list] as const;
  });
  return fc.record(Object.fromEntries(kinds)) as fc.Arbitrary<Values>;
}
