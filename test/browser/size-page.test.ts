import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ballastHere } from "../prover/support/ballast.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";
import { NO_BROWSER, useChromium } from "./support/chromium.ts";
import { type Faint, faintTexts } from "./support/contrast.ts";

const VIEWPORTS = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
];

describe.skipIf(NO_BROWSER !== undefined)("the page of `ballast size` in a browser", () => {
  const open = useChromium();
  const file = join(temporaryDirectory(), "size.html");

  test("no error, no request, nothing sticks out, every text stands out, in both schemes and sizes", async () => {
    const examples = "docs/examples";
    const ran = await ballastHere([
      ...["size", "--book", `${examples}/book.json`, "--market", `${examples}/market.json`],
      ...["--sheet", `${examples}/sheet.csv`, "--policy", "policies/demo.json", "--instrument", "17", "--html", file],
    ]);
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
    for (const viewport of VIEWPORTS)
      for (const colorScheme of ["light", "dark"] as const) {
        const { page, faults } = await open(file, { viewport, colorScheme });
        expect(faults).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
        expect((await page.evaluate(faintTexts(4.5))) as Faint[]).toEqual([]);
        expect(await page.locator("table.heat td.gain, table.heat td.loss").count()).toBe(32);
        expect(await page.locator("table.heat td.worst").count()).toBeGreaterThan(0);
        const widths = (await page.evaluate(
          `[...document.querySelectorAll(".bar i")].map((bar) => bar.clientWidth / bar.parentElement.clientWidth)`,
        )) as number[];
        expect(widths.length).toBeGreaterThan(4);
        expect(Math.max(...widths)).toBeGreaterThan(0.9);
        if (process.env.SHOT !== undefined)
          await page.screenshot({ path: `${process.env.SHOT}-${viewport.width}-${colorScheme}.png`, fullPage: true });
        await page.context().close();
      }
  });
});
