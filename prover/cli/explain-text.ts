import type { Explanation, RuleReport } from "../../model/explain.ts";
import type { Violation } from "../../model/rules/rule.ts";
import { brokenRuleIds } from "../refusals.ts";
import { titled } from "../rule-titles.ts";
import { type Column, rounded, tableLines } from "./text-table.ts";

type Measured = Exclude<RuleReport, { readonly off: true }>;

/** How a rule's integers become a quantity people know: divided by `scale`, after a square root if `root`. */
interface Quantity {
  readonly unit: "quote" | "quote²" | "lots";
  readonly scale: number;
  readonly root?: true;
  /** Set where the right side is the book's and the left one the bound: shown as "value ≥ limit". */
  readonly least?: true;
}

const MICRO = 1e6;
const BPS = 1e4;
const QUANTITIES: Readonly<Record<Measured["id"], Quantity>> = {
  "S-04": { unit: "quote", scale: BPS * MICRO, least: true },
  "S-10": { unit: "quote", scale: BPS * MICRO },
  "S-11": { unit: "quote", scale: MICRO, least: true },
  // 1e-18 of squared micro-quote: the root is a standard deviation in 1e-9 micro-quote.
  "S-13": { unit: "quote", scale: 1e9 * MICRO, root: true },
  "S-14": { unit: "quote", scale: BPS * MICRO },
  "S-15": { unit: "quote", scale: BPS * MICRO },
  "S-16": { unit: "quote²", scale: 256 * 1e18 * MICRO * MICRO },
  "S-17": { unit: "quote²", scale: 256 * 1e18 * MICRO * MICRO },
  "S-18": { unit: "quote²", scale: BPS * MICRO * MICRO },
  "S-19": { unit: "lots", scale: 1 },
};

const COLUMNS: readonly Column[] = [
  { heading: "rule", align: "left" },
  { heading: "verdict", align: "left" },
  { heading: "used", align: "right" },
  { heading: "value", align: "right" },
  { heading: "limit", align: "right" },
  { heading: "headroom", align: "right" },
  { heading: "unit", align: "left" },
  { heading: "at", align: "left" },
];

/**
 * An explanation for people: what refuses first, then every rule that is on, broken ones before the others. Numbers are
 * rounded; `--json` has the integers.
 */
export function explanationLines(explanation: Explanation): string[] {
  const { accepted, rules, violations, newBook, commitment } = explanation;
  const broken = brokenRuleIds(explanation).map(titled).join(", ");
  const measured = rules.filter((rule): rule is Measured => !("off" in rule));
  const ordered = [...measured.filter(({ ok }) => !ok), ...measured.filter(({ ok }) => ok)];
  const off = rules.filter((rule) => "off" in rule).map(({ id }) => titled(id));
  return [
    accepted ? "accepted" : `refused by ${broken}`,
    ...violations.map(violationLine),
    "",
    ...(ordered.length === 0 ? [] : tableLines(COLUMNS, ordered.map(cellsOf))),
    ...(off.length === 0 ? [] : [`  off: ${off.join(", ")}`]),
    "",
    ...summaryLines(explanation),
    ...largestLines(explanation),
    ...(newBook === null ? ["  the change leads to no book"] : []),
    ...(commitment === undefined ? [] : [`  commitment of the new book: ${commitment}`]),
    "  numbers are rounded; --json has the exact integers",
  ];
}

function violationLine({ id, message, at }: Violation): string {
  return `  ${id}  ${message} (${at})`;
}

function cellsOf(rule: Measured): string[] {
  const quantity = quantityOf(rule);
  const [left, right] = [amount(rule.lhs, quantity), amount(rule.limit, quantity)];
  const least = quantity.least === true;
  const [value, limit] = least ? [right, left] : [left, right];
  // −E ≤ 0 of S-11 reads E ≥ 0.
  const [shown, bound] = rule.id === "S-11" ? [-left, 0] : [value, limit];
  return [
    titled(rule.id),
    rule.ok ? "holds" : "BROKEN",
    least ? "-" : share(left, right),
    rounded(shown),
    `${least ? ">=" : "<="} ${rounded(bound)}`,
    rounded(least ? shown - bound : right - left),
    quantity.unit,
    rule.at,
  ];
}

/** Participation rows of S-19 stand in ten-thousandths of a lot, the others in lots. */
function quantityOf({ id, at }: Measured): Quantity {
  return id === "S-19" && at.endsWith("participation") ? { unit: "lots", scale: BPS } : QUANTITIES[id];
}

function amount(value: bigint, { scale, root }: Quantity): number {
  const number = Number(value);
  return (root === true ? Math.sign(number) * Math.sqrt(Math.abs(number)) : number) / scale;
}

/** Share of the limit that is used; "over" where the limit leaves nothing to use. */
function share(value: number, limit: number): string {
  if (value <= 0) return limit < value ? "over" : "0.0 %";
  return limit <= 0 ? "over" : `${((100 * value) / limit).toFixed(1)} %`;
}

function summaryLines({ equity, worstLoss, contingency, capacity, variance }: Explanation): string[] {
  const quote = (value: bigint): string => rounded(Number(value) / MICRO);
  const rows = [
    ["equity", quote(equity)],
    ["worst loss", quote(worstLoss)],
    ["contingency", quote(contingency)],
    ["risk capacity", quote(capacity)],
    ["volatility per epoch", rounded(Math.sqrt(Number(variance)) / 1e9 / MICRO)],
  ].map((cells) => [...cells, "quote"]);
  return tableLines(
    [
      { heading: "after the change", align: "left" },
      { heading: "", align: "right" },
      { heading: "", align: "left" },
    ],
    rows,
  );
}

function largestLines({ largest }: Explanation): string[] {
  if (largest === undefined) return [];
  if (largest === null) return ["  no size of this instrument passes"];
  return [`  sizes of instrument ${largest.instrument} that pass: ${largest.from} to ${largest.to} lots`];
}
