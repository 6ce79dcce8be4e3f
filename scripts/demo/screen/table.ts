import { ink, pad, widthOf } from "./ink.ts";

/** A column: its heading, and whether its cells stand at the right edge. */
export interface Column {
  readonly name: string;
  readonly right?: boolean;
}

/** Lines of a table with a rule under its headings. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ name }, i) => Math.max(widthOf(name), ...rows.map((row) => widthOf(row[i] ?? ""))));
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ right }, i) => pad(cells[i] ?? "", widths[i] ?? 0, right))
      .join("   ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("───");
  return [ink.faint(line(columns.map(({ name }) => name))), ink.faint(rule), ...rows.map(line)];
}
