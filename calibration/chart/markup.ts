/** Text that is HTML already. Only `markup` and `raw` make it, so nothing else reaches a page unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text and numbers are escaped, markup is taken as it is, lists are joined. */
export type Part = string | number | Markup | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * HTML from a template; whatever is put into it is escaped.
 *
 * @example
 * markup`<th scope="row">${symbol}</th>`;
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + textOf(parts[i - 1] ?? "") + string));
}

/** Text of our own that must not be escaped: a style sheet, a script, a path. */
export function raw(text: string): Markup {
  return new Markup(text);
}

/** JSON that a page can hold in a script element: no character of it can end the element. */
export function embeddedJson(value: unknown): Markup {
  return raw(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${hex(char)}`));
}

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === "string") return part.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
  return typeof part === "number" ? String(part) : part.map(textOf).join("");
}

const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(4, "0");
