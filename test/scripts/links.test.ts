import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const OURS = [
  "*.md",
  "{bench,calibration,circuits,contracts,docs,integration,model,policies,pricing,prover,scripts,test,verifier}/**/*.md",
];
const pages = OURS.flatMap((pattern) => globSync(pattern));

/** The anchor a Markdown heading gets: lower case, without punctuation, blanks as hyphens. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

function faultOf(page: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(target)) return `${page}: ${link} leads nowhere`;
  if (anchor === undefined || !target.endsWith(".md")) return undefined;
  const headings = [...readFileSync(target, "utf8").matchAll(/^#+ (.*)$/gm)].map((match) =>
    anchorOf(match[1] as string),
  );
  return headings.includes(anchor) ? undefined : `${page}: ${link} has no such heading`;
}

describe("links between the pages", () => {
  test.each(pages)("%s", (page) => {
    const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] as string);
    const local = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(local.flatMap((link) => faultOf(page, link) ?? [])).toEqual([]);
  });

  // Two that are written at the same time take the same next number, and no merge conflicts.
  test("no two decisions have one number", () => {
    const numbers = globSync("docs/decisions/*.md").map((path) => basename(path).slice(0, 3));
    expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([]);
  });

  test("a dead one would be noticed", () => {
    expect(faultOf("README.md", "docs/nowhere.md")).toMatch(/leads nowhere/);
    expect(faultOf("README.md", "docs/status.md#nothing")).toMatch(/no such heading/);
    expect(faultOf("README.md", "docs/status.md#what-exists")).toBeUndefined();
  });
});
