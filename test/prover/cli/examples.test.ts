import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ballastHere } from "../support/ballast.ts";
import { temporaryDirectory } from "../support/temporary.ts";

test("README's first command runs as it stands there", async () => {
  const commands = [...readFileSync("README.md", "utf8").matchAll(/^npx --no -- ballast (explain .*)$/gm)];
  expect(commands).toHaveLength(1);
  const words = (commands[0]?.[1] ?? "").split(" ");
  const { exitCode, stdout, stderr } = await ballastHere(words);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^accepted\n.*sizes of instrument 17 that pass: -451 to 1177 lots/s);
});

test("the example's sheet is what its market and instruments give", async () => {
  const out = join(temporaryDirectory(), "sheet.csv");
  const inputs = ["--market", "docs/examples/market.json", "--instruments", "docs/examples/instruments.json"];
  expect(await ballastHere(["sheet", "build", ...inputs, "--out", out])).toMatchObject({ exitCode: 0, stderr: "" });
  expect(readFileSync(out, "utf8")).toBe(readFileSync("docs/examples/sheet.csv", "utf8"));
});

test("the example's sheet with options is what its inputs give, and no quote of it is at fault", async () => {
  const folder = "docs/examples/options";
  const inputs = ["--market", "docs/examples/market.json", "--instruments", `${folder}/instruments.json`];
  const more = ["--quotes", `${folder}/quotes.json`, "--depths", `${folder}/order-books.json`];
  const ran = await ballastHere(["sheet", "verify", "--sheet", `${folder}/sheet.csv`, ...inputs, ...more, "--json"]);
  expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(ran.stdout)).toMatchObject({ matches: true, faults: [] });
});
