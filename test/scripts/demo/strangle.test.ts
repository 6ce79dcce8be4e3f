/** The options story's decisions, day by day, judged by the model alone; the whole of it is played in test/e2e/options-story.test.ts. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Book, emptyBook, sizeOf } from "../../../model/book.ts";
import type { Change } from "../../../model/change.ts";
import { explain } from "../../../model/explain.ts";
import { writeMarket } from "../../../model/files/market-file.ts";
import { writeSheet } from "../../../model/files/sheet-file.ts";
import { at } from "../../../model/integers.ts";
import { rowOf } from "../../../model/sheet.ts";
import { transition } from "../../../model/transition.ts";
import { brokenRuleIds } from "../../../prover/refusals.ts";
import type { Moment } from "../../../scripts/demo/play.ts";
import { bundledHistory } from "../../../scripts/demo/prices.ts";
import type { Judge } from "../../../scripts/demo/sizing.ts";
import { CALL, HEDGE, PUT, strangleListing } from "../../../scripts/demo/strangle/listing.ts";
import {
  greedySizes,
  openingSizes,
  reducedSizes,
  suggestedHedge,
  withoutOptions,
} from "../../../scripts/demo/strangle/strategy.ts";
import { buildTimeline, type Timeline } from "../../../scripts/demo/timeline.ts";
import { demoPolicy } from "../../../scripts/demo/world.ts";
import { ballastHere } from "../../prover/support/ballast.ts";
import { temporaryDirectory } from "../../prover/support/temporary.ts";

const cash: Book = { ...emptyBook("desk-8"), cash: 200_000_000_000n };
let timeline: Timeline;

beforeAll(async () => {
  timeline = buildTimeline(await bundledHistory());
});

function judgeOn(moment: Moment): Judge {
  const { market } = at(timeline.days, timeline[moment]);
  const { sheetAt, nameOf } = strangleListing(timeline);
  return { market, sheet: sheetAt(market).sheet, policy: demoPolicy(), riskRoot: 0n, nameOf };
}

/** Ids of what refuses a change; none when it is accepted. */
function refusals(book: Book, { market, sheet, policy }: Judge, change: Change): string[] {
  return brokenRuleIds(explain(book, change, market, sheet, policy, { largest: false }));
}

function after(book: Book, { sheet }: Judge, change: Change): Book {
  const { newBook } = transition(book, change, sheet);
  if (newBook === null) throw new Error("the change has no book");
  return newBook;
}

test.each(["open", "stress", "leave"] as const)(
  "%s: anyone builds the day's sheet again from its files, and no quote is at fault",
  async (moment) => {
    const { market } = at(timeline.days, timeline[moment]);
    const { sheet, files } = strangleListing(timeline).sheetAt(market);
    const folder = join(temporaryDirectory(), moment);
    mkdirSync(folder);
    const all = { ...files, "market.json": writeMarket(market), "sheet.csv": writeSheet(sheet) };
    for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
    const inputs = ["market", "instruments", ...("quotes.json" in files ? ["quotes"] : [])];
    const given = inputs.flatMap((name) => [`--${name}`, join(folder, `${name}.json`)]);
    const ran = await ballastHere(["sheet", "verify", "--sheet", join(folder, "sheet.csv"), ...given, "--json"]);
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
    const { matches, faults = [] } = JSON.parse(ran.stdout);
    expect({ matches, faults }).toEqual({ matches: true, faults: [] });
  },
);

test("through the spike: hedged, moved, hedged again, refused, reduced, expired", () => {
  const [open, moved, spike, next, expiry] = (["open", "resize", "stress", "after", "leave"] as const).map(judgeOn) as [
    Judge,
    Judge,
    Judge,
    Judge,
    Judge,
  ];
  const sizes = openingSizes(cash, open);
  expect(sizes.slice(0, 2).every(({ size }) => size < 0n)).toBe(true);
  expect(refusals(cash, open, { mode: "full", sizes })).toEqual([]);
  let book = after(cash, open, { mode: "full", sizes });
  expect(suggestedHedge(book, open).trade).toBeNull();

  expect(refusals(book, moved, { mode: "full", sizes: [] })).toEqual(["S-13"]);
  const hedge = suggestedHedge(book, moved).trade;
  expect(hedge).toMatchObject({ instrument: HEDGE, broken: [] });
  if (hedge === null) expect.fail();
  book = after(book, moved, { mode: "full", sizes: [hedge] });

  expect(spike.market.tier).toBe(2);
  expect(refusals(book, spike, { mode: "full", sizes: [] })).toEqual(["S-13", "S-15"]);
  expect(refusals(book, spike, { mode: "full", sizes: greedySizes(book) })).toContain("S-22");
  // A hedge that grows is growth: a stressed market refuses the very trade that delta calls for.
  expect(suggestedHedge(book, spike).trade?.broken).toContain("S-22");
  const reduced = reducedSizes(book, spike);
  expect(refusals(book, spike, { mode: "reduce", sizes: reduced })).toEqual([]);
  book = after(book, spike, { mode: "reduce", sizes: reduced });
  for (const judge of [spike, next]) expect(refusals(book, judge, { mode: "full", sizes: [] })).toEqual([]);
  expect([PUT, CALL].every((instrument) => sizeOf(book, instrument) < 0n)).toBe(true);

  for (const instrument of [PUT, CALL]) expect(rowOf(expiry.sheet, instrument)?.settled).toBe(true);
  const settle: Change = { mode: "reduce", sizes: withoutOptions(book) };
  expect(refusals(book, expiry, settle)).toEqual([]);
  const owed = sizeOf(book, PUT) * (rowOf(expiry.sheet, PUT)?.mark ?? 0n);
  expect(owed).toBeLessThan(0n);
  const settled = after(book, expiry, settle);
  expect(settled.cash - book.cash).toBe(owed + sizeOf(book, CALL) * (rowOf(expiry.sheet, CALL)?.mark ?? 0n));
  expect(settled.slots.map(({ instrument }) => instrument).filter((id) => id === PUT || id === CALL)).toEqual([]);
});
