import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { concat, keccak256 } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { beforeAll, describe, expect, test } from "vitest";
import { writeMarket } from "../../../model/files/market-file.ts";
import { parseSheet, writeSheet } from "../../../model/files/sheet-file.ts";
import { at } from "../../../model/integers.ts";
import { marketRoot } from "../../../model/market.ts";
import { type Sheet, sheetRoot } from "../../../model/sheet.ts";
import { parseSignature } from "../../../prover/sheet/signature-file.ts";
import { EXPIRIES, optionMarket, QUOTES_TEXT } from "../../pricing/support/world.ts";
import { ballastHere } from "../support/ballast.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const lot = { numerator: "1", denominator: "100" };
const perpetual = { instrument: 17, kind: "perpetual", factor: 0, lot, depth: "1000000" };
const option = (instrument: number, right: string, strike: string, more: object = {}) => ({
  ...{ instrument, kind: "option", factor: 0, lot, depth: "1000", right, strike, expiry: EXPIRIES[1] },
  ...more,
});
const INSTRUMENTS = [perpetual, option(20, "put", "54000000000"), option(21, "call", "66000000000")];
const textOf = (instruments: readonly object[], more: object = {}): string =>
  JSON.stringify({ version: 1, instruments, ...more });

const folder = temporaryDirectory();
const path = (name: string): string => join(folder, name);
const inputs = (instruments = "instruments.json"): string[] => [
  ...["--market", path("market.json"), "--instruments", path(instruments), "--quotes", path("quotes.json")],
];
const verify = (sheet: string, ...more: string[]) =>
  ballastHere(["sheet", "verify", "--sheet", path(sheet), ...inputs(), ...more, "--json"]);
const sheet = (): Sheet => parseSheet(readFileSync(path("sheet.csv"), "utf8"));

beforeAll(async () => {
  writeFileSync(path("market.json"), writeMarket(optionMarket));
  writeFileSync(path("instruments.json"), textOf(INSTRUMENTS));
  writeFileSync(path("quotes.json"), QUOTES_TEXT);
  const built = await ballastHere(["sheet", "build", ...inputs(), "--out", path("sheet.csv"), "--json"]);
  expect(built).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(built.stdout)).toMatchObject({ rows: 3, faults: [], sheetRoot: `${sheetRoot(sheet())}` });
});

describe("a sheet with options", () => {
  test("follows from its inputs, with the protocol's grid from the file or from the program", async () => {
    for (const more of [[], ["--grid", "policies/stress-grid.json"], ["--previous", path("sheet.csv")]]) {
      const ran = await verify("sheet.csv", ...more);
      expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
      expect(JSON.parse(ran.stdout)).toMatchObject({ matches: true, differences: [] });
    }
  });

  test("verify names the one altered cell, of an option or of a linear row, and ends with 5", async () => {
    const { rows, header } = sheet();
    const altered = (row: number, cell: (item: (typeof rows)[number]) => (typeof rows)[number]): Sheet => ({
      header,
      rows: rows.map((item, i) => (i === row ? cell(item) : item)),
    });
    const cases: [Sheet, object][] = [
      [
        altered(1, (row) => ({ ...row, shocks: row.shocks.with(9, 7n) })),
        { row: 20, field: "shock9", got: "7", expected: `${at(rows, 1).shocks[9]}` },
      ],
      [altered(0, (row) => ({ ...row, mark: row.mark + 1n })), { row: 17, field: "mark", expected: "600000000" }],
      [
        { rows, header: header.map((one, k) => (k === 1 ? one.with(0, 3n) : one)) },
        { row: 2, field: "shock0", got: "3" },
      ],
      [
        { header, rows: rows.slice(0, 2) },
        { row: 21, field: "row", got: "absent", expected: "present" },
      ],
    ];
    for (const [i, [bad, expected]] of cases.entries()) {
      writeFileSync(path(`bad-${i}.csv`), writeSheet(bad));
      const ran = await verify(`bad-${i}.csv`);
      expect(ran.exitCode).toBe(5);
      const { differences, matches } = JSON.parse(ran.stdout);
      expect(matches).toBe(false);
      expect(differences).toHaveLength(1);
      expect(differences[0]).toMatchObject(expected);
    }
    const shown = await ballastHere(["sheet", "verify", "--sheet", path("bad-1.csv"), ...inputs()]);
    expect(shown.stdout).toMatch(/cells that differ: 1;.*\n.*expected\n +17 {2}mark +600000001 +600000000/);
    const diff = await ballastHere(["sheet", "diff", path("sheet.csv"), path("bad-1.csv"), "--json"]);
    expect(diff.exitCode).toBe(0);
    expect(JSON.parse(diff.stdout)).toMatchObject({
      same: false,
      differences: [{ row: 17, field: "mark", before: "600000000", after: "600000001" }],
    });
    expect((await ballastHere(["sheet", "diff", path("sheet.csv"), path("sheet.csv")])).stdout).toMatch(/the same/);
  });

  test("verify holds publishers to their duties against the sheet before", async () => {
    const { rows, header } = sheet();
    const before = { header, rows: rows.map((row, i) => (i === 1 ? { ...row, settled: true } : row)) };
    writeFileSync(path("before.csv"), writeSheet(before));
    const ran = await verify("sheet.csv", "--previous", path("before.csv"));
    expect(ran.exitCode).toBe(5);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ...{ matches: false, differences: [] },
      duties: [{ row: 20, problem: "was settled and no longer is" }],
    });
  });

  test("expired instruments settle; missing inputs are named under the user's files", async () => {
    const build = (name: string, instruments: string, ...more: string[]) => {
      writeFileSync(path(name), instruments);
      return ballastHere(["sheet", "build", ...inputs(name), ...more, "--out", path(`${name}.csv`), "--json"]);
    };
    const expired = { expiry: "2026-03-01T08:00:00Z" };
    const settled = option(20, "put", "54000000000", { ...expired, settlementPrice: "50000000000" });
    expect(await build("settled.json", textOf([settled]))).toMatchObject({ exitCode: 0 });
    expect(parseSheet(readFileSync(path("settled.json.csv"), "utf8")).rows).toMatchObject([
      { settled: true, mark: 40_000_000n },
    ]);
    const refused = async (...parts: Parameters<typeof build>) => {
      const ran = await build(...parts);
      expect(ran.exitCode).toBe(2);
      return JSON.parse(ran.stderr).error;
    };
    expect(await refused("open.json", textOf([option(20, "put", "1000000", expired)]))).toMatchObject({
      ...{ code: "BAL-132", message: expect.stringMatching(/open\.json: instrument 20: expired at/) },
    });
    expect(await refused("other.json", textOf([{ ...option(20, "put", "1000000"), factor: 2 }]))).toMatchObject({
      ...{ code: "BAL-131", message: expect.stringMatching(/quotes\.json: instrument 20: factor 2/) },
    });
    const grid = JSON.parse(readFileSync("policies/stress-grid.json", "utf8"));
    writeFileSync(path("grid.json"), JSON.stringify({ ...grid, moves: Array(8).fill(5_000) }));
    const moves = { moves: Array(8).fill(10_000) };
    expect(await refused("moves.json", textOf(INSTRUMENTS, moves), "--grid", path("grid.json"))).toMatchObject({
      ...{ code: "BAL-105", message: expect.stringMatching(/moves\.json: moves: the stress grid has moves too/) },
    });
    const both = option(20, "put", "1000000", { settlementPrice: "1", settlementMark: "1" });
    expect(await refused("both.json", textOf([both]))).toMatchObject({ code: "BAL-105" });
  });
});

test("sign writes a signature that its reader accepts, and not when a byte is changed", async () => {
  const key = `0x${"11".repeat(32)}` as const;
  writeFileSync(path("key"), key);
  chmodSync(path("key"), 0o600);
  const registry = `0x${"ab".repeat(20)}`;
  const signing = ["--registry", registry, "--chain", "31337", "--key-file", path("key"), "--out", path("sig.json")];
  const files = [
    "--sheet",
    path("sheet.csv"),
    "--market",
    path("market.json"),
    "--location",
    "https://sheets.example/12",
  ];
  const ran = await ballastHere(["sheet", "sign", ...files, ...signing, "--json"]);
  expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
  const dataHash = keccak256(concat([readFileSync(path("market.json")), readFileSync(path("sheet.csv"))]));
  const text = readFileSync(path("sig.json"), "utf8");
  const signed = await parseSignature(text);
  expect(signed).toMatchObject({
    ...{ chain: 31_337n, registry, signer: privateKeyToAccount(key).address.toLowerCase() },
    report: { epoch: 12n, marketRoot: marketRoot(optionMarket), sheetRoot: sheetRoot(sheet()), dataHash },
  });
  expect(JSON.parse(ran.stdout)).toMatchObject({ dataHash, signer: signed.signer, epoch: "12" });
  const forged = text.replace('"epoch": "12"', '"epoch": "13"');
  await expect(parseSignature(forged, "f")).rejects.toMatchObject({ code: "BAL-271", exitCode: 4 });
  await expect(parseSignature(text.replace('"version": 1', '"version": 2'), "f")).rejects.toThrow(/^f: version/);
  expect((await ballastHere(["sheet", "sign", ...files, ...signing, "--json"])).exitCode).toBe(2);
});

test("backtest says by book and month what went beyond the margin", async () => {
  const lines = Array.from({ length: 60 }, (_, i) => {
    const price = (i < 50 ? 100 : 60) + (i % 2);
    const date = new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
    return `${date},XYZ,${price},${price},${price},${price}`;
  });
  writeFileSync(path("prices.csv"), ["date,symbol,open,high,low,close", ...lines, ""].join("\n"));
  const backtest = (...more: string[]) => ballastHere(["sheet", "backtest", "--prices", path("prices.csv"), ...more]);
  const { stdout, exitCode } = await backtest();
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^XYZ, 2026-01-21 to 2026-03-01/);
  expect(stdout).toMatch(/short straddle +39 +1 +1 .*2026-02\n/);
  const { books } = JSON.parse((await backtest("--symbol", "XYZ", "--json")).stdout);
  expect(books[0].months).toMatchObject([{ month: "2026-01" }, { month: "2026-02", beyondStress: 1 }]);
  expect((await backtest("--symbol", "ABC")).exitCode).toBe(2);
});
