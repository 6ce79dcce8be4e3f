/** Names of signals, from the `.sym` file that the compiler writes beside the constraints. */

import { artifactError } from "./artifact-error.ts";

/** Signal names of one compilation. A signal that the compiler eliminated has no wire. */
export type SignalNames = {
  /** Names per wire; a wire that several signals share has several. */
  readonly ofWire: ReadonlyMap<number, readonly string[]>;
  /** Wire of a full name such as `main.s13Volatility.lhs`, or undefined when it was eliminated or never existed. */
  wireOf(name: string): number | undefined;
  /** Whether the source declares this signal, eliminated or not. */
  declares(name: string): boolean;
  /** Every declared name, in the compiler's order. */
  readonly all: readonly string[];
};

/**
 * Parses a `.sym` file: lines of `label,wire,template,name`, wire −1 for an eliminated signal.
 * @throws BallastError BAL-502 on a line of another shape.
 */
export function parseSym(text: string, what = "sym file"): SignalNames {
  const ofWire = new Map<number, string[]>();
  const wires = new Map<string, number>();
  const all: string[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [, wire, , name] = line.split(",");
    if (wire === undefined || name === undefined) {
      throw artifactError("BAL-502", `${what} has a line that is not label,wire,template,name`, line.slice(0, 80));
    }
    const index = Number(wire);
    all.push(name);
    wires.set(name, index);
    if (index < 0) continue;
    const names = ofWire.get(index);
    if (names === undefined) ofWire.set(index, [name]);
    else names.push(name);
  }
  const wireOf = (name: string): number | undefined => {
    const wire = wires.get(name);
    return wire === undefined || wire < 0 ? undefined : wire;
  };
  return { ofWire, wireOf, declares: (name) => wires.has(name), all };
}
