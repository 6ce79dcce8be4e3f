import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keccak256, toBytes } from "viem";
import { expect, test } from "vitest";
import { writeMarket } from "../../../model/files/market-file.ts";
import { writePolicy } from "../../../model/files/policy-file.ts";
import { parseSheet, writeSheet } from "../../../model/files/sheet-file.ts";
import { marketRoot } from "../../../model/market.ts";
import { policyRoot } from "../../../model/policy.ts";
import { riskRootOf } from "../../../model/risk-root.ts";
import { sheetRoot } from "../../../model/sheet.ts";
import { parseInstruments } from "../../../pricing/sheet/instruments-file.ts";
import { ballastHere } from "../support/ballast.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { market, policy, sheet } from "../support/venue.ts";

const one = {
  instrument: 17,
  kind: "perpetual",
  factor: 0,
  lot: { numerator: "1", denominator: "1" },
  depth: "1000000",
  contingencyLong: 20,
  contingencyShort: 20,
};
const textOf = (...instruments: object[]): string => JSON.stringify({ version: 1, instruments });

function folder(instruments: string) {
  const directory = temporaryDirectory();
  const at = (name: string): string => join(directory, name);
  writeFileSync(at("market.json"), writeMarket(market));
  writeFileSync(at("policy.json"), writePolicy(policy));
  writeFileSync(at("instruments.json"), instruments);
  const build = () =>
    ballastHere([
      ...["sheet", "build", "--market", at("market.json"), "--instruments", at("instruments.json")],
      ...["--out", at("sheet.csv"), "--json"],
    ]);
  return { directory, at, build };
}

test("build writes the sheet that the model builds, once, and says what to sign", async () => {
  const { directory, at, build } = folder(textOf(one));
  const built = await build();
  expect(built).toMatchObject({ exitCode: 0, stderr: "" });
  const text = readFileSync(at("sheet.csv"), "utf8");
  expect(text).toBe(writeSheet(sheet));
  expect(JSON.parse(built.stdout)).toEqual({
    out: at("sheet.csv"),
    rows: 1,
    sheetRoot: `${sheetRoot(sheet)}`,
    marketRoot: `${marketRoot(market)}`,
    sheetHash: keccak256(toBytes(text)),
  });
  expect(await build()).toMatchObject({ exitCode: 2, stdout: "" });
  expect(readFileSync(at("sheet.csv"), "utf8")).toBe(text);
  expect(readdirSync(directory).filter((name) => name.endsWith(".new"))).toEqual([]);
  const files = ["--sheet", at("sheet.csv"), "--market", at("market.json"), "--policy", at("policy.json")];
  const roots = JSON.parse((await ballastHere(["sheet", "root", ...files, "--json"])).stdout);
  expect(roots).toMatchObject({
    epoch: 12,
    tier: 0,
    policyRoot: `${policyRoot(policy)}`,
    riskRoot: `${riskRootOf(market, sheet, policy)}`,
  });
});

test("a row out of range is reported under the user's file, and nothing is written", async () => {
  const { directory, build } = folder(textOf({ ...one, lot: { numerator: "1", denominator: "1000000" } }));
  const ran = await build();
  expect(ran).toMatchObject({ exitCode: 2, stdout: "" });
  expect(JSON.parse(ran.stderr).error).toMatchObject({
    code: "BAL-104",
    message: expect.stringMatching(/instruments\.json: instrument 17: mark: out of range/),
    details: expect.stringMatching(/Choose a lot/),
  });
  expect(readdirSync(directory).sort()).toEqual(["instruments.json", "market.json", "policy.json"]);
});

test.each([
  ["[]", /^f: not of/],
  ['{ "version": 2, "instruments": [] }', /^f: version: /],
  ['{ "version": 1, "instruments": [] }', /^f: instruments: wrong length/],
  [textOf({ ...one, instrument: 15 }), /^f: instruments\[0\]\.instrument: out of range/],
  [textOf({ ...one, kind: "swap" }), /^f: instruments\[0\]\.kind: /],
  [textOf({ ...one, factor: 8 }), /^f: instruments\[0\]\.factor: out of range/],
  [textOf({ ...one, lot: { numerator: "0", denominator: "1" } }), /^f: instruments\[0\]\.lot\.numerator: out of range/],
  [textOf({ ...one, lot: { numerator: "1" } }), /^f: instruments\[0\]\.lot\.denominator: missing/],
  [textOf({ ...one, kind: "spot", premium: 5 }), /^f: instruments\[0\]\.premium: a spot pair has no premium/],
  [textOf({ ...one, premium: -10_000 }), /^f: instruments\[0\]\.premium: out of range/],
  [textOf({ ...one, depth: 5 }), /^f: instruments\[0\]\.depth: /],
  [textOf({ ...one, depth: "05" }), /^f: instruments\[0\]\.depth: not a canonical integer/],
  [textOf({ ...one, contingencyLong: 10_001 }), /^f: instruments\[0\]\.contingencyLong: out of range/],
  [textOf({ ...one, more: 1 }), /^f: instruments\[0\]\.more: unknown key/],
  [textOf(one, { ...one, factor: 1 }), /^f: instruments\[1\]\.instrument: this id stands twice/],
  [JSON.stringify({ version: 1, moves: [1], instruments: [one] }), /^f: moves: wrong length/],
])("instruments.json %s is refused with its path", (text, message) => {
  expect(() => parseInstruments(text, "f")).toThrow(message);
});

test("the example of the documentation builds a sheet that reads back, with its settled row", async () => {
  const { at, build } = folder(readFileSync("docs/examples/instruments.json", "utf8"));
  const factors = market.factors.map((factor, f) => (f < 2 ? { ...factor, price: 60_000_000_000n } : factor));
  writeFileSync(at("market.json"), writeMarket({ ...market, factors }));
  expect(await build()).toMatchObject({ exitCode: 0, stderr: "" });
  const { rows } = parseSheet(readFileSync(at("sheet.csv"), "utf8"));
  expect(rows.map(({ instrument, settled }) => [instrument, settled])).toEqual([
    [17, false],
    [18, false],
    [19, true],
  ]);
  // One hundredth of the factor at 60,000 with a premium of 5 basis points.
  expect(rows[0]?.mark).toBe(600_300_000n);
});
