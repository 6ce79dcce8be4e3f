/** The rule that speaks of each input of `size-update`; used where a broken constraint touches no named component. */
const OF_INPUT: Readonly<Record<string, string>> = {
  call: "S-22",
  trade: "S-05",
  riskRoot: "S-03",
  haircut: "S-06",
  worstLoss: "S-08",
  nettingCharge: "S-09",
  oldElement: "S-20",
  oldWindow: "S-20",
};

/** Families of inputs by the beginning of their names. */
const OF_FAMILY: readonly (readonly [RegExp, string])[] = [
  [/^(leg|trade)[A-Z]/, "S-05"],
  [/^(old|new)[A-Z]|^instrument$/, "S-01"],
  [/^row[A-Z]/, "S-03"],
];

/** Rule of a signal called `main.<input>` or `main.<input>[i]…`; every input not listed belongs to what opens to the risk root. */
export function ruleOfInput(signal: string): string | undefined {
  const input = /^main\.(\w+)(\[\d+\])*$/.exec(signal)?.[1];
  if (input === undefined) return undefined;
  return OF_INPUT[input] ?? OF_FAMILY.find(([pattern]) => pattern.test(input))?.[1] ?? "S-03";
}
