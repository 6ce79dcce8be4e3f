import { TIER_NAMES } from "../../model/tiers.ts";
import type { Check } from "../../verifier/transaction/checks.ts";
import type { TransactionEvidence } from "../../verifier/transaction/evidence.ts";
import type { JudgedMove } from "../../verifier/transaction/judge-move.ts";
import type { JudgedUpdate, TransactionVerdict } from "../../verifier/transaction/judge-transaction.ts";
import { isoTime } from "../iso-time.ts";

const MARKS: Readonly<Record<Check["result"], string>> = {
  held: "held",
  failed: "FAILED",
  "not checked": "NOT CHECKED",
};

/** What stays the venue's or the publishers' word however many checks hold. */
const TAKEN_ON_TRUST = [
  "that the node tells the truth: ask another one too",
  "that this gate is the venue's: compare its address with what the venue publishes",
  "the feeds, the volatility model and the first block that the registry was deployed with: `ballast market history` recomputes every block since",
  "the risk sheet behind the sheet root: k of n publishers signed it; `ballast sheet root` recomputes it from its rows",
] as const;

/** A judged transaction as one JSON value. */
export function transactionJson(evidence: TransactionEvidence, verdict: TransactionVerdict): object {
  const { chain, gate, transaction, block, time } = evidence;
  return { ...verdict, chain, gate, transaction, block, time, takenOnTrust: TAKEN_ON_TRUST };
}

/** A judged transaction in plain words. */
export function transactionLines(evidence: TransactionEvidence, verdict: TransactionVerdict): string[] {
  const { chain, transaction, block, time } = evidence;
  return [
    `${verdict.status}: ${verdict.reason}`,
    `  transaction ${transaction}`,
    `  in block ${block} of chain ${chain}, ${isoTime(time)}`,
    ...verdict.updates.flatMap(updateLines),
    ...verdict.moves.flatMap(moveLines),
    ...pairLines(verdict.updates),
    "  taken on trust:",
    ...TAKEN_ON_TRUST.map((item) => `    ${item}`),
  ];
}

function updateLines(update: JudgedUpdate): string[] {
  const { account, nonce, epoch, checks, development } = update;
  return [
    "",
    `  ${account}, update ${nonce}, epoch ${epoch}${forgeable(development)}`,
    ...statementOf(update).map((line) => `    ${line}`),
    ...checks.map(checkLine),
    "",
  ];
}

function moveLines({ account, nonce, from, to, checks, development }: JudgedMove): string[] {
  return [
    "",
    `  ${account}, move ${nonce}, from ${from ?? "an unknown class"} to ${to ?? "an unknown class"}${forgeable(development)}`,
    "    states: the new commitment holds the old one's book in more slots, every position, cash and collateral as it was",
    "    says nothing of the book's health: no market and no policy was asked",
    ...checks.map(checkLine),
    "",
  ];
}

const forgeable = (development: boolean): string => (development ? " (development key: anyone can forge this)" : "");

const checkLine = ({ name, result, detail }: Check): string => `    ${MARKS[result]}: ${name}: ${detail}`;

/** What a proof of this mode says about the hidden book. */
const PROVEN = {
  full: "the new book follows from the old one and obeys every rule of the policy: margin, volatility target, leverage, Greeks, sizing",
  reduce:
    "no position grew or changed sign, nothing was taken out, and the book's risk did not rise; it may be below margin",
  maintenance:
    "no position changed, equity is not negative and maintenance margin is met; the full policy is not claimed",
} as const;

function statementOf({ mode, trade, side, flow, policyVersion, tier }: JudgedUpdate): string[] {
  if (mode === undefined) return ["what was proven cannot be read: the change is not in the transaction's input"];
  const asset =
    flow === undefined ? "" : flow.asset === "cash" ? "µ-quote of cash" : `lots of collateral ${flow.asset}`;
  const amount = flow === undefined ? 0n : flow.amount < 0n ? -flow.amount : flow.amount;
  const judged = tier === undefined ? "" : ` (policy ${policyVersion}, tier ${tier}, ${TIER_NAMES[tier] ?? "unknown"})`;
  return [
    `states, in mode ${mode}: ${PROVEN[mode]}${judged}`,
    ...(trade === 0n ? [] : [`a trade, ${side === 0 ? "plus" : "minus"} side; its legs and price are hidden`]),
    ...(flow === undefined ? [] : [`${amount} ${asset} ${flow.amount < 0n ? "out of" : "into"} the vault`]),
  ];
}

function pairLines(updates: readonly JudgedUpdate[]): string[] {
  const [first, second] = updates;
  if (updates.length !== 2 || first === undefined || second === undefined || first.trade === 0n) return [];
  const matched = first.trade === second.trade && first.side !== second.side;
  return [
    matched
      ? "  both sides show one trade: what one book gained in lots and cash the other gave"
      : "  the two updates are not the two sides of one trade",
  ];
}
