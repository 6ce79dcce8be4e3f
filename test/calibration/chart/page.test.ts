import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { chartPage } from "../../../calibration/chart/page.ts";
import { spansOf } from "../../../calibration/chart/view.ts";
import { madeSeries } from "../support/series.ts";

const equal = (symbols: readonly string[]) => [
  { name: "Equal weights", weights: symbols.map(() => 1 / symbols.length) },
];
const SYMBOLS = ["BTC", "ETH", "SOL"];
const page = chartPage({ series: madeSeries(SYMBOLS), portfolios: equal(SYMBOLS) });

test("the page is one file: no address, no import, a policy that allows its own script alone", () => {
  expect(page).not.toMatch(/https?:|\bsrc=|\bhref=|@import|url\(/);
  const script = page.slice(page.lastIndexOf("<script>") + "<script>".length, page.lastIndexOf("</script>"));
  const hash = createHash("sha256").update(script).digest("base64");
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}';`);
});

test("the same epochs give the same page", () => {
  expect(chartPage({ series: madeSeries(SYMBOLS), portfolios: equal(SYMBOLS) })).toBe(page);
});

test("every picture says in words what it shows, and the tables have headings", () => {
  const images = [...page.matchAll(/role="img" aria-label="([^"]*)"/g)].map(([, label]) => label ?? "");
  // volatility, tiers, price and range of three factors, three correlations, the portfolio
  expect(images).toHaveLength(2 + 2 * 3 + 3 + 1);
  for (const label of images) expect(label).toMatch(/^.{3,}\. .{20,}\.$/);
  expect(page).toContain("Tiers of 120 epochs of BTC, ETH, SOL: 16 (13.3 %) stressed or halted.");
  expect(page.match(/<caption>/g)).toHaveLength(1 + 4 + 1);
  expect(page).toMatch(/Pale: held up while the registry cools down.*Dots on top: a feed at fault in 1 epoch\./s);
});

test("hostile names are text, nowhere markup", () => {
  const hostile = [`<script>alert(1)</script>`, `"><img src=x>`, `'&${"x".repeat(20)}`];
  const text = chartPage({
    series: { ...madeSeries(hostile), source: "</title><b>" },
    portfolios: [{ name: "<i>", weights: [1, 0, 0] }],
  });
  expect(text.match(/<script/g)).toHaveLength(2);
  expect(text).not.toMatch(/<img|<b>\.|<i>(?!p<)/);
});

test("one symbol has no correlations; eight symbols and two epochs make a page; numbers are never NaN", () => {
  const one = chartPage({ series: madeSeries(["A"]), portfolios: [] });
  expect(one).not.toContain("Correlation");
  const many = madeSeries([..."ABCDEFGH"]);
  const eight = chartPage({ series: { ...many, records: many.records.slice(0, 2) }, portfolios: equal(many.symbols) });
  expect(eight.match(/data-plot="correlation/g)).toHaveLength(28);
  for (const text of [one, eight, page]) {
    expect(text.slice(0, text.lastIndexOf("<script>"))).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test("stretches of flags", () => {
  expect(spansOf([false, true, true, false, true])).toEqual([
    { from: 1, to: 3 },
    { from: 4, to: 4 },
  ]);
  expect(spansOf([true, false, true, false])).toEqual([
    { from: 0, to: 1 },
    { from: 2, to: 3 },
  ]);
});
