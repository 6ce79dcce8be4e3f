import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as model from "../../model/index.ts";

type Json = Record<string, unknown>;
const load = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")) as Json;
const text = (value: unknown): string => JSON.stringify(value);
const numbers = (value: unknown): bigint[] => (value as string[]).map(BigInt);
const strings = (value: unknown): unknown =>
  typeof value === "bigint" ? value.toString() : (value as unknown[]).map(strings);

describe("normative vectors", () => {
  it("hashes", () => {
    const { P5, H } = load("hashes") as unknown as { P5: Json; H: Json[] };
    const [a, b, c, d, e] = numbers(P5.inputs) as [bigint, bigint, bigint, bigint, bigint];
    expect(model.P5(a, b, c, d, e).toString()).toBe(P5.output);
    for (const { domain, inputs, output } of H) {
      expect(model.H(model.domain(domain as string), numbers(inputs)).toString()).toBe(output);
    }
  });

  it("books", () => {
    const { empty, books } = load("book") as unknown as { empty: Json[]; books: Json[] };
    for (const item of empty) {
      const name = item.class as model.BookClass;
      expect(model.initialCommitment(name).toString()).toBe(item.commitment);
      expect(model.slotsHash(model.emptyBook(name).slots).toString()).toBe(item.slotsHash);
    }
    for (const item of books) {
      const book = model.parseBook(text(item.book));
      expect(model.commit(book).toString()).toBe(item.commitment);
      expect(model.collateralElement(book.collateral).toString()).toBe(item.collateralElement);
      expect(model.slotsHash(book.slots).toString()).toBe(item.slotsHash);
    }
  });

  it("market, policy, sheet and risk root", () => {
    const [marketVector, policyVector, sheetVector] = [load("market"), load("policy"), load("sheet")];
    const market = model.parseMarket(text(marketVector.market));
    expect(strings(model.marketElements(market))).toEqual(marketVector.elements);
    expect(model.marketRoot(market).toString()).toBe(marketVector.root);
    const policy = model.parsePolicy(text(policyVector.policy));
    expect(strings(model.policyElements(policy))).toEqual(policyVector.elements);
    expect(model.policyRoot(policy).toString()).toBe(policyVector.root);
    const sheet = model.parseSheet(sheetVector.csv as string);
    expect(model.sheetRoot(sheet).toString()).toBe(sheetVector.root);
    expect(strings(model.headerElements(sheet))).toEqual(sheetVector.header);
    (sheetVector.rows as Json[]).forEach((vector, place) => {
      const row = sheet.rows[place] as model.RiskRow;
      expect(strings(model.rowElements(row))).toEqual(vector.elements);
      expect(model.rowLeaf(row).toString()).toBe(vector.leaf);
      expect(strings(model.sheetTree(sheet).path(place))).toEqual(vector.path);
    });
    const tiers = [0, 1, 2, 3].map((tier) => model.riskRootOf({ ...market, tier }, sheet, policy).toString());
    expect(tiers).toEqual(load("risk-root").tiers);
  });

  it("trades and calls", () => {
    for (const vector of load("trade") as unknown as Json[]) {
      const legs = (vector.legs as Json[]).map(({ instrument, lots }) => ({
        instrument: instrument as number,
        lots: BigInt(lots as string),
      }));
      const trade = { legs, cash: BigInt(vector.cash as string), salt: BigInt(vector.salt as string) };
      expect(model.tradeCommitment(trade).toString()).toBe(vector.commitment);
    }
    for (const vector of load("call") as unknown as Json[]) {
      const call = model.unpackCall(BigInt(vector.packed as string));
      expect(call?.context.toString()).toBe(vector.context);
      expect([call?.mode, call?.side]).toEqual([vector.mode, vector.side]);
      expect(call?.flow?.amount.toString()).toBe((vector.flow as Json | null)?.amount);
      expect(model.packCall(call as model.Call).toString()).toBe(vector.packed);
    }
  });

  it("explanations", () => {
    const vector = load("explain");
    const book = model.parseBook(text(vector.book));
    const market = model.parseMarket(text(vector.market));
    const policy = model.parsePolicy(text(vector.policy));
    const sheet = model.parseSheet(vector.csv as string);
    for (const { name, change, salt, explanation } of vector.cases as Json[]) {
      const got = model.explain(book, model.parseChange(text(change)), market, sheet, policy, {
        salt: BigInt(salt as string),
      });
      expect(model.explanationJson(got), name as string).toEqual(explanation);
    }
  });

  it("models", () => {
    for (const { model: json, elements, root } of load("model") as unknown as Json[]) {
      const parsed = model.parseModel(text(json));
      expect(strings(model.modelElements(parsed))).toEqual(elements);
      expect(model.modelRoot(parsed).toString()).toBe(root);
    }
  });

  it("market updates", () => {
    const vector = load("market-update");
    const parameters = model.parseModel(text(vector.model));
    let market = model.parseMarket(text(vector.first));
    for (const step of vector.steps as Json[]) {
      const [, , , , ...packed] = numbers(step.publicInputs);
      const bars = model.unpackBars(packed, parameters.used);
      const input = model.buildMarketInput(market, bars, parameters);
      expect(Object.fromEntries(Object.entries(input).map(([name, value]) => [name, strings(value)]))).toEqual(
        step.input,
      );
      const signals = model.marketPublicSignals(market, bars, parameters);
      expect(strings(model.marketPublicInputs(signals))).toEqual(step.publicInputs);
      market = model.nextMarket(market, bars, parameters);
      expect(model.marketJson(market)).toEqual(step.market);
    }
  });

  it("moves", () => {
    for (const { book, moved, publicInputs, input } of load("class-move") as unknown as Json[]) {
      const [from, to] = [model.parseBook(text(book)), model.parseBook(text(moved))];
      expect(model.moveBook(from, to.class, to.salt)).toEqual(to);
      const made = model.buildMoveInput(from, to.class, to.salt, BigInt((input as Json).call as string));
      expect(Object.fromEntries(Object.entries(made).map(([name, value]) => [name, strings(value)]))).toEqual(input);
      expect(strings(model.movePublicInputs(made))).toEqual(publicInputs);
      expect(numbers(publicInputs).slice(0, 2)).toEqual([model.commit(from), model.commit(to)]);
    }
  });

  it("wrong rows", () => {
    const { market: block, grid, cases } = load("row-void") as unknown as { market: Json; grid: Json; cases: Json[] };
    const market = model.parseMarket(text(block));
    const linear = { coefficients: numbers(grid.coefficients), moves: numbers(grid.moves) };
    expect(model.gridRoot(linear).toString()).toBe(grid.root);
    for (const { terms: packed, sheet, publicInputs, input } of cases) {
      const terms = model.unpackTerms(BigInt(packed as string));
      const claim = { market, grid: linear, terms, sheet: model.parseSheet(sheet as string) };
      const made = model.buildVoidInput(claim, BigInt((input as Json).prover as string));
      expect(Object.fromEntries(Object.entries(made).map(([name, value]) => [name, strings(value)]))).toEqual(input);
      expect(strings(model.voidPublicInputs(made))).toEqual(publicInputs);
    }
  });

  it("are what the generator writes", () => {
    const run = spawnSync(process.execPath, ["scripts/generate-vectors.ts", "--check"], {
      cwd: new URL("../..", import.meta.url),
      encoding: "utf8",
    });
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
  });
});
