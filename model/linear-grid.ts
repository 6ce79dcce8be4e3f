import { FACTORS, SCENARIOS } from "./classes.ts";
import { domain } from "./domains.ts";
import { inputError, MODEL_CODES } from "./errors.ts";
import type { Field } from "./field.ts";
import { at, pow2, times } from "./integers.ts";
import { H } from "./poseidon.ts";
import { packTriple } from "./sheet.ts";
import { linearCoefficient, type Scenario, STRESS_GRID } from "./stress-grid.ts";
import { inRange, type Range } from "./units.ts";

/**
 * The domain of a grid's root. It stands in a file of its own in the circuits too: the sources of every other circuit, and the hashes
 * that bundles name them by, stay as they are.
 */
export const GRID_DOMAIN: Field = domain("ballast/grid/1");

/** What a stress grid does to instruments whose value moves one to one with a factor. */
export interface LinearGrid {
  /** Of each scenario: the spot's move times the share that counts, in 1e-12; magnitude below 2^47. */
  readonly coefficients: readonly bigint[];
  /** How far each factor follows the spot's moves, in basis points; below 2^17. */
  readonly moves: readonly bigint[];
}

const COEFFICIENT: Range = { least: 1n - pow2(47), most: pow2(47) - 1n };
const MOVE: Range = { least: 0n, most: pow2(17) - 1n };

/**
 * The linear part of a stress grid. Throws RangeError unless there are 32 scenarios and 8 moves, BallastError BAL-104 for a number that
 * no circuit takes.
 *
 * @example
 * gridRoot(linearGrid());
 */
export function linearGrid(
  scenarios: readonly Scenario[] = STRESS_GRID,
  moves: readonly number[] = times(FACTORS, () => 10_000),
): LinearGrid {
  if (scenarios.length !== SCENARIOS || moves.length !== FACTORS)
    throw new RangeError("a grid has 32 scenarios and 8 moves");
  return {
    coefficients: scenarios.map((scenario, s) => checked(linearCoefficient(scenario), COEFFICIENT, `scenarios[${s}]`)),
    moves: moves.map((move, f) => checked(BigInt(move), MOVE, `moves[${f}]`)),
  };
}

function checked(value: bigint, range: Range, path: string): bigint {
  if (inRange(value, range)) return value;
  const remedy = `Keep its magnitude at most ${range.most}.`;
  throw inputError({ code: MODEL_CODES.range, file: "stress-grid", path, problem: "out of range", remedy });
}

/** The 12 elements of a grid: the coefficients three to an element with a free last window, then the moves. */
export function gridElements({ coefficients, moves }: LinearGrid): Field[] {
  const coefficient = (s: number): bigint => coefficients[s] ?? 0n;
  const packed = times(11, (i) => packTriple(coefficient(3 * i), coefficient(3 * i + 1), coefficient(3 * i + 2)));
  const last = times(FACTORS, (f) => at(moves, f) * pow2(17 * f)).reduce((sum, limb) => sum + limb, 0n);
  return [...packed, last as Field];
}

/** Root of the linear part of a grid: what a venue states beside the terms of its linear rows. */
export function gridRoot(grid: LinearGrid): Field {
  return H(GRID_DOMAIN, gridElements(grid));
}
