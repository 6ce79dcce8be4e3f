import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { afterAll, beforeAll } from "vitest";

/** Debian's browser, which continuous integration installs. */
const EXECUTABLE = "/usr/bin/chromium";

/** Why browser tests are skipped on this machine; undefined when there is a browser. */
export const NO_BROWSER = existsSync(EXECUTABLE) ? undefined : `${EXECUTABLE} is not on this machine`;

if (NO_BROWSER !== undefined) console.warn(`skipped: ${NO_BROWSER}`);

/** A page on the screen of a test, and what it did that it should not. */
export interface Opened {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, and requests beside the page itself. */
  readonly faults: readonly string[];
}

/**
 * A browser for the tests of a file. The sandbox is off, as the tests open nothing but their own page and may run as root, where the
 * browser would not start otherwise.
 */
export function useChromium(): (html: string, options: BrowserContextOptions) => Promise<Opened> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (NO_BROWSER === undefined)
      browser = await chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox"] });
  });
  afterAll(async () => browser?.close());
  return async (file, options) => {
    if (browser === undefined) throw new Error("the browser did not start");
    const page = await (await browser.newContext(options)).newPage();
    const faults: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", ({ message }) => faults.push(`exception: ${message}`));
    page.on("request", (request) => {
      if (request.url() !== `file://${file}`) faults.push(`request: ${request.url()}`);
    });
    await page.goto(`file://${file}`);
    return { page, faults };
  };
}
