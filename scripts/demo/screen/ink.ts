import { stripVTControlCharacters, styleText } from "node:util";

/** What a piece of text is; colours vanish by themselves where the output is no terminal. */
export const ink = {
  title: (text: string): string => styleText(["bold", "cyan"], text),
  strong: (text: string): string => styleText("bold", text),
  faint: (text: string): string => styleText("dim", text),
  good: (text: string): string => styleText("green", text),
  bad: (text: string): string => styleText("red", text),
  warn: (text: string): string => styleText("yellow", text),
};

/** Columns that a text takes on the screen. */
export function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** Pads a text to a width; `right` moves it to the right edge. */
export function pad(text: string, width: number, right = false): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

/** Lines of two panels next to each other. */
export function sideBySide(left: readonly string[], right: readonly string[], gap = 4): string[] {
  const width = Math.max(0, ...left.map(widthOf));
  const rows = Math.max(left.length, right.length);
  return Array.from({ length: rows }, (_, i) =>
    `${pad(left[i] ?? "", width)}${" ".repeat(gap)}${right[i] ?? ""}`.trimEnd(),
  );
}
