/**
 * The description of the stress grid, read a second time: scenarios, shocks and Black-76 in other steps than pricing/, of which
 * nothing is used. Cumulative normals come from Marsaglia's series, prices of both rights from their own formula.
 */
export interface SecondInput {
  readonly call: boolean;
  readonly F: number;
  readonly K: number;
  readonly sigma: number;
  readonly days: number;
  readonly D: number;
}

/** P&L of one long option by what identifies a scenario: multiplier of spot, volatility move, dampening, tilt. */
export function secondScenarios(input: SecondInput): Map<string, number> {
  const found = new Map<string, number>();
  const add = (spot: number, move: "up" | "none" | "down", damp: number, tilt: number): void => {
    found.set(keyOf(spot, move, damp, tilt), damp * (value(input, spot, move, tilt) - value(input, 1, "none", 0)));
  };
  for (const percent of [4.5, 9, 13.5])
    for (const sign of [-1, 1])
      for (const move of ["up", "none", "down"] as const) add(1 + (sign * percent) / 100, move, 1, 0);
  for (const move of ["up", "down"] as const) add(1, move, 1, 0);
  for (const sign of [-1, 1]) add(1 + sign * 0.18, "up", 1, 0);
  const tails = ".34:.21, .67:.42, 1.5:.2772, 2:.1386, 3:.0693, 4:.0462, 5:.03465, 6:.02772";
  for (const tail of tails.split(", ")) {
    const [spot = Number.NaN, damp = Number.NaN] = tail.split(":").map(Number);
    add(spot, "up", damp, 0);
  }
  for (const tilt of [1, -1]) add(1, "none", 1, tilt);
  return found;
}

export function keyOf(spot: number, move: string, damp: number, tilt: number): string {
  return [Math.round(1e6 * spot), move, Math.round(1e6 * damp), tilt].join();
}

function value({ call, F, K, sigma, days, D }: SecondInput, spot: number, move: string, tilt: number): number {
  const T = days / 365;
  const p = days <= 30 ? 0.3 : 0.13;
  const ratio = Math.exp(p * Math.log(30 / (days < 1 ? 1 : days)));
  let shocked = sigma;
  if (move === "up") shocked = Math.max(0.4, sigma + 0.5 * ratio * sigma);
  if (move === "down") shocked = sigma * (0.3 * ratio > 1 ? 0 : 1 - 0.3 * ratio);
  if (tilt !== 0) {
    const cap = 0.25 - 0.1 * Math.sqrt(T);
    const kStar = Math.max(0.01, Math.sqrt(T) * 4 * 0.6);
    let lean = (Math.log(K / F) * cap) / kStar;
    if (lean > cap) lean = cap;
    if (lean < -cap) lean = -cap;
    shocked *= 1 + tilt * lean;
  }
  return price(call, F * spot, K, shocked * Math.sqrt(T), D);
}

function price(call: boolean, F: number, K: number, s: number, D: number): number {
  if (s === 0) return D * Math.max(0, call ? F - K : K - F);
  const up = Math.log(F / K) / s + s / 2;
  return call ? D * (F * phi(up) - K * phi(up - s)) : D * (K * phi(s - up) - F * phi(-up));
}

/** Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/15 + …). */
function phi(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let [total, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-18; i += 2) {
    term *= (x * x) / i;
    total += term;
  }
  return 0.5 + total * Math.exp(-(x * x) / 2 - Math.log(2 * Math.PI) / 2);
}
