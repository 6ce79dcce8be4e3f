import { explain } from "../../../model/explain.ts";
import { sum } from "../../../model/integers.ts";
import { rowOf, type Sheet } from "../../../model/sheet.ts";
import { type Headroom, headrooms } from "../../../prover/sizing/headroom.ts";
import { factsAfter } from "../../../prover/sizing/judge.ts";
import type { Party } from "../party.ts";
import { bar, dollars, percent, signed } from "../screen/figures.ts";
import { ink, pad } from "../screen/ink.ts";
import { table } from "../screen/table.ts";
import type { Judge } from "../sizing.ts";

/** How a book stands on a day; amounts in micro-quote. */
export interface RiskLine {
  readonly date: string;
  readonly what: string;
  readonly equity: bigint;
  readonly worstLoss: bigint;
  readonly contingency: bigint;
  readonly delta: bigint;
  readonly gamma: bigint;
  readonly vega: bigint;
  /** Of every inequality that is on: the share of its limit. */
  readonly uses: readonly Headroom[];
  /** Ids of the rules that the book, left as it is, breaks. */
  readonly broken: readonly string[];
}

/** The words that a desk has for the rules of an options book. */
const RULES: Readonly<Record<string, string>> = {
  "S-10": "margin",
  "S-13": "volatility",
  "S-14": "leverage",
  "S-15": "Greeks",
};

/** Reads a desk's own risk off the model. */
export function riskOf({ store }: Party, { market, sheet, policy }: Judge, date: string, what: string): RiskLine {
  const { book } = store.live;
  const facts = factsAfter({ book, market, sheet, policy }, []);
  const { equity, worstLoss, contingency, rules } = explain(book, { mode: "full", sizes: [] }, market, sheet, policy, {
    largest: false,
  });
  return {
    ...{ date, what, equity, worstLoss, contingency, delta: facts.netExposure },
    ...{ gamma: over(book.slots, sheet, "gamma"), vega: over(book.slots, sheet, "vega") },
    uses: headrooms(facts),
    broken: rules.flatMap((rule) => ("off" in rule || rule.ok ? [] : [rule.id])),
  };
}

function over(slots: Party["store"]["live"]["book"]["slots"], sheet: Sheet, greek: "gamma" | "vega"): bigint {
  return sum(slots.map(({ instrument, size }) => size * (rowOf(sheet, instrument)?.[greek] ?? 0n)));
}

/** What the desk sees of its own risk, and which rule would stop it first. */
export function riskPanel({ name, store }: Party, { sheet, nameOf }: Judge, risk: RiskLine): string[] {
  const held = store.live.book.slots
    .filter(({ instrument }) => instrument !== 0)
    .map(({ instrument, size }) => {
      const worth = size * (rowOf(sheet, instrument)?.mark ?? 0n);
      return line(nameOf(instrument), `${signed(size)} lots`, dollars(worth));
    });
  const margin = risk.worstLoss + risk.contingency;
  const nearest = risk.uses.reduce((most, use) => (use.used > most.used ? use : most));
  return [
    ink.strong(`${name} sees its book`),
    ...held,
    line("equity", "", dollars(risk.equity)),
    line("margin", "stress + contingency", dollars(margin)),
    line("delta", "", dollars(risk.delta)),
    line("gamma, vega", dollars(risk.gamma), dollars(risk.vega)),
    ...risk.uses.filter(({ id }) => id in RULES).map((use) => usageLine(use, risk.broken.includes(use.id))),
    ink.faint(`nearest its limit: ${nearest.id}${nearest.at === "" ? "" : ` (${nearest.at})`}`),
  ];
}

/** The days below each other, for the end. */
export function riskTable(risks: readonly RiskLine[]): string[] {
  const ids = Object.keys(RULES);
  const columns = [
    { name: "day" },
    { name: "book" },
    { name: "equity", right: true },
    { name: "margin", right: true },
    { name: "delta", right: true },
    ...ids.map((id) => ({ name: `${id} ${RULES[id]}`, right: true })),
  ];
  const rows = risks.map(({ date, what, equity, worstLoss, contingency, delta, uses, broken }) => {
    const shares = ids.map((id) => {
      const used = uses.find((use) => use.id === id)?.used;
      const text = used === undefined ? "off" : percent(used);
      return broken.includes(id) ? ink.bad(text) : text;
    });
    return [date, what, dollars(equity), dollars(worstLoss + contingency), dollars(delta), ...shares];
  });
  return table(columns, rows);
}

function usageLine({ id, used }: Headroom, broken: boolean): string {
  const shown = `${bar(used)} ${pad(percent(used), 9, true)}`;
  return `${pad(`${id} ${RULES[id]}`, 18)}${pad(broken ? ink.bad(shown) : shown, 36, true)}`;
}

function line(name: string, middle: string, right: string): string {
  return `${pad(name, 18)}${pad(middle, 21, true)}${pad(right, 15, true)}`;
}
