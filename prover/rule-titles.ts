/** Short names of the rules of all statements, for people; `docs/protocol.md` says what each demands. */
export const RULE_TITLES: Readonly<Record<string, string>> = {
  "S-01": "well-formed book",
  "S-02": "slot keeps its instrument",
  "S-03": "data of the epoch",
  "S-04": "collateral and borrowing",
  "S-05": "legs and cash",
  "S-06": "collateral haircut",
  "S-07": "equity",
  "S-08": "worst loss",
  "S-09": "contingency",
  "S-10": "margin",
  "S-11": "solvency",
  "S-12": "factor exposure",
  "S-13": "volatility target",
  "S-14": "leverage",
  "S-15": "Greeks",
  "S-16": "Kelly fraction",
  "S-17": "risk parity",
  "S-18": "average true range",
  "S-19": "liquidity",
  "S-20": "reduce-only",
  "S-21": "maintenance",
  "S-22": "mode and tier",
  "M-01": "market blocks and model",
  "M-02": "return",
  "M-03": "covariance",
  "M-04": "average true range",
  "M-05": "tier of the market",
  "M-06": "ranges of prices",
  "C-01": "old book of the move",
  "C-02": "new book of the move",
  "C-03": "classes of the move",
  "C-04": "call of the move",
};

/** `S-13 volatility target`; the bare id when the rule has no title. */
export function titled(id: string): string {
  const title = RULE_TITLES[id];
  return title === undefined ? id : `${id} ${title}`;
}
