/** Which template a constraint of an unsimplified compilation belongs to, read from the names of its signals and the sources. */

import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { packageRoot } from "../../../prover/artifacts/load.ts";
import type { OpenCircuit } from "../../harness/circuit.ts";

/** A template of ours: its file below `circuits/` and the templates of the components it declares. */
export type TemplateSource = { readonly file: string; readonly components: ReadonlyMap<string, string> };

/** Every template that `circuits/` defines, by name. */
export function templateSources(): ReadonlyMap<string, TemplateSource> {
  const root = join(packageRoot(), "circuits");
  const found = new Map<string, TemplateSource>();
  for (const path of globSync("**/*.circom", { cwd: root })) {
    const code = readFileSync(join(root, path), "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\/\/.*$/gm, "");
    const starts = [...code.matchAll(/^template\s+(\w+)/gm)];
    starts.forEach((start, i) => {
      const body = code.slice(start.index, starts[i + 1]?.index);
      found.set(start[1] as string, { file: path.split(sep).join("/"), components: componentsOf(body) });
    });
  }
  return found;
}

/** `component x = T(…)`, `x[i] = T(…)` and `x = T(…)`. */
function componentsOf(body: string): Map<string, string> {
  const components = new Map<string, string>();
  for (const match of body.matchAll(/(\w+)\s*(?:\[[^\]=]*\]\s*)*=\s*([A-Z]\w*)\s*\(/g)) {
    components.set(match[1] as string, match[2] as string);
  }
  return components;
}

/** The templates from the main component down to the one that a constraint belongs to. */
export type Owner = { readonly path: string; readonly templates: readonly string[] };

/**
 * Finds owners: a constraint belongs to the innermost component that all of its signals are in.
 * @param main name of the main component's template.
 * @throws Error when a component's template is not in the sources.
 */
export function ownerFinder({ r1cs, names }: OpenCircuit, main: string): (id: number) => Owner {
  const sources = templateSources();
  const known = new Map<string, readonly string[]>([["main", [main]]]);
  const templatesOf = (path: readonly string[]): readonly string[] => {
    const key = path.join(".");
    const found = known.get(key);
    if (found !== undefined) return found;
    const above = templatesOf(path.slice(0, -1));
    const component = (path.at(-1) as string).replace(/\[.*$/, "");
    const template = sources.get(above.at(-1) as string)?.components.get(component) ?? anonymous(component);
    // Templates that are not ours (circomlib's) end the chain: whatever is inside them belongs to the library.
    const chain = template === undefined ? [...above, "?"] : [...above, template];
    known.set(key, chain);
    return chain;
  };
  return (id) => {
    const path = commonPath([...signalsOf(r1cs, names, id)]);
    return { path: path.join("."), templates: templatesOf(path) };
  };
}

/** The compiler names an anonymous component after its template, line and place. */
const anonymous = (component: string): string | undefined => /^(\w+?)_\d+_\d+$/.exec(component)?.[1];

function* signalsOf(r1cs: OpenCircuit["r1cs"], names: OpenCircuit["names"], id: number): Iterable<string> {
  for (let t = r1cs.offsets[3 * id] as number; t < (r1cs.offsets[3 * id + 3] as number); t++) {
    const wire = r1cs.wireOf[t] as number;
    if (wire !== 0) yield names.ofWire.get(wire)?.[0] ?? "main.?";
  }
}

function commonPath(signals: readonly string[]): string[] {
  const paths = signals.map((signal) => signal.split(".").slice(0, -1));
  const [first = ["main"], ...rest] = paths;
  return rest.reduce((common, path) => {
    const end = common.findIndex((part, i) => part !== path[i]);
    return end < 0 ? common : common.slice(0, end);
  }, first);
}

/** Whether a constraint is in an instance of a library template (or of a template inside one). */
export function isInLibrary({ templates }: Owner, sources: ReadonlyMap<string, TemplateSource>): boolean {
  return templates.some((template) => sources.get(template)?.file.startsWith("lib/") ?? true);
}
