import { afterEach, describe, expect, test, vi } from "vitest";
import { readOptions } from "./options.ts";
import { EXIT, runUnits } from "./runner.ts";
import { publish, published } from "./store.ts";
import type { Unit } from "./units.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const OPTIONS = { full: false, again: false, minutes: 1, seed: `runner/${process.pid}/${Date.now()}` };

/** A unit that counts its runs and flags as many bugs as it is told. */
function canary(name: string, run: () => void = () => undefined): Unit {
  const result = { name: "missing-bit", flaggedBy: ["uniqueness"], mended: [] };
  return {
    id: `canary ${name}`,
    of: ["test/soundness/run/cells.ts"],
    run: async () => {
      run();
      return { kind: "canary", result };
    },
  };
}

/** What a run printed. */
function heard(): string[] {
  return vi.mocked(console.log).mock.calls.map(([line]) => String(line));
}

describe("a run", () => {
  test("goes on after a unit that broke off, says why, and ends with a code of its own", async () => {
    vi.spyOn(console, "log").mockReturnValue();
    const broken = canary("broken", () => {
      throw new Error("no model of it");
    });
    expect(await runUnits([broken, canary("sound")], OPTIONS)).toBe(EXIT.broken);
    expect(heard()).toContain("BROKE canary broken: no model of it");
    expect(heard()).toContainEqual(expect.stringMatching(/^ok {3}canary sound \(\d+ s\)$/));
  });

  test("says of a kept result that it is one, and repeats it when told to", async () => {
    vi.spyOn(console, "log").mockReturnValue();
    let runs = 0;
    const unit = canary("kept", () => {
      runs++;
    });
    for (const again of [false, false, true]) await runUnits([unit], { ...OPTIONS, again });
    expect(runs).toBe(2);
    expect(heard().filter((line) => line.startsWith("ok"))[1]).toMatch(/\(kept, of commit .*\)$/);
    expect(heard().filter((line) => line.startsWith("1 unit,"))[1]).toBe(
      "1 unit, 1 with a kept result (--again repeats them), 0 findings",
    );
  });
});

describe("the options", () => {
  test.each([
    [["--page", "--only", "x"], "--only says nothing beside --page"],
    [["--check", "--seed", "x"], "--seed says nothing beside --check"],
    [["--list", "--check"], "--check says nothing beside --list"],
    [["--minutes", "300"], "--minutes takes a number above 0, at most 120"],
    [["--minutes", "soon"], "--minutes takes a number above 0, at most 120"],
    [["--seed", ""], "--seed takes any text but the empty one"],
    [["--onyl", "x"], "Unknown option '--onyl'"],
    [["x"], "Unexpected argument 'x'"],
  ])("%j is wrong usage", (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  test("are a slice of everything by default", () => {
    expect(readOptions([])).toMatchObject({ verb: "run", full: false, again: false, only: "", minutes: 120 });
  });
});

test("nothing is published over results of another seed, nor nothing over any", () => {
  const before = published().size;
  expect(() => publish([], "another")).toThrow(/is of seed .*, not of another/);
  const [{ seed } = { seed: "" }] = published().values();
  expect(() => publish([], seed)).toThrow(/no full run of seed .* has a result/);
  expect(published().size).toBe(before);
});
