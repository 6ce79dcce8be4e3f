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
