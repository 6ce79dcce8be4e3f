/**
 * `node bench/sheet.ts`: builds the largest sheet there can be, 4,096 rows over two underlyings and three expiries, hashes it twice
 * and prints times, memory and root as JSON. It asks for nothing but this repository.
 */
import { SHEET_PLACES } from "../model/classes.ts";
import { parseSheet, writeSheet } from "../model/files/sheet-file.ts";
import { sheetRoot } from "../model/sheet.ts";
import { buildSheet } from "../pricing/sheet/build.ts";
import { differences } from "../pricing/sheet/differences.ts";
import { DEFAULT_GRID } from "../pricing/stress/grid.ts";
import { manyOptions, optionMarket, perpetuals, quotes } from "../test/pricing/support/world.ts";

const instruments = [...perpetuals, ...manyOptions(SHEET_PLACES - perpetuals.length)];

function timed<T>(work: () => T): { result: T; ms: number } {
  const start = performance.now();
  const result = work();
  return { result, ms: Math.round(performance.now() - start) };
}

const build = () => buildSheet({ market: optionMarket, instruments, quotes, grid: DEFAULT_GRID });
const first = timed(build);
const root = timed(() => sheetRoot(first.result));
const written = timed(() => writeSheet(first.result));
const read = timed(() => parseSheet(written.result));
const second = timed(build);
const compared = timed(() => differences(read.result, second.result).length);

const report = {
  node: process.version,
  rows: first.result.rows.length,
  buildMs: first.ms,
  rootMs: root.ms,
  writeMs: written.ms,
  parseMs: read.ms,
  compareMs: compared.ms,
  csvBytes: Buffer.byteLength(written.result),
  peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  sheetRoot: `${root.result}`,
  sameRootAgain: sheetRoot(second.result) === root.result,
  differences: compared.result,
};
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
