import { z } from "zod";
import { FACTORS, SCENARIOS } from "../../model/classes.ts";
import { inputError, MODEL_CODES } from "../../model/errors.ts";
import { parseJson } from "../../model/files/json.ts";
import { list, validate, whole } from "../../model/files/schema.ts";
import { times } from "../../model/integers.ts";
import { GRID_UNIT, type Scenario } from "../../model/stress-grid.ts";
import type { StressGrid } from "./grid.ts";

const MILLION = BigInt(GRID_UNIT);
const between = (least: bigint, most: bigint) => whole({ least, most });
const share = between(0n, MILLION);
const bps = between(0n, 10_000n);

const scenario = z.strictObject({
  name: z.string().min(1).max(64),
  spot: between(0n, 100n * MILLION),
  volatility: z.enum(["up", "none", "down"]),
  dampening: share,
  tilt: between(-1n, 1n),
});

const volatility = z.strictObject({
  up: between(0n, 10n * MILLION),
  down: share,
  floor: between(0n, 10n * MILLION),
  referenceDays: between(1n, 3_650n),
  leastDays: between(1n, 3_650n),
  shortPower: share,
  longPower: share,
});

const skew = z.strictObject({
  // Below one half, so that no tilt makes a volatility vanish.
  cap: between(0n, MILLION / 2n),
  capSlope: between(0n, MILLION),
  scale: between(1n, 100n * MILLION),
  leastScale: between(1n, MILLION),
});

const addition = z.strictObject({ maintenance: bps, initial: bps });

const schema = z.strictObject({
  version: between(1n, 1n),
  scenarios: list(scenario, SCENARIOS),
  moves: list(between(0n, 100_000n), FACTORS).optional(),
  volatility,
  skew,
  additions: z.strictObject({ perpetual: addition, shortOption: addition }),
  /** Factors whose volatility moves or tilts in another way. */
  underlyings: z
    .array(
      z.strictObject({
        factor: between(0n, BigInt(FACTORS - 1)),
        volatility: volatility.optional(),
        skew: skew.optional(),
      }),
    )
    .max(FACTORS)
    .optional(),
});

/** A grid as its file has it: `moves` is absent where the file leaves it to the instruments. */
export type GridFile = Omit<StressGrid, "moves"> & Partial<Pick<StressGrid, "moves">>;

/**
 * Reads a stress-grid.json. Throws BallastError BAL-101…105 naming file and field.
 *
 * @example
 * const grid = parseGrid(readFileSync("policies/stress-grid.json", "utf8"), "stress-grid.json");
 */
export function parseGrid(text: string, file = "stress-grid.json"): GridFile {
  const { scenarios, moves, underlyings = [], ...rest } = validate(schema, parseJson(text, file), file);
  unique(scenarios, ({ name }) => name, file, "scenarios", "name");
  unique(underlyings, ({ factor }) => factor, file, "underlyings", "factor");
  const own = (factor: number) => underlyings.find((item) => item.factor === factor);
  return {
    scenarios: scenarios as readonly Scenario[],
    ...(moves === undefined ? {} : { moves }),
    volatility: times(FACTORS, (factor) => own(factor)?.volatility ?? rest.volatility),
    skew: times(FACTORS, (factor) => own(factor)?.skew ?? rest.skew),
    additions: rest.additions,
  };
}

function unique<T>(items: readonly T[], key: (item: T) => unknown, file: string, path: string, field: string): void {
  items.forEach((item, i) => {
    if (items.findIndex((other) => key(other) === key(item)) === i) return;
    const place = { file, code: MODEL_CODES.structure, path: `${path}[${i}].${field}` };
    throw inputError({ ...place, problem: "stands twice", remedy: "Keep one of the two." });
  });
}
