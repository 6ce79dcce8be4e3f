import { globSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { CANARIES } from "./canaries/canaries.ts";
import { examine } from "./canaries/open.ts";

describe("canaries", () => {
  test.each(CANARIES)("$name is flagged by $flaggedBy, and mended by nothing", async (canary) => {
    const bug = await examine(canary, false);
    expect([...bug.keys()].sort()).toEqual([...canary.flaggedBy].sort());
    const mended = await examine(canary, true);
    expect(Object.fromEntries(mended)).toEqual({});
  });

  test("every circuit of the folder is one, and there are at least 25", () => {
    const files = globSync("test/soundness/canaries/*.circom").map((path) => basename(path, ".circom"));
    expect(files.filter((name) => name !== "parts").sort()).toEqual(CANARIES.map(({ name }) => name).sort());
    expect(CANARIES.length).toBeGreaterThanOrEqual(25);
  });
});
