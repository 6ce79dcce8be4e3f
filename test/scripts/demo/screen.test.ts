import { stripVTControlCharacters } from "node:util";
import { expect, test, vi } from "vitest";
import { parseOptions } from "../../../scripts/demo/options.ts";
import { claimsTable } from "../../../scripts/demo/screen/claims-table.ts";
import {
  bar,
  dollars,
  duration,
  grouped,
  median,
  percent,
  shortHex,
  signed,
} from "../../../scripts/demo/screen/figures.ts";
import { sideBySide } from "../../../scripts/demo/screen/ink.ts";
import { plainJob } from "../../../scripts/demo/screen/plain-job.ts";
import { table } from "../../../scripts/demo/screen/table.ts";

test("figures read as people write them, and never lose a sign", () => {
  expect([grouped(-1_234_567n), grouped(999n), signed(1_000n), signed(0n)]).toEqual([
    "−1,234,567",
    "999",
    "+1,000",
    "0",
  ]);
  expect([dollars(-1_500_000n), dollars(-400_000n), dollars(2_000_000_000_000n)]).toEqual(["−$2", "$0", "$2,000,000"]);
  expect([percent(0.8918), duration(42.4), duration(3_141)]).toEqual(["89.18 %", "42 ms", "3.1 s"]);
  expect([shortHex(0n), shortHex(2n ** 253n)]).toEqual(["0x0", "0x20000000…000000"]);
  expect([bar(-1), bar(0.5), bar(7)]).toEqual(["░░░░░░░░░░", "█████░░░░░", "██████████"]);
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});

test("tables align by what is seen, and panels stand side by side", () => {
  const plain = table([{ name: "a" }, { name: "gas", right: true }], [["long name", "1"]]).map(
    stripVTControlCharacters,
  );
  expect(plain).toEqual(["a           gas", "───────────────", "long name     1"]);
  expect(sideBySide(["one"], ["1", "2"])).toEqual(["one    1", "       2"]);
});

test("claims that differ from the tokens are shown as such", () => {
  const claims = {
    assets: [{ asset: "cash", books: 5n, unpaid: 1n, tokens: 7n }],
    lots: [{ instrument: 17, total: -3n }],
    balanced: false,
  };
  const lines = claimsTable("now", claims, (instrument) => `I${instrument}`).map(stripVTControlCharacters);
  expect(lines[2]).toMatch(/cash .*5 .*1 .*7 {3}≠/);
  expect(lines.at(-1)).toBe("claims and tokens differ; lots over all accounts: I17 −3");
});

test("options are read, and a wrong one is refused with the way to help", () => {
  expect(parseOptions(["--prices", "p.csv", "--json"])).toEqual({
    story: "desk",
    prices: "p.csv",
    json: true,
    help: false,
  });
  expect(() => parseOptions(["--price", "p.csv"])).toThrow(/options: .*--price.*--help/);
});

test("without a terminal a job that takes long says now and then what it is at", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "setTimeout", "performance"] });
  try {
    const lines: string[] = [];
    const stream = {
      write: (text: string) => lines.push(stripVTControlCharacters(text)),
    } as unknown as NodeJS.WriteStream;
    const work = async (note: (text: string) => void): Promise<number> => {
      note("compiling");
      note("making the key");
      await new Promise((resolve) => setTimeout(resolve, 25_000));
      return 7;
    };
    const job = plainJob({ title: "two circuits", work }, stream, true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await job).toBe(7);
    expect(lines).toEqual(["    two circuits: making the key\n", "  ✓ two circuits (25.0 s)\n"]);
  } finally {
    vi.useRealTimers();
  }
});
