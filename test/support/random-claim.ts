/** Random markets, grids and sheets of linear rows, and rows that are wrong in one cell. */
import { FACTORS, SCENARIOS } from "../../model/classes.ts";
import { at, pow2, times } from "../../model/integers.ts";
import { type LinearGrid, linearGrid } from "../../model/linear-grid.ts";
import { buildLinearSheet, type LinearInstrument } from "../../model/linear-sheet.ts";
import { collateralTerms, termsOf } from "../../model/row-terms.ts";
import type { RowClaim } from "../../model/row-void.ts";
import type { RiskRow, Sheet } from "../../model/sheet.ts";
import { type Scenario, STRESS_GRID } from "../../model/stress-grid.ts";
import { lots, micros } from "../../model/units.ts";
import { randomCase } from "./random-case.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";

/** A claim about a row that follows from market, grid and terms, as the sheet's builder makes it. */
export interface RightClaim extends RowClaim {
  readonly instruments: readonly LinearInstrument[];
}

/** Half of the time the protocol's own scenarios and moves. */
function randomGrid(random: SeededRandom): { scenarios: readonly Scenario[]; moves: readonly number[] } {
  if (random.chance(0.5)) return { scenarios: STRESS_GRID, moves: times(FACTORS, () => 10_000) };
  const scenarios = STRESS_GRID.map((scenario) => ({
    ...scenario,
    spot: random.integer(0, 3_000_000),
    dampening: random.integer(0, 400_000),
  }));
  return { scenarios, moves: times(FACTORS, () => random.integer(0, 12_000)) };
}

function randomInstrument(random: SeededRandom, instrument: number): LinearInstrument {
  const isSpot = random.chance(0.3);
  return {
    instrument,
    kind: isSpot ? "spot" : "perpetual",
    factor: random.integer(0, FACTORS - 1),
    lot: { numerator: random.bigint(1n, 9n), denominator: random.bigint(1n, 1_000n) },
    ...(isSpot ? {} : { premium: random.integer(-500, 500) }),
    depth: lots(random.magnitude(40)),
    contingencyLong: random.integer(0, 10_000),
    contingencyShort: random.integer(0, 500),
  };
}

/** A right row of a random sheet; of a collateral asset now and then. */
export function rightClaim(seed: string): RightClaim {
  const random = seededRandom(`claim/${seed}`);
  const { market } = randomCase(seed);
  const { scenarios, moves } = randomGrid(random);
  const ids = [...new Set(times(random.integer(1, 12), () => random.integer(16, 2 ** 32 - 1)))];
  const instruments = ids.map((id) => randomInstrument(random, id));
  const sheet = buildLinearSheet({ market, instruments, moves, scenarios });
  const grid: LinearGrid = linearGrid(scenarios, moves);
  const item = at(instruments, random.integer(0, instruments.length - 1));
  const terms = random.chance(0.25) ? collateralTerms(random.integer(0, 3)) : termsOf(item);
  return { market, grid, terms, sheet, instruments };
}

/** What a careless or lying publisher may write into one cell: a step beside the right value, its negative, nothing, or anything. */
function otherThan(random: SeededRandom, value: bigint, bits: number, isSigned: boolean): bigint {
  const most = pow2(bits) - 1n;
  const tries = [value + 1n, value - 1n, 0n, most, random.magnitude(bits), ...(isSigned ? [-value, -most] : [])];
  const good = tries.filter((other) => other !== value && other <= most && other >= (isSigned ? -most : 0n));
  return at(good, random.integer(0, good.length - 1));
}

const CELLS = [
  ["factor", 3, false],
  ["mark", 38, false],
  ["delta", 36, true],
  ["contingencyLong", 38, false],
  ["contingencyShort", 38, false],
  ["gamma", 36, true],
  ["vega", 36, true],
] as const;

/** A row with one cell altered, or settled, or deeper than its terms say. */
function alteredRow(random: SeededRandom, row: RiskRow, depth: bigint): RiskRow {
  const pick = random.integer(0, CELLS.length + 4);
  const cell = CELLS[pick];
  if (cell !== undefined) {
    const [name, bits, isSigned] = cell;
    const other = otherThan(random, BigInt(row[name]), bits, isSigned);
    return { ...row, [name]: name === "factor" ? Number(other) : other };
  }
  if (pick === CELLS.length) return { ...row, settled: true };
  if (pick === CELLS.length + 1 && depth < pow2(40) - 1n)
    return { ...row, depth: lots(random.bigint(depth + 1n, pow2(40) - 1n)) };
  return { ...row, shocks: alteredShocks(random, row.shocks) };
}

function alteredShocks(random: SeededRandom, shocks: RiskRow["shocks"]): RiskRow["shocks"] {
  const s = random.integer(0, SCENARIOS - 1);
  return shocks.with(s, micros(otherThan(random, at(shocks, s), 36, true)));
}

/** The claim of a seed with one cell of its row altered. */
export function wrongClaim(seed: string): RowClaim {
  const right = rightClaim(seed);
  const random = seededRandom(`wrong/${seed}`);
  const { sheet, terms } = right;
  const altered: Sheet =
    terms.instrument < 16
      ? {
          ...sheet,
          header: sheet.header.with(
            terms.instrument - 1,
            alteredShocks(random, at(sheet.header, terms.instrument - 1)),
          ),
        }
      : {
          ...sheet,
          rows: sheet.rows.map((row) =>
            row.instrument === terms.instrument ? alteredRow(random, row, terms.depth) : row,
          ),
        };
  return { ...right, sheet: altered };
}
