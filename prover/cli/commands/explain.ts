import type { Command } from "commander";
import { EXIT } from "../../../model/errors.ts";
import { explain } from "../../../model/explain.ts";
import { explanationJson } from "../../../model/explain-json.ts";
import { parseBook } from "../../../model/files/book-file.ts";
import { parseChange } from "../../../model/files/change-file.ts";
import { parseMarket } from "../../../model/files/market-file.ts";
import { parsePolicy } from "../../../model/files/policy-file.ts";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import { RANGE } from "../../../model/units.ts";
import { withPage } from "../command-page.ts";
import { explanationLines } from "../explain-text.ts";
import { readText, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";

interface Options {
  readonly book: string;
  readonly change: string;
  readonly market: string;
  readonly sheet: string;
  readonly policy: string;
  readonly salt?: string;
}

/** `ballast explain`: judges a change offline, from files alone. */
export function explainCommand(program: Command): void {
  const command = program
    .command("explain")
    .description(
      "judge a change of a book: every rule's left side, limit and headroom, and the largest size that passes",
    )
    .requiredOption("--book <file>", "book.json")
    .requiredOption("--change <file>", "change.json")
    .requiredOption("--market <file>", "market.json")
    .requiredOption("--sheet <file>", "sheet.csv")
    .requiredOption("--policy <file>", "policy.json")
    .option("--salt <hex>", "salt of the new book: asks for its commitment")
    .action((options: Options) => printOutcome(run(options), program.opts().json === true));
  withPage(command, {
    reads: "the five files; no desk, no chain",
    leaves: "nothing",
    prints:
      "accepted, rules[] (id, ok, lhs, limit, headroom, at or off), violations[], largest, equity, worstLoss, contingency, capacity, variance, newBook, commitment with --salt",
    exits: [2, 3],
    examples: [
      "ballast explain --book book.json --change change.json --market market.json --sheet sheet.csv --policy policy.json",
      "ballast explain --book book.json --change change.json --market market.json --sheet sheet.csv --policy policy.json --salt 0x07 --json",
    ],
  });
}

function run(options: Options): Outcome {
  const text = (name: "book" | "change" | "market" | "sheet" | "policy"): [string, string] => [
    readText(options[name]),
    options[name],
  ];
  const salt = options.salt === undefined ? {} : { salt: saltOf(options.salt) };
  const explanation = explain(
    parseBook(...text("book")),
    parseChange(...text("change")),
    parseMarket(...text("market")),
    parseSheet(...text("sheet")),
    parsePolicy(...text("policy")),
    salt,
  );
  const exitCode = explanation.accepted ? EXIT.ok : EXIT.refused;
  return { json: explanationJson(explanation), lines: explanationLines(explanation), exitCode };
}

function saltOf(text: string): bigint {
  if (!/^0x[0-9a-fA-F]{1,62}$/.test(text) || BigInt(text) > RANGE.salt.most)
    throw usageError("--salt", "must be 0x and at most 62 hexadecimal digits");
  return BigInt(text);
}
