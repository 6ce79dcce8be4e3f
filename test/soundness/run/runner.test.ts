import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EXIT, readOptions } from "./options.ts";
import { runUnits } from "./runner.ts";
import { publish, published, ResultStore, type Stamped } from "./store.ts";
import type { Unit } from "./units.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-runner-"));
  vi.spyOn(console, "log").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const OPTIONS = { full: false, again: false, minutes: 1, seed: "runner" };
const run = (units: readonly Unit[], over: Partial<typeof OPTIONS> = {}): Promise<number> =>
  runUnits(units, { ...OPTIONS, ...over }, new ResultStore(OPTIONS.seed, false, folder));

/** A unit of a canary that comes out as it must, or that nothing flags; `before` is called when it runs. */
function canary(name: string, before: () => void = () => undefined, flaggedBy = ["uniqueness"]): Unit {
  return {
    id: `canary ${name}`,
    of: ["test/soundness/run/cells.ts"],
    run: async () => {
      before();
      return { kind: "canary", result: { name: "missing-bit", flaggedBy, mended: [] } };
    },
  };
}
const broken = canary("broken", () => {
  throw new Error("no model of it");
});
const flagged = canary("flagged", undefined, []);

/** What a run printed. */
const heard = (): string[] => vi.mocked(console.log).mock.calls.map(([line]) => String(line));

describe("a run", () => {
  test("goes on after a unit that broke off, says why, and ends with a code of its own", async () => {
    expect(await run([broken, flagged, canary("sound")])).toBe(EXIT.broken);
    expect(heard()).toContainEqual(expect.stringMatching(/^BROKE canary broken: Error: no model of it\n +at /));
    expect(heard()).toContainEqual(expect.stringMatching(/^ok {3}canary sound \(\d+ s\)$/));
    expect(heard()).toContain("3 units, 1 finding");
  });

  test("says what it found before what is left for want of time", async () => {
    expect(await run([flagged, canary("sound")])).toBe(EXIT.found);
    expect(await run([flagged, canary("late")], { minutes: 0 })).toBe(EXIT.found);
    expect(await run([canary("later")], { minutes: -1 })).toBe(EXIT.left);
    expect(heard()).toContainEqual(expect.stringMatching(/^1 unit left, for want of time/));
  });

  test("says of a kept result that it is one, and repeats it when told to", async () => {
    let runs = 0;
    const unit = canary("kept", () => {
      runs++;
    });
    for (const again of [false, false, true]) await run([unit], { again });
    expect(runs).toBe(2);
    expect(heard().filter((line) => line.startsWith("ok"))[1]).toMatch(/\(kept, of commit .*\)$/);
    expect(heard().filter((line) => line.startsWith("1 unit,"))[1]).toMatch(/^1 unit, 1 with a kept result/);
  });
});

describe("the options", () => {
  test.each([
    [["--page", "--only", "x"], "--only says nothing beside --page"],
    [["--check", "--seed", "x"], "--seed says nothing beside --check"],
    [["--list", "--check"], "--check says nothing beside --list"],
    [["--full", "--again"], "--again takes --only, which names what you want to see again"],
    [["--minutes", "300"], "--minutes takes a number above 0, at most 120"],
    [["--minutes", "soon"], "--minutes takes a number above 0, at most 120"],
    [["--seed", ""], "--seed takes any text but the empty one"],
    [["--onyl", "x"], "Unknown option '--onyl'"],
    [["x"], "Unexpected argument 'x'"],
  ])("%j is wrong usage", (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  test("are a slice of everything by default, and help whatever else is said", () => {
    expect(readOptions([])).toMatchObject({ verb: "run", full: false, again: false, only: "", minutes: 120 });
    expect(readOptions(["--full", "--help"])).toMatchObject({ verb: "help" });
  });
});

describe("what is published", () => {
  const one = { id: "canary x", of: "0", commit: "c", seed: "one", seconds: 1, kind: "canary" } as unknown as Stamped;

  test("is one line per unit in one file per kind, and a kind without results has none", () => {
    publish([one, { ...one, id: "parsers 1 of 1", kind: "parsers" } as unknown as Stamped], "one", folder);
    expect(readdirSync(folder).sort()).toEqual(["canary.jsonl", "parsers.jsonl"]);
    publish([one], "one", folder);
    expect(readdirSync(folder)).toEqual(["canary.jsonl"]);
    expect([...published(folder).keys()]).toEqual(["canary x"]);
  });

  test("is replaced by nothing of another seed, and not by nothing", () => {
    publish([one], "one", folder);
    expect(() => publish([], "other", folder)).toThrow(/is of seed one, not of other/);
    expect(() => publish([], "one", folder)).toThrow(/no full run of seed one has a result/);
    expect(published(folder).size).toBe(1);
  });
});
