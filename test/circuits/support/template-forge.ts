/**
 * Forges signals inside one template. The unsimplified compilation has one wire per name, and a forged value must reach
 * every copy of a signal: else the copy that was not told refuses it, and the refusal shows nothing.
 */
import type { R1cs } from "../../../prover/artifacts/r1cs.ts";
import type { OpenCircuit } from "../../harness/circuit.ts";
import { type Forgery, openForgeLab } from "../../harness/forge-signals.ts";
import type { TemplateLab, Values } from "./template-lab.ts";

/** A template ready to be attacked. */
export type TemplateForge = {
  /** The value of `main.t.<name>` that an honest generator gives. */
  honest(input: Values, name: string): bigint;
  /**
   * Forces signals inside the template (names as seen from it) with all their copies, recomputes what follows and lets
   * the constraints judge. The input may be one that no honest witness exists for.
   */
  forge(input: Values, values: Readonly<Record<string, bigint>>): Forgery;
  /** The value of a signal of the wrapper in a forged witness. */
  read(forgery: Forgery, full: string): bigint;
};

/** Prepares forgeries of an opened template. */
export async function openTemplateForge({ main }: Pick<TemplateLab, "main">): Promise<TemplateForge> {
  const { circuit, forge } = await openForgeLab(main);
  const copies = aliasFinder(circuit);
  const start = new Map<Values, bigint[]>();
  const witnessOf = (input: Values): bigint[] => {
    const known = start.get(input) ?? circuit.dishonest.calculate(input);
    start.set(input, known);
    return known;
  };
  const wireOf = (full: string): number => circuit.names.wireOf(full) as number;
  return {
    honest: (input, name) => witnessOf(input)[wireOf(`main.t.${name}`)] as bigint,
    read: ({ witness }, full) => witness[wireOf(full)] as bigint,
    forge: (input, values) => {
      const forced = Object.entries(values).flatMap(([name, value]) =>
        copies(`main.t.${name}`).map((copy) => [copy, value] as const),
      );
      return forge(witnessOf(input), Object.fromEntries(forced));
    },
  };
}

/** For a full name, the names of every wire that a chain of `a === b` makes equal to it, itself included, inputs left out. */
function aliasFinder({ r1cs, names }: OpenCircuit): (name: string) => string[] {
  const parent = Int32Array.from({ length: r1cs.wires }, (_, wire) => wire);
  const root = (wire: number): number => {
    let at = wire;
    while (parent[at] !== at) at = parent[at] as number;
    return at;
  };
  for (let c = 0; c < r1cs.constraints; c++) {
    const pair = equalWires(r1cs, c);
    if (pair !== undefined) parent[root(pair[0])] = root(pair[1]);
  }
  const inputs = r1cs.publicOutputs + r1cs.publicInputs + r1cs.privateInputs;
  const members = new Map<number, number[]>();
  for (let wire = 1; wire < r1cs.wires; wire++) {
    if (wire > r1cs.publicOutputs && wire <= inputs) continue;
    members.set(root(wire), [...(members.get(root(wire)) ?? []), wire]);
  }
  return (name) => {
    const wires = members.get(root(names.wireOf(name) as number)) ?? [];
    return wires.map((wire) => (names.ofWire.get(wire) as readonly string[])[0] as string);
  };
}

/** The two wires of a constraint that says a − b = 0 and nothing else. */
function equalWires({ offsets, wireOf, coefficientOf, coefficients }: R1cs, c: number): [number, number] | undefined {
  const [a, b, w, end] = [0, 1, 2, 3].map((row) => offsets[3 * c + row] as number) as [number, number, number, number];
  if ((b !== a && w !== b) || end - w !== 2) return undefined;
  const [left, right] = [wireOf[w] as number, wireOf[w + 1] as number];
  const sum =
    (coefficients[coefficientOf[w] as number] as bigint) + (coefficients[coefficientOf[w + 1] as number] as bigint);
  return sum === 0n && left !== 0 && right !== 0 ? [left, right] : undefined;
}
