import type { Command } from "commander";
import { EXIT } from "../../../model/errors.ts";
import { type Explanation, explain, type RuleReport } from "../../../model/explain.ts";
import { explanationJson } from "../../../model/explain-json.ts";
import { parseBook } from "../../../model/files/book-file.ts";
import { parseChange } from "../../../model/files/change-file.ts";
import { parseMarket } from "../../../model/files/market-file.ts";
import { parsePolicy } from "../../../model/files/policy-file.ts";
import { parseSheet } from "../../../model/files/sheet-file.ts";
import { RANGE } from "../../../model/units.ts";
import { readText, usageError } from "../input.ts";
import { type Outcome, printOutcome } from "../output.ts";
import { withExamples } from "../shared-options.ts";

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
  withExamples(
    command,
    "ballast explain --book book.json --change change.json --market market.json --sheet sheet.csv --policy policy.json --json",
  );
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
  return { json: explanationJson(explanation), lines: linesOf(explanation), exitCode };
}

function saltOf(text: string): bigint {
  if (!/^0x[0-9a-fA-F]{1,62}$/.test(text) || BigInt(text) > RANGE.salt.most)
    throw usageError("--salt", "must be 0x and at most 62 hexadecimal digits");
  return BigInt(text);
}

function linesOf({ accepted, rules, violations, largest }: Explanation): string[] {
  const range =
    largest === undefined
      ? []
      : [
          largest === null
            ? "no size of the instrument passes"
            : `sizes of ${largest.instrument} that pass: ${largest.from} to ${largest.to}`,
        ];
  return [
    accepted ? "accepted" : "refused",
    ...violations.map(({ id, message, at }) => `  ${id}  broken  ${message} (${at})`),
    ...rules.map(ruleLine),
    ...range,
  ];
}

function ruleLine(rule: RuleReport): string {
  if ("off" in rule) return `  ${rule.id}  off`;
  return `  ${rule.id}  ${rule.ok ? "holds " : "broken"}  ${rule.lhs} <= ${rule.limit}, headroom ${rule.headroom}${rule.at === "" ? "" : ` (${rule.at})`}`;
}
