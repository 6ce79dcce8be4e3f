import { describe, expect, it } from "vitest";
import { ASSETS, BOOK_CLASS_NAMES } from "../../../model/classes.ts";
import { BallastError } from "../../../model/errors.ts";
import { parseBook, writeBook } from "../../../model/files/book-file.ts";
import { parseChange, writeChange } from "../../../model/files/change-file.ts";
import { parseMarket, writeMarket } from "../../../model/files/market-file.ts";
import { parsePolicy, writePolicy } from "../../../model/files/policy-file.ts";
import { parseSheet, writeSheet } from "../../../model/files/sheet-file.ts";
import { randomCase } from "../../support/random-case.ts";

type Parse = (text: string, file?: string) => unknown;
type Edit = readonly [edit: (text: string) => string, code: string, path: string];

const sample = randomCase("files/3");
const put =
  (from: string | RegExp, to: string) =>
  (text: string): string => {
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`the edit ${from} changes nothing`);
    return edited;
  };

function refusal(parse: Parse, text: string): { code: string; message: string } {
  try {
    parse(text, "a/file");
  } catch (error) {
    if (error instanceof BallastError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("accepted");
}

function refuses(parse: Parse, text: string, edits: readonly Edit[]): void {
  for (const [edit, code, path] of edits) {
    const got = refusal(parse, edit(text));
    expect(got.code, got.message).toBe(code);
    expect(got.message.startsWith(path === "" ? "a/file: " : `a/file: ${path}: `), got.message).toBe(true);
  }
}

describe("files", () => {
  it("read back what they write, to the character", () => {
    for (let seed = 0; seed < 60; seed++) {
      const { book, change, market, policy, sheet } = randomCase(
        `files/${seed}`,
        BOOK_CLASS_NAMES[seed % 3] ?? "desk-8",
      );
      expect(parseBook(writeBook(book))).toEqual(book);
      expect(parseChange(writeChange(change))).toEqual(change);
      expect(parseMarket(writeMarket(market))).toEqual(market);
      expect(parsePolicy(writePolicy(policy))).toEqual(policy);
      expect(parseSheet(writeSheet(sheet))).toEqual(sheet);
      expect(writeSheet(parseSheet(writeSheet(sheet)))).toBe(writeSheet(sheet));
    }
  });

  it("a market's factor has a symbol, or none where it is unused", () => {
    const text = writeMarket(sample.market);
    const named = (symbol: string): string =>
      text.replace(/"symbol": "[^"]*"/, () => `"symbol": ${JSON.stringify(symbol)}`);
    expect(parseMarket(named("")).factors[0]?.symbol).toBe("");
    expect(parseMarket(named("BRK.B/USD-1")).factors[0]?.symbol).toBe("BRK.B/USD-1");
    for (const odd of ["+7", "1 ", "A,B", "a_b", "é", "A".repeat(33)]) {
      expect(refusal(parseMarket, named(odd)), odd).toMatchObject({
        code: "BAL-102",
        message: expect.stringContaining("symbol"),
      });
    }
  });

  it("broken JSON is named by its line, never by its content", () => {
    expect(() => parseBook('{\n  "version": 1,\n  "cash": "31337",\n}', "book.json")).toThrow(
      /^book\.json: not valid JSON, line 4\. Check commas/,
    );
  });

  it("a key that is not there is missing, whatever it should have been", () => {
    for (const key of ["version", "class", "cash"]) {
      const { [key]: _, ...rest } = JSON.parse(writeBook(sample.book)) as Record<string, unknown>;
      expect(refusal(parseBook, JSON.stringify(rest)).message).toMatch(`a/file: ${key}: missing.`);
    }
  });

  it("book.json names file and path of what it refuses", () => {
    refuses(parseBook, writeBook(sample.book), [
      [() => "", "BAL-101", ""],
      [put("{", "["), "BAL-101", ""],
      [put('"cash"', '"version": 1, "cash"'), "BAL-101", ""],
      [() => "[]", "BAL-102", ""],
      [put('"version": 1', '"version": 2'), "BAL-102", "version"],
      [put('"version": 1', '"version": 1.0'), "BAL-102", "version"],
      [put('"version": 1,', ""), "BAL-102", "version"],
      [put('"cash"', '"note": 1, "cash"'), "BAL-102", "note"],
      [put("desk-8", "desk-9"), "BAL-102", "class"],
      [put('"cash": "', '"cash": "0'), "BAL-103", "cash"],
      [put(/"cash": "-?\d+"/, '"cash": 5'), "BAL-102", "cash"],
      [put(/"cash": "-?\d+"/, `"cash": "${2n ** 84n}"`), "BAL-104", "cash"],
      [put(/"cash": "-?\d+"/, '"cash": "-0"'), "BAL-103", "cash"],
      [put(/"collateral": \[/, '"collateral": ["1",'), "BAL-102", "collateral"],
      [put(/"collateral": \[\s*"\d+"/, '"collateral": ["-1"'), "BAL-104", "collateral[0]"],
      [put(/"size": "-?\d+"/, `"size": "${2n ** 40n}"`), "BAL-104", "slots[0].size"],
      [put(/"instrument": \d+/, '"instrument": 15'), "BAL-104", "slots[0].instrument"],
      [put(/"instrument": \d+/, '"instrument": 1.9e1'), "BAL-103", "slots[0].instrument"],
      [put(/"instrument": \d+/, '"instrument": "19"'), "BAL-102", "slots[0].instrument"],
      [put(/"instrument": \d+,/, ""), "BAL-102", "slots[0].instrument"],
      [put(/"salt": "0x/, '"salt": "'), "BAL-103", "salt"],
      [put(/"salt": "0x/, '"salt": "0x01'), "BAL-104", "salt"],
    ]);
  });

  it("book.json refuses reserved, repeated and too many instruments", () => {
    const book = (slots: string): string =>
      writeBook({ ...sample.book }).replace(/"slots": \[[\s\S]*?\]/, `"slots": [${slots}]`);
    const item = (id: number): string => `{ "instrument": ${id}, "size": "1" }`;
    expect(refusal(parseBook, book(item(15))).code).toBe("BAL-104");
    expect(refusal(parseBook, book(`${item(17)},${item(17)}`)).code).toBe("BAL-105");
    expect(refusal(parseBook, book(Array.from({ length: 9 }, (_, i) => item(20 + i)).join())).code).toBe("BAL-105");
  });

  it("change.json", () => {
    const text =
      '{ "mode": "full", "sizes": [{ "instrument": 17, "size": "5" }], "flow": { "asset": "cash", "amount": "1" } }';
    expect(parseChange(text)).toEqual({
      mode: "full",
      sizes: [{ instrument: 17, size: 5n }],
      flow: { asset: "cash", amount: 1n },
    });
    refuses(parseChange, text, [
      [put("full", "fast"), "BAL-102", "mode"],
      [put('"mode": "full", ', ""), "BAL-102", "mode"],
      [put("17", "15"), "BAL-104", "sizes[0].instrument"],
      [put('"5" }', '"5" }, { "instrument": 17, "size": "6" }'), "BAL-105", "sizes[1].instrument"],
      [put('"5"', '"5.0"'), "BAL-103", "sizes[0].size"],
      [put('"5"', "5"), "BAL-102", "sizes[0].size"],
      [put('"cash"', "4"), "BAL-104", "flow.asset"],
      [put('"cash"', "1.0"), "BAL-104", "flow.asset"],
      [put('"1"', `"${2n ** 64n}"`), "BAL-104", "flow.amount"],
      [put(', "amount": "1"', ""), "BAL-102", "flow.amount"],
      [put('"mode"', '"cost": 1, "mode"'), "BAL-102", "cost"],
      [put('"mode"', '"cost": null, "mode"'), "BAL-102", "cost"],
      [put('"mode"', '"tradeSalt": "12", "mode"'), "BAL-103", "tradeSalt"],
      [put('"mode"', '"__proto__": 1, "mode"'), "BAL-102", "__proto__"],
    ]);
  });

  it("market.json", () => {
    refuses(parseMarket, writeMarket(sample.market), [
      [put(/"tier": \d/, '"tier": 4'), "BAL-104", "tier"],
      [put(/"epoch": \d+/, '"epoch": -1'), "BAL-104", "epoch"],
      [put(/"price": "\d+"/, '"price": "0"'), "BAL-104", "factors[0].price"],
      [put(/"atr": "\d+"/, `"atr": "${2n ** 38n}"`), "BAL-104", "factors[0].atr"],
      [put(/"covariance": \[\s*"\d+"/, '"covariance": ["-1"'), "BAL-104", "covariance[0]"],
      [put(/"covariance": \[\s*"\d+"/, `"covariance": ["${2n ** 60n}"`), "BAL-104", "covariance[0]"],
      [put(/"covariance": \[\s*"\d+",/, '"covariance": ['), "BAL-102", "covariance"],
    ]);
  });

  it("policy.json", () => {
    refuses(parsePolicy, writePolicy(sample.policy), [
      [put(/"imFactor": \d+/, `"imFactor": ${2 ** 24}`), "BAL-104", "imFactor"],
      [put(/"imFactor": \d+/, '"imFactor": 1e4'), "BAL-103", "imFactor"],
      [put(/"imFactor": \d+,/, ""), "BAL-102", "imFactor"],
      [put(/"kellyFraction": \d+/, '"kellyFraction": 257'), "BAL-104", "kellyFraction"],
      [put(/"riskShare": \d+/, '"riskShare": -1'), "BAL-104", "riskShare"],
      [put(/"scale": \[\s*\d+/, '"scale": [0'), "BAL-104", "scale[0]"],
      [put(/"scale": \[\s*\d+/, '"scale": [257'), "BAL-104", "scale[0]"],
      [put(/"volTarget": "\d+"/, `"volTarget": "${10n ** 18n + 1n}"`), "BAL-104", "volTarget"],
      [put(/"drift": \[\s*"-?\d+"/, `"drift": ["${10n ** 9n + 1n}"`), "BAL-104", "drift[0]"],
      [put(/"slope": \d+/, '"slope": 10001'), "BAL-104", "haircuts[0][0].slope"],
      [put(/"intercept": "0"/, '"intercept": "1"'), "BAL-105", "haircuts[0]"],
      [put(/"intercept": "0"/, `"intercept": "${2n ** 80n}"`), "BAL-104", "haircuts[0][0].intercept"],
    ]);
  });

  it("sheet.csv names line and column", () => {
    const appended = `line ${1 + ASSETS + sample.sheet.rows.length + 1}`;
    const text = writeSheet(sample.sheet);
    const withLine =
      (line: string) =>
      (all: string): string =>
        `${all}${line}\n`;
    const zeros = ",0".repeat(41);
    refuses(parseSheet, text, [
      [put("instrument,", "Instrument,"), "BAL-101", "line 1"],
      [(all) => all.replaceAll("\n", "\r\n"), "BAL-101", "line 1"],
      [put(/\n1,0,/, "\n1,1,"), "BAL-105", "line 2, column factor"],
      [put(/\n4,3,.*/, ""), "BAL-105", ""],
      [put(/\n1,0,0,0/, "\n1,0,0,00"), "BAL-103", "line 2, column mark"],
      [put(/\n1,0,0,/, "\n1,0,2,"), "BAL-104", "line 2, column settled"],
      [withLine(`15${zeros}`), "BAL-105", `${appended}, column instrument`],
      [withLine(`1${zeros}`), "BAL-105", `${appended}, column instrument`],
      [withLine(`0${zeros}`), "BAL-104", `${appended}, column instrument`],
      [withLine(`${2n ** 32n}${zeros}`), "BAL-104", `${appended}, column instrument`],
      [withLine(`900,8${zeros.slice(2)}`), "BAL-104", `${appended}, column factor`],
      [withLine(`900${zeros},0`), "BAL-102", `${appended}`],
      [withLine(`900,0,0,${2n ** 38n}${zeros.slice(6)}`), "BAL-104", `${appended}, column mark`],
      [withLine(`900,0,0,0,${-(2n ** 36n)}${zeros.slice(8)}`), "BAL-104", `${appended}, column delta`],
      [withLine(""), "BAL-102", `${appended}`],
    ]);
    expect(parseSheet(text.slice(0, -1))).toEqual(sample.sheet);
  });

  it("never quote a balance in a message", () => {
    const text = writeBook({ ...sample.book, cash: 123_456_789_987n }).replace('"123456789987"', '"0123456789987"');
    expect(refusal(parseBook, text).message).not.toContain("123456789987");
  });
});
