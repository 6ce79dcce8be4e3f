import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readHistory } from "../../calibration/prices.ts";
import { selectSymbols } from "../../calibration/select-symbols.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";
import { spxHistory } from "./support/spx-history.ts";

const folder = temporaryDirectory();
const file = (name: string, ...lines: string[]): string => {
  writeFileSync(join(folder, name), `${["date,symbol,open,high,low,close", ...lines].join("\n")}\n`);
  return join(folder, name);
};

test("the longest bundled series: every trading day of the S&P 500 from 2000 to April 2020", async () => {
  const { symbols, days } = await spxHistory();
  expect([symbols, days.length, days[0]?.date, days.at(-1)?.date]).toEqual([["SPX"], 5105, "2000-01-03", "2020-04-17"]);
});

test("a spreadsheet's file: a byte order mark, line ends of Windows, columns of its own", async () => {
  const path = join(folder, "sheet.csv");
  writeFileSync(path, "\uFEFFDate,Symbol,Close,High,Low,Volume\r\n2026-01-01,A,1.5,2,1,7\r\n");
  const { days } = await readHistory(path);
  expect(days[0]?.bars).toEqual([{ price: 1_500_000n, high: 2_000_000n, low: 1_000_000n }]);
});

test("one symbol is enough, and epochs may be shorter than a day", async () => {
  const path = file("hours.csv", "2026-01-01T01:00:00Z,A,1,2,1,2", "2026-01-01T00:00:00Z,A,1,2,1,1");
  expect((await readHistory(path)).days.map(({ date }) => date)).toEqual([
    "2026-01-01T00:00:00Z",
    "2026-01-01T01:00:00Z",
  ]);
});

test.each([
  ["a date twice", ["2026-01-01,A,1,1,1,1", "2026-01-01,A,1,1,1,2"], /line 3: A has this date twice/],
  ["no symbol", ["2026-01-01,,1,1,1,1"], /line 2: symbol/],
  ["a symbol that would part a portfolio's weights", ["2026-01-01,A:B,1,1,1,1"], /line 2: symbol: is not a symbol/],
  ["a symbol that would blur a history's headings", ["2026-01-01,A_B,1,1,1,1"], /line 2: symbol: is not a symbol/],
  ["nine symbols", [..."ABCDEFGHI"].map((symbol) => `2026-01-01,${symbol},1,1,1,1`), /has 9 symbols/],
  ["none", [], /has 0 symbols/],
])("%s is refused", async (name, lines, message) => {
  await expect(readHistory(file(`${name}.csv`, ...lines))).rejects.toThrow(message);
});

test("symbols in a model's order, and one that has no prices", async () => {
  const history = await readHistory(file("two.csv", "2026-01-01,A,1,1,1,1", "2026-01-01,B,2,2,2,2"));
  expect(selectSymbols(history, ["B"]).days[0]?.bars).toEqual([
    { price: 2_000_000n, high: 2_000_000n, low: 2_000_000n },
  ]);
  expect(selectSymbols(history, ["B", "A"]).symbols).toEqual(["B", "A"]);
  expect(() => selectSymbols(history, ["A", "C"])).toThrow(/C: has no prices/);
});
