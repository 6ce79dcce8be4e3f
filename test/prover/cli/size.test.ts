import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ballastHere } from "../support/ballast.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const FILES = [
  ...["--book", "docs/examples/book.json", "--market", "docs/examples/market.json"],
  ...["--sheet", "docs/examples/sheet.csv", "--policy", "policies/demo.json"],
];
const size = (...more: string[]) => ballastHere(["size", ...FILES, ...more]);

test("sizes an instrument as explain does, for people and for machines", async () => {
  const { exitCode, stdout, stderr } = await size("--instrument", "17");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/passes, long end +1,177 {2}then S-13 volatility target/);
  expect(stdout).toMatch(/net delta .* inside/);
  const json = JSON.parse((await size("--instrument", "17", "--side", "short", "--json")).stdout);
  expect(json).toMatchObject({
    instrument: { current: "500", passing: { long: { size: "1177" }, short: { size: "-451", binds: ["S-13"] } } },
    proposed: { sizes: [{ instrument: 17, size: "-451" }], explanation: { accepted: true } },
  });
});

test("goes towards a target, and suggests a hedge", async () => {
  const json = JSON.parse((await size("--target", "docs/examples/change.json", "--band", "0", "--json")).stdout);
  expect(json).toMatchObject({
    portfolio: { share: "1000", trades: 1 },
    hedge: { trade: { instrument: 17, lots: "-854", broken: [] } },
  });
});

test("draws the proposed book in one file that runs no script", async () => {
  const html = join(temporaryDirectory(), "size.html");
  expect(await size("--instrument", "17", "--html", html)).toMatchObject({ exitCode: 0 });
  const page = readFileSync(html, "utf8");
  expect(page).toMatch(/default-src 'none'/);
  expect(page).not.toMatch(/<script|https?:/);
  expect(page.match(/<td class="(?:gain|loss)/g)).toHaveLength(32);
  expect((await size("--instrument", "17", "--html", html)).exitCode).toBe(2);
});

test("ends with 3 when nothing passes, with 2 when asked wrongly", async () => {
  const folder = temporaryDirectory();
  const book = JSON.parse(readFileSync("docs/examples/book.json", "utf8"));
  writeFileSync(join(folder, "poor.json"), JSON.stringify({ ...book, cash: "-900000000000" }));
  const poor = FILES.with(1, join(folder, "poor.json"));
  const ran = await ballastHere(["size", ...poor, "--instrument", "17", "--json"]);
  expect(ran.exitCode).toBe(3);
  expect(JSON.parse(ran.stdout).instrument.passing).toBeNull();
  expect((await size()).exitCode).toBe(2);
  expect((await size("--instrument", "17", "--target", "x")).exitCode).toBe(2);
  expect((await size("--instrument", "17", "--side", "up")).exitCode).toBe(2);
  expect((await size("--instrument", "99")).exitCode).toBe(2);
  expect((await size("--instrument", "17", "--hedge", "19")).exitCode).toBe(2);
});
