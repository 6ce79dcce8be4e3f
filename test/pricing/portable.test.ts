import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What IEEE 754 or exactness makes the same on every machine. */
const PORTABLE = "abs|min|max|floor|ceil|round|sqrt|sign|PI|SQRT1_2";
/** Anything else of Math, and the operator of powers. */
const UNPORTABLE = new RegExp(`Math\\.(?!(?:${PORTABLE})\\b)\\w+|\\*\\*`);

const code = (text: string): string => text.replace(/\/\*\*[\s\S]*?\*\//g, "").replace(/\/\/.*/g, "");
const sources = readdirSync("pricing", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

test.each(sources)("pricing/%s computes the same on every machine", (name) => {
  expect(code(readFileSync(join("pricing", name), "utf8"))).not.toMatch(UNPORTABLE);
});

test("would notice an engine's own exponential", () => {
  for (const text of ["Math.exp(x)", "Math.log1p(x)", "2 ** x", "x**=y"]) expect(text).toMatch(UNPORTABLE);
  for (const text of ["Math.sqrt(x)", "x * y", "Math.PI"]) expect(text).not.toMatch(UNPORTABLE);
});
