import type { Command } from "commander";
import type { TargetSize } from "../../../model/change.ts";
import { EXIT } from "../../../model/errors.ts";
import { explanationJson } from "../../../model/explain-json.ts";
import { parseBook } from "../../../model/files/book-file.ts";
import { parseChange } from "../../../model/files/change-file.ts";
import { parseMarket } from "../../../model/files/market-file.ts";
import { parsePolicy } from "../../../model/files/policy-file.ts";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import { inRange, RANGE } from "../../../model/units.ts";
import { DEFAULT_GRID } from "../../../pricing/stress/grid.ts";
import { parseGrid } from "../../../pricing/stress/grid-file.ts";
import { titled } from "../../rule-titles.ts";
import { type DeltaHedge, deltaHedge, type HedgeOptions } from "../../sizing/delta-hedge.ts";
import { headrooms } from "../../sizing/headroom.ts";
import { factsAfter, judge, type SizingScene } from "../../sizing/judge.ts";
import { type InstrumentSize, sizeInstrument } from "../../sizing/one-instrument.ts";
import { type SizeLine, sizePage } from "../../sizing/page/size-page.ts";
import { type PortfolioSize, sizePortfolio } from "../../sizing/portfolio.ts";
import { withPage } from "../command-page.ts";
import { countOption, integerOption, readText, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { requireFree, writeResult } from "../session.ts";
import { rounded, tableLines } from "../text-table.ts";

interface Options {
  readonly book: string;
  readonly market: string;
  readonly sheet: string;
  readonly policy: string;
  readonly instrument?: string;
  readonly target?: string;
  readonly side: string;
  readonly hedge?: string;
  readonly band?: string;
  readonly grid?: string;
  readonly html?: string;
}

const FILES = "--book book.json --market market.json --sheet sheet.csv --policy policy.json";

/** `ballast size`: how much a desk can hold, and what stops it. */
export function sizeCommand(program: Command): void {
  const command = program
    .command("size")
    .description("the largest size of an instrument, or part of a target portfolio, that passes, and which rule binds")
    .requiredOption("--book <file>", "book.json")
    .requiredOption("--market <file>", "market.json")
    .requiredOption("--sheet <file>", "sheet.csv")
    .requiredOption("--policy <file>", "policy.json")
    .option("--instrument <id>", "size this instrument, all else kept")
    .option("--target <file>", "change.json whose sizes are the target portfolio")
    .option("--side <side>", "with --instrument: propose the end of this side, long or short", "long")
    .option("--hedge <id>", "hedge delta with this linear instrument (default: the first on the leading factor)")
    .option("--band <bps>", "half width of the delta band in basis points of capacity (default: the policy's limit)")
    .option("--grid <file>", "stress-grid.json that the sheet was built with, for the names in --html")
    .option("--html <file>", "also draw the proposed book: headroom by rule, stress grid")
    .action((options: Options) => printOutcome(run(options), program.opts().json === true));
  withPage(command, {
    reads: "the files; no desk, no chain",
    leaves: "nothing, or a self-contained HTML page in --html",
    prints:
      "instrument (id, current, passing: long and short of size, binds[], rules[]) or portfolio (share in 1/1000, sizes[], binds[], trades); hedge (net, band, trade); proposed (sizes[], explanation)",
    exits: [2, 3],
    examples: [
      `ballast size ${FILES} --instrument 17`,
      `ballast size ${FILES} --target target.json --band 0 --html size.html`,
    ],
  });
}

/** What was found, whichever way it was asked. */
interface Found {
  readonly json: object;
  readonly lines: readonly string[];
  readonly table: readonly SizeLine[];
  /** The sizes that are proposed; undefined when nothing passes. */
  readonly proposed: readonly TargetSize[] | undefined;
  readonly title: string;
}

function run(options: Options): Outcome {
  if (options.html !== undefined) requireFree(options.html);
  const scene = sceneOf(options);
  const hedgeOptions = hedgeOptionsOf(options);
  const found = findSizes(scene, options);
  const sizes = found.proposed ?? [];
  const hedge = deltaHedge(scene, sizes, hedgeOptions);
  const explanation = judge(scene, sizes)?.explanation;
  const proposed = { sizes, explanation: explanation === undefined ? null : explanationJson(explanation) };
  if (options.html !== undefined && explanation !== undefined) {
    const { scenarios } = options.grid === undefined ? DEFAULT_GRID : parseGrid(readText(options.grid), options.grid);
    const facts = factsAfter(scene, sizes);
    const shown = { title: found.title, explanation, sizes: found.table, headrooms: headrooms(facts) };
    writeResult(options.html, sizePage({ ...shown, profits: facts.totals.scenario, scenarios }));
  }
  return {
    json: { ...found.json, hedge, proposed },
    lines: [
      ...found.lines,
      ...hedgeLines(hedge),
      ...(options.html === undefined ? [] : [`  drawn in ${options.html}`]),
    ],
    exitCode: found.proposed === undefined ? EXIT.refused : EXIT.ok,
  };
}

function sceneOf({ book, market, sheet, policy }: Options): SizingScene {
  return {
    book: parseBook(readText(book), book),
    market: parseMarket(readText(market), market),
    sheet: parseSheet(readText(sheet), sheet),
    policy: parsePolicy(readText(policy), policy),
  };
}

function hedgeOptionsOf({ band, hedge }: Options): HedgeOptions {
  const bps = band === undefined ? undefined : countOption("--band", band);
  if (bps !== undefined && !inRange(bps, RANGE.ratio)) throw usageError("--band", "is too wide");
  return {
    ...(bps === undefined ? {} : { band: Number(bps) }),
    ...(hedge === undefined ? {} : { instrument: idOption("--hedge", hedge) }),
  };
}

function idOption(option: string, text: string): number {
  const id = integerOption(option, text);
  if (!inRange(id, RANGE.instrument)) throw usageError(option, `${text} is not an instrument's id`);
  return Number(id);
}

function findSizes(scene: SizingScene, { instrument, target, side }: Options): Found {
  if ((instrument === undefined) === (target === undefined))
    throw usageError("--instrument", "or --target is needed, one of the two");
  if (side !== "long" && side !== "short") throw usageError("--side", "must be long or short");
  if (instrument !== undefined)
    return instrumentFound(sizeInstrument(scene, idOption("--instrument", instrument)), side);
  const file = target as string;
  return portfolioFound(sizePortfolio(scene, parseChange(readText(file), file).sizes));
}

const bound = (ids: readonly string[]): string => (ids.length === 0 ? "nothing" : ids.map(titled).join(", "));

function instrumentFound(size: InstrumentSize, side: "long" | "short"): Found {
  const { instrument, current, passing } = size;
  const title = `Sizes of instrument ${instrument}`;
  const json = { instrument: size };
  if (passing === null)
    return { json, title, lines: [`no size of instrument ${instrument} passes`], table: [], proposed: undefined };
  const { long, short } = passing;
  const ends = [
    { name: "passes, long end", value: lots(long.size), note: `then ${bound(long.binds)}` },
    { name: "passes, short end", value: lots(short.size), note: `then ${bound(short.binds)}` },
  ];
  const own = passing[side].rules.map(({ id, size: limit }) => ({
    ...{ name: titled(id), value: limit === "off" ? "off" : limit === null ? "any" : lots(limit) },
    note: `${side}, by this rule alone`,
  }));
  const table = [{ name: "held", value: lots(current), note: "" }, ...ends, ...own];
  const proposed = [{ instrument, size: passing[side].size }];
  return { json, title, lines: [title, ...sizeLines(table)], table, proposed };
}

function portfolioFound(portfolio: PortfolioSize): Found {
  const { share, sizes, binds, trades } = portfolio;
  const title = "Way to the target portfolio";
  const json = { portfolio };
  const next = `then ${bound(binds)}`;
  if (share === null)
    return { json, title, lines: [`no part of the way passes: ${bound(binds)}`], table: [], proposed: undefined };
  const way = { name: "passes", value: `${Number(share) / 10} %`, note: share === 1_000n ? "the whole target" : next };
  const each = sizes.map(({ instrument, size }) => ({ name: `instrument ${instrument}`, value: lots(size), note: "" }));
  const table = [way, ...each, { name: "trades of four legs", value: `${trades}`, note: "" }];
  return { json, title, lines: [title, ...sizeLines(table)], table, proposed: sizes };
}

const lots = (size: bigint): string => size.toLocaleString("en-US");

function sizeLines(table: readonly SizeLine[]): string[] {
  const columns = [
    { heading: "limit", align: "left" },
    { heading: "lots", align: "right" },
    { heading: "note", align: "left" },
  ] as const;
  return tableLines(
    columns,
    table.map(({ name, value, note }) => [name, value, note]),
  );
}

function hedgeLines({ net, band, trade }: DeltaHedge): string[] {
  const quote = (value: bigint): string => rounded(Number(value) / 1e6);
  const head = `  net delta ${quote(net)} of a band of ±${quote(band)} quote`;
  if (trade === null) return [net > band || -net > band ? `${head}: nothing linear to hedge with` : `${head}: inside`];
  const { instrument, lots: traded, size, netAfter, broken } = trade;
  const verdict = broken.length === 0 ? "accepted" : `refused by ${bound(broken)}`;
  return [
    `${head}: ${traded > 0n ? "buy" : "sell"} ${lots(traded < 0n ? -traded : traded)} lots of ${instrument}, to ${lots(size)}; delta then ${quote(netAfter)}; ${verdict}`,
  ];
}
