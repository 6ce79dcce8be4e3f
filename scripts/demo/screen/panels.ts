import { explain, type RuleReport } from "../../../model/explain.ts";
import type { Market } from "../../../model/market.ts";
import { rowOf } from "../../../model/sheet.ts";
import type { Bundle } from "../../../verifier/bundle.ts";
import type { Party } from "../party.ts";
import type { Judge } from "../sizing.ts";
import { bar, dollars, grouped, percent, shortHex, signed } from "./figures.ts";
import { ink, pad } from "./ink.ts";

const INPUTS = ["oldCommitment", "newCommitment", "riskRoot", "trade", "call"] as const;
const RULES: Readonly<Record<string, string>> = {
  "S-10": "margin",
  "S-13": "volatility",
  "S-14": "leverage",
};

/** What a desk sees of itself: its book and how much of each limit it uses. Nobody else sees any of it. */
export function deskPanel({ name, store }: Party, judge: Judge): string[] {
  const { market, sheet, policy, nameOf } = judge;
  const { book } = store.live;
  const told = explain(book, { mode: "full", sizes: [] }, market, sheet, policy, { largest: false });
  const positions = book.slots
    .filter(({ instrument }) => instrument !== 0)
    .map(({ instrument, size }) => {
      const worth = size * (rowOf(sheet, instrument)?.mark ?? 0n);
      return line(nameOf(instrument), `${signed(size)} lots`, dollars(worth));
    });
  return [
    ink.strong(`${name} sees its book`),
    line("cash", "", dollars(book.cash)),
    ...collateralLines(book.collateral, market),
    ...(positions.length > 0 ? positions : [ink.faint("no positions")]),
    line("equity", "", dollars(told.equity)),
    line("worst stress loss", "", dollars(told.worstLoss)),
    line("daily volatility", "", volatility(told.variance, told.capacity)),
    ...(positions.length > 0 ? told.rules.flatMap(usage) : []),
  ];
}

function collateralLines(collateral: readonly bigint[], { factors }: Market): string[] {
  return collateral.flatMap((lots, k) =>
    lots === 0n
      ? []
      : [line(`${factors[k]?.symbol} tokens`, `${grouped(lots)} lots`, dollars(lots * (factors[k]?.price ?? 0n)))],
  );
}

/** What the whole world sees of an update: five numbers. */
export function chainPanel({ publicInputs, epoch, mode, opening }: Bundle, gas: bigint): string[] {
  return [
    ink.strong("the chain sees five numbers"),
    ...INPUTS.map((name, i) => `${pad(name, 16)}${shortHex(publicInputs[i] ?? 0n)}`),
    ink.faint(`mode ${mode} at epoch ${epoch}; ${grouped(gas)} gas`),
    ink.faint(`and ${opening.length / 2 - 1} encrypted bytes that only the desk's seed opens`),
  ];
}

function line(name: string, middle: string, right: string): string {
  return `${pad(name, 18)}${pad(middle, 16, true)}${pad(right, 14, true)}`;
}

/** Standard deviation of a day's P&L as a share of capacity; for people, no figure of a statement. */
function volatility(variance: bigint, capacity: bigint): string {
  if (capacity === 0n) return "no capacity";
  return `${percent(Math.sqrt(Number(variance) / 1e18) / Number(capacity))} of Q`;
}

/** How much of a limit is used. S-13 compares squares, so its root is shown. */
function usage(rule: RuleReport): string[] {
  const name = RULES[rule.id];
  if (name === undefined || "off" in rule) return [];
  const part = rule.limit === 0n ? (rule.lhs <= 0n ? 0 : 1) : Number((rule.lhs * 1_000_000n) / rule.limit) / 1e6;
  const share = rule.id === "S-13" ? Math.sqrt(Math.max(part, 0)) : part;
  const shown = `${bar(share)} ${pad(percent(share), 9, true)}`;
  return [`${pad(`${rule.id} ${name}`, 18)}${pad(rule.ok ? shown : ink.bad(shown), 30, true)}`];
}
