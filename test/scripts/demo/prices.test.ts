import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundledHistory, readHistory } from "../../../scripts/demo/prices.ts";
import { temporaryDirectory } from "../../prover/support/temporary.ts";

const folder = temporaryDirectory();

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const HEADER = "date,symbol,open,high,low,close";

test("the bundled history holds every AAPL day, in micro-quote, oldest first", async () => {
  const { symbols, days } = await bundledHistory();
  expect(symbols).toEqual(["AAPL", "SPX"]);
  expect([days.length, days[0]?.date, days.at(-1)?.date]).toEqual([1260, "2013-05-13", "2018-05-11"]);
  expect(days[0]?.bars[0]).toEqual({ price: 64_962_860n, high: 65_414_284n, low: 64_500_000n });
});

test("days that one symbol misses are left out for all, and columns may come in any order", async () => {
  const path = file(
    "joined.csv",
    "symbol,date,close,low,high,open",
    "A,2020-01-02,2,1,3,2",
    "A,2020-01-01,1.5,1,2,1",
    "",
    "B,2020-01-02,10.000001,9,11,10",
  );
  const { symbols, days } = await readHistory(path);
  expect(symbols).toEqual(["A", "B"]);
  expect(days).toEqual([
    {
      date: "2020-01-02",
      bars: [
        { price: 2_000_000n, high: 3_000_000n, low: 1_000_000n },
        { price: 10_000_001n, high: 11_000_000n, low: 9_000_000n },
      ],
    },
  ]);
});

test("a close that sticks out of its day by rounding widens the day", async () => {
  const path = file("wide.csv", HEADER, "2020-01-01,A,1,2,1,2.000001", "2020-01-01,B,1,1,1,1");
  expect((await readHistory(path)).days[0]?.bars[0]).toMatchObject({ high: 2_000_001n, price: 2_000_001n });
});

test.each([
  ["no column", ["date,symbol,open,high,low"], /line 1: has no column close/],
  ["a date that is none", [HEADER, "2020-13-45,A,1,1,1,1"], /line 2: has no date/],
  ["seven decimals", [HEADER, "2020-01-01,A,1,1,1,1.0000001"], /line 2: close: is not a price.*at most 6 decimals/],
  ["a price of nothing", [HEADER, "2020-01-01,A,1,1,0,1"], /line 2: low: is not a price/],
  ["a price beyond the ledger", [HEADER, "2020-01-01,A,1,274878,1,1"], /line 2: high: is not a price/],
  ["one symbol", [HEADER, "2020-01-01,A,1,1,1,1"], /has 1 symbols.*hedge/],
])("%s is refused with its place and a remedy", async (name, lines, message) => {
  await expect(readHistory(file(`${name}.csv`, ...lines))).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(message),
  });
});

test("a file that is not there is named", async () => {
  await expect(readHistory(join(folder, "absent.csv"))).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/absent\.csv.*cannot be read/),
  });
});
