import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BallastError } from "../../model/errors.ts";
import { commandReference, leavesOf } from "../../prover/cli/command-reference.ts";
import { makeProgram } from "../../prover/cli/program.ts";

const ROOTS = ["model", "calibration", "pricing", "prover", "verifier", "integration", "contracts", "scripts"];
/** A code as the sources write it when they raise it: in quotes. */
const RAISED = /"(BAL-[1-5][0-9]{2})"/g;
const page = readFileSync("docs/errors.md", "utf8");

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return path.endsWith(".ts") || path.endsWith(".mjs") ? [path] : [];
  });
}

test("the codes in the sources are the codes of the page, each once and in order", () => {
  const raised = ROOTS.flatMap(sources).flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(RAISED)].map(([, code]) => code),
  );
  const documented = [...page.matchAll(/^### (BAL-[0-9]{3})$/gm)].map(([, code]) => code);
  expect(documented).toEqual([...new Set(raised)].sort());
});

test("every section says how a command exits and has the anchor that errors point to", () => {
  for (const section of page.split(/^### /m).slice(1)) {
    const [code, text = ""] = section.split("\n");
    expect(text, code).toMatch(/^Exit [1-6]\. .{20,}/);
    expect(new BallastError(code as "BAL-101", "").docsPath).toBe(`docs/errors.md#${code?.toLowerCase()}`);
  }
});

test("docs/cli.md is what the command says of itself: run `node scripts/generate-command-page.ts`", () => {
  const program = makeProgram();
  expect(readFileSync("docs/cli.md", "utf8")).toBe(commandReference(program));
  expect(leavesOf(program).length).toBeGreaterThan(15);
});
