import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chartPage } from "../../calibration/chart/page.ts";
import { madeSeries } from "../calibration/support/series.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";
import { NO_BROWSER, useChromium } from "./support/chromium.ts";
import { type Faint, faintTexts } from "./support/contrast.ts";

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
const SCHEMES = ["light", "dark"] as const;

/** A page of each size that a market can have; names as long as a symbol may be. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  one: ["SPX"],
  three: ["BTC", "ETH", "USDT"],
  eight: [..."ABCDEFG", "A_NAME_OF_32_CHARACTERS_IS_LONG_"],
};

describe.skipIf(NO_BROWSER !== undefined)("the market's page in a browser", () => {
  const folder = temporaryDirectory();
  const open = useChromium();
  const fileOf = (name: string): string => {
    const symbols = PAGES[name] ?? [];
    const portfolios = [{ name: "Equal weights", weights: symbols.map(() => 1 / symbols.length) }];
    const file = join(folder, `${name}.html`);
    writeFileSync(file, chartPage({ series: madeSeries(symbols), portfolios }));
    return file;
  };

  test.each(Object.keys(PAGES))("%s: no error, no request, on a desk and on a phone", async (name) => {
    for (const viewport of [DESK, PHONE]) {
      const { page, faults } = await open(fileOf(name), { viewport });
      await page.hover("figure[data-plot=volatility] .frame");
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });

  test.each(Object.keys(PAGES))("%s: nothing sticks out of a phone's screen", async (name) => {
    const { page } = await open(fileOf(name), { viewport: PHONE });
    await page.click("summary");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
    const plots = await page.evaluate(`[...document.querySelectorAll(".frame")].map((frame) => frame.clientWidth)`);
    for (const width of plots as number[]) expect(width).toBeGreaterThan(200);
    await page.context().close();
  });

  test("light and dark differ, and follow the reader's choice", async () => {
    const file = fileOf("three");
    const shots = await Promise.all(
      SCHEMES.map(async (colorScheme) => {
        const { page } = await open(file, { viewport: DESK, colorScheme });
        const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
        const shot = await page.screenshot();
        await page.context().close();
        return { ground, shot };
      }),
    );
    expect(shots[0]?.shot.equals(shots[1]?.shot ?? Buffer.alloc(0))).toBe(false);
    expect(shots.map(({ ground }) => ground)).toEqual(["rgb(244, 245, 242)", "rgb(14, 19, 17)"]);
  });

  test.each(SCHEMES)("%s: every text stands out from its ground by 4.5 to 1", async (colorScheme) => {
    for (const viewport of [DESK, PHONE]) {
      const { page } = await open(fileOf("eight"), { viewport, colorScheme });
      await page.click("summary");
      expect((await page.evaluate(faintTexts(4.5))) as Faint[]).toEqual([]);
      expect(((await page.evaluate(faintTexts(22))) as Faint[]).length).toBeGreaterThan(200);
      await page.context().close();
    }
  });

  test("the cross-hair reads the epoch under the pointer, or by arrow keys, in every plot at once", async () => {
    const { page } = await open(fileOf("three"), { viewport: DESK });
    const reading = (plot: string): Promise<string> => page.locator(`figure[data-plot=${plot}] .readout`).innerText();
    const latest = await reading("price-0");
    expect(latest).toMatch(/latest/);
    const frame = page.locator("figure[data-plot=volatility] .frame");
    const box = await frame.boundingBox();
    await frame.hover({ position: { x: (box?.width ?? 0) / 2, y: 10 } });
    expect(await reading("price-0")).toMatch(/2026-03-0[12]/);
    expect(await reading("volatility")).toMatch(/2026-03-0[12].*BTC.*ETH.*USDT/s);
    await page.mouse.move(0, 0);
    expect(await reading("price-0")).toBe(latest);
    await frame.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    expect(await reading("correlation-0-1")).toMatch(/2026-01-02/);
    expect(await page.locator("#spoken").textContent()).toMatch(/^2026-01-02: .* %, .* %, .* %$/);
    await page.keyboard.press("Escape");
    expect(await reading("price-0")).toBe(latest);
    await page.context().close();
  });
});
