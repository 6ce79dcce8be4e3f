import { abs, at, ceilDiv } from "../../model/integers.ts";
import type { Market } from "../../model/market.ts";
import { ranged } from "../../model/row-parts.ts";
import type { RiskRow } from "../../model/sheet.ts";
import { type Lots, type Micros, RANGE } from "../../model/units.ts";
import { type OptionInput, optionValue } from "../black76.ts";
import type { StressGrid } from "../stress/grid.ts";
import { optionShock } from "../stress/scenario.ts";
import type { Surface } from "../surface/surface.ts";
import type { OptionInstrument } from "./instrument.ts";

const YEAR = 365 * 86_400;
const BPS = 10_000n;

/**
 * What roundings can take from a lot: less than one micro-quote in the mark, which rounds down for both sides, and less than one in a
 * shock, where the side that gains is given up to one too much. Charged as contingency, so that no book of options, long, short or
 * both, is asked for less than its exact loss. Micro-quote per lot.
 */
export const ROUNDING_RESERVE: Micros = 2n;

/** What prices options at one moment. */
export interface OptionWorld {
  readonly market: Market;
  readonly grid: StressGrid;
  readonly surface: Surface;
  /** Unix seconds. */
  readonly time: number;
}

/** The float's next integer away from 0. */
function awayFromZero(value: number): bigint {
  return BigInt(value < 0 ? Math.floor(value) : Math.ceil(value));
}

/** What Black-76 needs of an unexpired option. Micro-quote per unit. Throws BallastError BAL-131. */
export function optionInput({ right, strike, expiry }: OptionInstrument, { surface, time }: OptionWorld): OptionInput {
  const volatility = surface.volatility(Number(strike), expiry);
  return { right, strike: Number(strike), ...surface.terms(expiry), volatility, years: (expiry - time) / YEAR };
}

/**
 * The risk row of an option that has not expired. The mark rounds down; delta, gamma, vega and shocks round away from 0, so that
 * whichever side loses in a scenario is charged at least its exact loss. Throws BallastError BAL-104, BAL-131.
 */
export function optionRow(world: OptionWorld, item: OptionInstrument, depth: Lots): RiskRow {
  const { instrument, factor } = item;
  const { grid, market } = world;
  const name = `instrument ${instrument}`;
  const units = Number(item.lot.numerator) / Number(item.lot.denominator);
  const option = optionInput(item, world);
  const value = optionValue(option);
  const stress = {
    moves: at(grid.moves, factor),
    volatility: at(grid.volatility, factor),
    skew: at(grid.skew, factor),
  };
  const perLot = (amount: number, field: string): Micros =>
    ranged(awayFromZero(amount * units), RANGE.perLot, `${name}: ${field}`);
  const charge = (bps: number): Micros =>
    ceilDiv(at(market.factors, factor).price * item.lot.numerator * BigInt(bps), item.lot.denominator * BPS) +
    ROUNDING_RESERVE;
  const { maintenance, initial } = grid.additions.shortOption;
  const contingency = (bps: number, field: string): Micros => ranged(charge(bps), RANGE.mark, `${name}: ${field}`);
  return {
    instrument,
    factor,
    settled: false,
    mark: ranged(BigInt(Math.floor(value.price * units)), RANGE.mark, `${name}: mark`),
    delta: perLot(value.delta, "delta"),
    depth: ranged(depth, RANGE.depth, `${name}: depth`),
    contingencyLong: contingency(item.contingencyLong ?? 0, "contingencyLong"),
    contingencyShort: contingency(item.contingencyShort ?? maintenance + initial, "contingencyShort"),
    gamma: perLot(value.gamma, "gamma"),
    vega: perLot(value.vega, "vega"),
    shocks: grid.scenarios.map((scenario, s) =>
      perLot(optionShock(option, value.price, scenario, stress), `shock${s}`),
    ),
  };
}

/** What one lot is worth at expiry when the factor settles at `price`; rounds down. */
export function settledValue({ right, strike, lot }: OptionInstrument, price: Micros): Micros {
  const inside = right === "call" ? price - strike : strike - price;
  return (((inside + abs(inside)) / 2n) * lot.numerator) / lot.denominator;
}
