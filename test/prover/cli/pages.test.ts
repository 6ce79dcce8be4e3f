import { globSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { makeProgram } from "../../../prover/cli/program.ts";

const program = makeProgram();
const pages = [
  "README.md",
  "SECURITY.md",
  ...globSync("{bench,calibration,docs,policies,pricing,prover,verifier}/**/*.md"),
];

/** Commands that a page writes: in backticks, or as a line of a block. */
function commandsOf(text: string): string[] {
  const joined = text.replaceAll("\\\n", " ");
  const found = [
    ...joined.matchAll(/`ballast ([a-z][^`\n]*)`/g),
    ...joined.matchAll(/^\s*(?:npx --no -- )?ballast ([a-z].*)$/gm),
  ];
  return found.map(([, words = ""]) => words.replace(/\s#.*$/, "").trim());
}

/** What of a command line does not exist; undefined when all of it does. */
function faultOf(line: string): string | undefined {
  let command: Command = program;
  const words = line.split(/\s+/);
  for (const word of words) {
    const next = command.commands.find((child) => child.name() === word);
    if (next === undefined) break;
    command = next;
  }
  if (command === program) return `ballast ${line}: no such command`;
  const known = ["--json", "--help", ...command.options.map(({ long }) => long)];
  const wrong = words.find((word) => word.startsWith("--") && !known.includes(word));
  return wrong === undefined ? undefined : `ballast ${line}: no option ${wrong}`;
}

test.each(pages)("commands and options that %s names exist", (page) => {
  expect(commandsOf(readFileSync(page, "utf8")).flatMap((line) => faultOf(line) ?? [])).toEqual([]);
});

test("a wrong one would be noticed", () => {
  const page =
    "`ballast frobnicate`\n```\nnpx --no -- ballast market run \\\n  --colour red   # why\n```\n`ballast trade offer --pays`";
  expect(commandsOf(page).map(faultOf)).toEqual([
    "ballast frobnicate: no such command",
    undefined,
    "ballast market run    --colour red: no option --colour",
  ]);
});
