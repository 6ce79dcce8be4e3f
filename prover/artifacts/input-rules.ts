/**
 * The rule that speaks of each input, of `size-update` but for those that only another statement has; used where a
 * broken constraint touches no named component. No constraint of `market-update` on a market block is without one, nor one of
 * `class-move` but its two on domains, nor any of `row-void`.
 */
const OF_INPUT: Readonly<Record<string, string>> = {
  call: "S-22",
  trade: "S-05",
  riskRoot: "S-03",
  haircut: "S-06",
  worstLoss: "S-08",
  nettingCharge: "S-09",
  oldElement: "S-20",
  oldWindow: "S-20",
  bars: "M-06",
  level: "M-05",
  tierFactor: "M-05",
  tierByMove: "M-05",
  fromDomain: "C-03",
  toDomain: "C-03",
  element: "C-01",
  cash: "C-01",
  collateral: "C-01",
  marketRoot: "V-01",
  gridRoot: "V-02",
  coefficientSign: "V-02",
  coefficientMag: "V-02",
  moves: "V-02",
  terms: "V-03",
  sheetRoot: "V-04",
  choice: "V-08",
  prover: "V-09",
};

/** Families of inputs by their names; those of S-03 are what opens to the risk root: market, policy, tier, sheet, rows. */
const OF_FAMILY: readonly (readonly [RegExp, string])[] = [
  [/^(leg|trade)[A-Z]/, "S-05"],
  [/^(old|new)[A-Z]|^instrument$/, "S-01"],
  [/^row[A-Z]|^(header|top|path|price|atr|cov|tier)$/, "S-03"],
  [
    /^(ratios|atrRisk|participation|horizon|kellyFraction|riskShare|scale|volTarget|drift[A-Z]\w*|slope|intercept)$/,
    "S-03",
  ],
  [/^((previous|next|model)Root|alpha|beta|used|varianceRatio|move|longRun|omega)$/, "M-01"],
];

/** Rule of a signal called `main.<input>` or `main.<input>[i]…`; undefined for what is no input of a statement. */
export function ruleOfInput(signal: string): string | undefined {
  const input = /^main\.(\w+)(\[\d+\])*$/.exec(signal)?.[1];
  if (input === undefined) return undefined;
  return OF_INPUT[input] ?? OF_FAMILY.find(([pattern]) => pattern.test(input))?.[1];
}
