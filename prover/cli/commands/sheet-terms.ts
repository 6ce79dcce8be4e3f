import type { Command } from "commander";
import { BallastError } from "../../../model/errors.ts";
import { gridRoot } from "../../../model/linear-grid.ts";
import type { Instrument } from "../../../pricing/sheet/instrument.ts";
import { parseInstruments } from "../../../pricing/sheet/instruments-file.ts";
import { statedWord } from "../../../pricing/sheet/terms.ts";
import type { StressGrid } from "../../../pricing/stress/grid.ts";
import { readChainId } from "../../chain/read-chain.ts";
import { readVoider, unjudgedError } from "../../chain/read-rows.ts";
import { readStatements } from "../../chain/read-statements.ts";
import { compareTerms, stateCalls } from "../../sheet/compare-terms.ts";
import { withPage } from "../command-page.ts";
import { readText, renamed, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { isPlanned, PLANNED_PRINTS, type PlannedOptions, withPlanned, writePlanned } from "../planned-output.ts";
import { requireFree } from "../session.ts";
import { ADDRESS_EXAMPLE } from "../shared-options.ts";
import { gridOf, linearOfGrid, type SheetInputOptions } from "../sheet-inputs.ts";
import { type StatedAtOptions, statedAt, withStatedAt } from "../stated-at.ts";
import { type NamedWord, termsOutcome, wordsOutcome } from "../terms-text.ts";

interface Options extends Pick<SheetInputOptions, "instruments" | "grid">, StatedAtOptions, PlannedOptions {}

/** `ballast sheet terms`: what a venue has to state of its linear rows, and what it did. */
export function sheetTermsCommand(sheet: Command, asJson: () => boolean): void {
  const terms = sheet
    .command("terms")
    .description("the words that a venue states of its grid, spot pairs and perpetuals, and what differs on the chain")
    .requiredOption("--instruments <file>", "instruments.json")
    .option("--grid <file>", "stress-grid.json (default: the protocol's grid)")
    .action(async (options: Options) => printOutcome(await runTerms(options), asJson()));
  withPage(withPlanned(withStatedAt(terms)), {
    reads: "instruments.json, stress-grid.json; with --registry what is stated on the chain, in force and waiting",
    leaves: "nothing; with --output the calls of the owner of the venue's LinearRows, in --out",
    prints: `terms[] (subject, kind, word, its numbers); with --registry rows, owner, notice, same, and of each of terms state (stated, waits, differs), stated, next (word, from); ${PLANNED_PRINTS}`,
    exits: [2, 5, 6],
    examples: [
      "ballast sheet terms --instruments instruments.json --grid policies/stress-grid.json",
      `ballast sheet terms --instruments instruments.json --registry ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545`,
      `ballast sheet terms --instruments instruments.json --registry ${ADDRESS_EXAMPLE} --rpc http://127.0.0.1:8545 --output safe --out terms.json`,
    ],
  });
}

async function runTerms(options: Options): Promise<Outcome> {
  const planned = isPlanned(options);
  if (planned) requireFree(options.out);
  const chain = statedAt(options);
  if (planned && chain === undefined) throw usageError("--registry", "with --output: name the venue's MarketRegistry");
  const wanted = wantedOf(options);
  if (chain === undefined) return wordsOutcome(wanted);
  const rows = await readVoider(chain.client, chain.registry);
  if (rows === undefined) throw unjudgedError(chain.registry);
  const subjects = wanted.map(({ subject }) => subject);
  const stated = await readStatements(chain.client, rows, subjects);
  const compared = compareTerms(wanted, stated);
  const calls = stateCalls(rows, compared);
  if (!planned || calls.length === 0) return termsOutcome(wanted, compared, { ...stated, rows });
  const name = "Ballast: state terms of linear rows";
  return writePlanned(calls, options, { chain: await readChainId(chain.client), from: stated.owner, name });
}

/** The grid, and every instrument of the file in its order. */
function wantedOf({ instruments: file, grid: gridFile }: Options): NamedWord[] {
  const { instruments, moves } = parseInstruments(readText(file), file);
  const grid = gridOf({ instruments: file, ...(gridFile === undefined ? {} : { grid: gridFile }) }, moves);
  const ofGrid: NamedWord = { subject: 0n, kind: "grid", word: gridRoot(linearOfGrid(grid)) };
  return [ofGrid, ...instruments.map((item) => titled(item, grid, file))];
}

/** What does not fit is reported under the user's file, not under the object's name. */
function titled(item: Instrument, grid: StressGrid, file: string): NamedWord {
  try {
    return { subject: BigInt(item.instrument), kind: item.kind, word: statedWord(item, grid) };
  } catch (cause) {
    throw cause instanceof BallastError ? renamed(cause, `${file}: `, "terms: ") : cause;
  }
}
