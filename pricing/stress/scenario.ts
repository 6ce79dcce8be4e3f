import ln from "@stdlib/math-base-special-ln";
import pow from "@stdlib/math-base-special-pow";
import { GRID_UNIT, type Scenario } from "../../model/stress-grid.ts";
import { type OptionInput, optionPrice } from "../black76.ts";
import type { SkewTilt, VolatilityShock } from "./grid.ts";

const DAYS = 365;

/** How one underlying goes through the scenarios. */
export interface UnderlyingStress {
  /** How far it follows the spot moves, in basis points. */
  readonly moves: number;
  readonly volatility: VolatilityShock;
  readonly skew: SkewTilt;
}

/** An implied volatility after a scenario's shock, before its tilt. Per year. */
export function shockedVolatility(
  volatility: number,
  move: Scenario["volatility"],
  years: number,
  shock: VolatilityShock,
): number {
  if (move === "none") return volatility;
  const days = years * DAYS;
  const power = days <= shock.referenceDays ? shock.shortPower : shock.longPower;
  const reach = pow(shock.referenceDays / Math.max(days, shock.leastDays), power / GRID_UNIT);
  if (move === "up") return Math.max(volatility * (1 + (shock.up / GRID_UNIT) * reach), shock.floor / GRID_UNIT);
  return volatility * Math.max(0, 1 - (shock.down / GRID_UNIT) * reach);
}

/** What a tilt multiplies a volatility by: rises with the strike when `tilt` is 1, falls with it when −1. */
export function tiltFactor(tilt: Scenario["tilt"], moneyness: number, years: number, skew: SkewTilt): number {
  if (tilt === 0) return 1;
  const root = Math.sqrt(years);
  const cap = Math.max(0, (skew.cap - skew.capSlope * root) / GRID_UNIT);
  const whole = Math.max(skew.leastScale, skew.scale * root) / GRID_UNIT;
  const share = Math.min(1, Math.max(-1, moneyness / whole));
  return 1 + tilt * cap * share;
}

/**
 * P&L of one long option on one unit in a scenario, in quote, after dampening. The forward moves with the spot and never below 0, the
 * discount stays. An option on a strike keeps its strike; the tilt goes by its moneyness before the move.
 */
export function optionShock(option: OptionInput, price: number, scenario: Scenario, stress: UnderlyingStress): number {
  const moved = 1 + ((scenario.spot - GRID_UNIT) / GRID_UNIT) * (stress.moves / 10_000);
  const shocked = shockedVolatility(option.volatility, scenario.volatility, option.years, stress.volatility);
  const tilt = tiltFactor(scenario.tilt, ln(option.strike / option.forward), option.years, stress.skew);
  const forward = option.forward * Math.max(0, moved);
  const after = optionPrice({ ...option, forward, volatility: shocked * tilt });
  return (after - price) * (scenario.dampening / GRID_UNIT);
}
