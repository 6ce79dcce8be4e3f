/** Which tags the outputs of each template carry, over all circuits: what a template returns is as proven as its declaration says, and no more. */

import { allOf, nodesOf, parseCircom, type Syntax, tokensOf } from "../circom/syntax.ts";

/** Tags by the names of signals. */
export type Tags = ReadonlyMap<string, ReadonlySet<string>>;
/** Tags of the outputs of templates, by the templates' names. A template that is not there, such as one of circomlib, has none. */
export type TaggedOutputs = ReadonlyMap<string, Tags>;

/**
 * The outputs of every template of some circuits.
 * @param texts by their files.
 * @throws Error when a file is not circom, or two templates have one name and other outputs.
 */
export function taggedOutputs(texts: Iterable<readonly [file: string, text: string]>): TaggedOutputs {
  const found = new Map<string, Tags>();
  for (const [file, text] of texts) {
    for (const template of allOf(parseCircom(text, file), "TemplateDefinition")) {
      const name = template.children[1]?.text ?? "";
      if (found.has(name)) throw new Error(`${file}: there is another template ${name}; tags are told by its name`);
      found.set(name, tagsOf(template, "output"));
    }
  }
  return found;
}

/** Tags of the signals that a template declares: of all, or of its outputs. */
export function tagsOf(template: Syntax, kind: "output" | "any"): Tags {
  const declared = allOf(template, "SignalDeclaration").filter(
    ({ children: [header] }) => kind === "any" || (header !== undefined && tokensOf(header).includes("output")),
  );
  return new Map(
    declared.flatMap((declaration) => {
      const [definition] = allOf(declaration, "TagDefinition");
      const words = definition === undefined ? [] : [...nodesOf(definition)].map(({ text }) => text);
      const tags = new Set(words.filter((word) => /^\w+$/.test(word)));
      return namesIn(declaration.children.slice(1)).map((name) => [name, tags] as const);
    }),
  );
}

/** The names that a declaration lists; dimensions and values belong to the one before them. */
function namesIn(nodes: readonly Syntax[]): string[] {
  return nodes.flatMap((node): string[] => {
    if (node.kind === "Identifier") return [node.children[0]?.text ?? ""];
    if (node.kind === "SignalIdentifier") return namesIn(node.children.slice(0, 1));
    return node.kind === "SignalIdentifierList" ? namesIn(node.children) : [];
  });
}
