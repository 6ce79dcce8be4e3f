/** One column of a table: its heading and on which side its cells stand. */
export interface Column {
  readonly heading: string;
  readonly align: "left" | "right";
}

/** Lines of a table whose columns are as wide as their widest cell, two blanks apart, indented by two. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const lines = [columns.map(({ heading }) => heading), ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => (cells[i] ?? "").length)));
  const cell = (text: string, i: number): string =>
    columns[i]?.align === "right" ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0);
  return lines.map((cells) => `  ${cells.map(cell).join("  ")}`.trimEnd());
}

/** A number for people: thousands apart, two decimals, small ones by three digits. Rounded: never for a decision. */
export function rounded(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.01) return value.toPrecision(3);
  return (Object.is(value, -0) ? 0 : value).toLocaleString("en-US", { maximumFractionDigits: 2 });
}
