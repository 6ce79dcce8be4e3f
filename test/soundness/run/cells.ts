/** Pieces of a page in Markdown. */

/** A table; the first column is text, the others stand to the right. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** A number with its thousands apart. */
export const count = (value: number): string => value.toLocaleString("en-US");

/** Names of sources in text, as code. */
export const code = (text: string): string => `\`${text}\``;

/** A part of a whole in per cent. */
export const share = (part: number, whole: number): string =>
  part === whole ? "100 %" : `${((100 * part) / whole).toFixed(2)} %`;

/** How many there are of what a word names. */
export const amount = (value: number, word: string): string => `${count(value)} ${word}${value === 1 ? "" : "s"}`;

/** A piece of source in a line of text, as code: a line break would end the code. */
export const piece = (text: string): string => (text === "" ? "nothing" : code(text.replace(/\s+/g, " ")));
