import { MODES, type Mode } from "../../model/call.ts";
import { toField } from "../../model/field.ts";
import { policyRoot } from "../../model/policy.ts";
import { riskRoot } from "../../model/risk-root.ts";
import type { Side } from "../../model/trade.ts";
import type { Address, Hex } from "../account-context.ts";
import { callOf } from "../bundle.ts";
import { isLocalChain } from "../development-key.ts";
import { checkProof } from "../groth16.ts";
import { proofOfWords } from "../proof.ts";
import type { VerificationKey } from "../verification-key.ts";
import type { TrustedKey } from "../verify-bundle.ts";
import { broken, type Check, checkOldBook, checkProofIn, checkVerifier, held, open } from "./checks.ts";
import type { TransactionEvidence, UpdateEvidence } from "./evidence.ts";
import type { GateChange } from "./gate-changes.ts";
import { type JudgedMove, judgeMove, type TrustedMove } from "./judge-move.ts";

/** A key the auditor trusts, and the code that a verifier of that key must have. */
export interface TrustedVerifier extends TrustedKey {
  /** keccak256 of the code this release generates from the key; undefined when it was not built here. */
  readonly codeHash?: Hex;
}

/** What an auditor trusts: a key for each class of books, for each pair of classes that books move between, and the key of markets. What is left out is not checked. */
export interface Trust {
  readonly books: readonly TrustedVerifier[];
  readonly moves?: readonly TrustedMove[];
  readonly market?: { readonly key: VerificationKey; readonly codeHash?: Hex };
}

/** One account's change, judged. */
export interface JudgedUpdate {
  readonly account: Address;
  readonly epoch: bigint;
  readonly nonce: bigint;
  readonly mode: Mode | undefined;
  readonly side: Side;
  readonly trade: bigint;
  /** µ-quote or lots into (> 0) or out of (< 0) the vault. */
  readonly flow: { readonly asset: "cash" | number; readonly amount: bigint } | undefined;
  readonly oldCommitment: bigint;
  readonly newCommitment: bigint;
  readonly policyVersion: number | undefined;
  readonly tier: number | undefined;
  /** True when the trusted key's trapdoor is published: anyone can forge its proofs. */
  readonly development: boolean;
  readonly checks: readonly Check[];
}

/**
 * What a transaction is worth to somebody who trusts only a verification key and a node. `proven`: every change in it was
 * proven, and everything the proof rests on was found on the chain. `partly`: nothing failed, something could not be
 * checked. `failed`: a check failed, or the gate took no change.
 */
export interface TransactionVerdict {
  readonly status: "proven" | "partly" | "failed";
  readonly reason: string;
  readonly updates: readonly JudgedUpdate[];
  readonly moves: readonly JudgedMove[];
}

/**
 * Judges a transaction from what the chain shows of it. Pure: the same evidence gives the same verdict.
 *
 */
export function judgeTransaction(evidence: TransactionEvidence, trust: Trust): TransactionVerdict {
  if (!evidence.succeeded) return failed("the transaction was mined and reverted: it changed no account");
  if (evidence.updates.length + evidence.moves.length === 0)
    return failed(`the gate ${evidence.gate} accepted no change in it`);
  const updates = evidence.updates.map((update) => judgeUpdate(evidence, update, trust));
  const moves = evidence.moves.map((move) => judgeMove(evidence, move, trust.moves ?? []));
  const worst = (result: Check["result"]) =>
    [...updates, ...moves].flatMap(({ checks }) => checks).find((check) => check.result === result);
  const bad = worst("failed");
  if (bad !== undefined) return { status: "failed", reason: `${bad.name}: ${bad.detail}`, updates, moves };
  const open = worst("not checked");
  if (open !== undefined) return { status: "partly", reason: `${open.name}: ${open.detail}`, updates, moves };
  return { status: "proven", reason: "every check held", updates, moves };
}

function failed(reason: string): TransactionVerdict {
  return { status: "failed", reason, updates: [], moves: [] };
}

function judgeUpdate(evidence: TransactionEvidence, update: UpdateEvidence, trust: Trust): JudgedUpdate {
  const { event, publication } = update;
  const book = trust.books.find((candidate) => candidate.class === update.class);
  const { account, epoch, nonce, trade, oldCommitment, newCommitment } = event;
  const { change, checks } = bestReading(evidence, update, book);
  return {
    ...{ account, epoch, nonce, trade, oldCommitment, newCommitment },
    mode: change && MODES[change.mode],
    side: change?.side === 1 ? 1 : 0,
    flow: change && flowOf(change),
    policyVersion: publication?.policyVersion,
    tier: publication?.tier,
    development: book?.key.development === true,
    checks: [
      ...checks,
      checkVerifier(`version ${event.version}`, update.verifier, book),
      checkOldBook(update),
      checkRiskRoot(update),
      checkMarket(evidence, update, trust.market),
      checkPolicy(update),
    ],
  };
}

/** A change of the input with what was found of it. */
interface Reading {
  readonly change: GateChange | undefined;
  readonly checks: readonly Check[];
}

/**
 * Whoever sends a change can put look-alikes of it into the same input. The one for which every check of its own holds is the
 * event's: nobody can make another with a proof that holds for the event's public inputs and fields that make its call.
 */
function bestReading(
  evidence: TransactionEvidence,
  update: UpdateEvidence,
  book: TrustedVerifier | undefined,
): Reading {
  const readings = (update.changes.length === 0 ? [undefined] : update.changes).map((change) => ({
    change,
    checks: [
      checkInput(update, change),
      checkCall(evidence, update, change),
      checkItsProof(evidence, update, change, book),
    ],
  }));
  const held = (reading: Reading): number => reading.checks.filter(({ result }) => result === "held").length;
  return readings.reduce((best, reading) => (held(reading) > held(best) ? reading : best));
}

function flowOf({ flowAsset, flowOut, flowAmount }: GateChange): JudgedUpdate["flow"] {
  if (flowAmount === 0n) return undefined;
  return { asset: flowAsset === 0 ? "cash" : flowAsset - 1, amount: flowOut ? -flowAmount : flowAmount };
}

/** The proof is in the transaction's input only; the event must be of the change that stands there. */
function checkInput({ event }: UpdateEvidence, change: GateChange | undefined): Check {
  if (change === undefined)
    return open(
      "input",
      "the transaction's input does not carry this change in the clear; its proof cannot be re-read",
    );
  const fields = ["epoch", "newCommitment", "trade", "deadline", "recipient", "version", "opening"] as const;
  const other = fields.find((field) => event[field] !== change[field]);
  if (other !== undefined) return broken("input", `the event's ${other} is not the one in the transaction's input`);
  return held("input", "the event repeats the change in the transaction's input");
}

/** `call` binds chain, gate, account, nonce, class, deadline, epoch, recipient, opening, mode, side and flow. */
function checkCall(
  { chain, gate }: TransactionEvidence,
  { event, class: bookClass }: UpdateEvidence,
  change: GateChange | undefined,
): Check {
  const mode = change && MODES[change.mode];
  if (change === undefined || bookClass === undefined || mode === undefined)
    return open("call", "needs the change in the input, and a class and mode this release knows");
  const { account, nonce, deadline, epoch, recipient, opening } = event;
  const fields = { chain, gate, account, nonce, deadline, epoch, recipient, opening };
  const call = callOrNone({ ...fields, class: bookClass, mode, side: change.side === 1 ? 1 : 0, flow: flowOf(change) });
  return call === event.call
    ? held(
        "call",
        "recomputed from chain, gate, account, nonce, class, deadline, epoch, recipient, opening, mode, side and flow",
      )
    : broken("call", "the proof is bound to another call than the fields make");
}

/** Fields that no call packs, such as an asset that does not exist, make none. */
function callOrNone(fields: Parameters<typeof callOf>[0]): bigint | undefined {
  try {
    return callOf(fields);
  } catch {
    return undefined;
  }
}

function checkItsProof(
  { chain }: TransactionEvidence,
  { event, class: bookClass }: UpdateEvidence,
  change: GateChange | undefined,
  trust: TrustedVerifier | undefined,
): Check {
  if (trust === undefined) return open("proof", `no trusted key for class ${bookClass ?? "unknown"}`);
  const inputs = [event.oldCommitment, event.newCommitment, event.riskRoot, event.trade, event.call];
  return checkProofIn(chain, inputs, change?.proof, trust.key);
}

function checkRiskRoot({ event, publication }: UpdateEvidence): Check {
  if (publication === undefined)
    return open("risk root", `epoch ${event.epoch} was not found among the published ones`);
  const { marketRoot, sheetRoot, policyRoot: policy, tier } = publication;
  const roots = { marketRoot: toField(marketRoot), sheetRoot: toField(sheetRoot), policyRoot: toField(policy), tier };
  if (publication.riskRoot !== event.riskRoot || riskRoot(roots) !== event.riskRoot)
    return broken("risk root", `not the one of epoch ${event.epoch}'s market, sheet, policy and tier`);
  return held("risk root", `recomputed from epoch ${event.epoch}'s market root, sheet root, policy root and tier`);
}

/** The market root under the risk root was proven from the feeds' prices, by the key of this release and its verifier. */
function checkMarket({ chain }: TransactionEvidence, { event, market }: UpdateEvidence, trust: Trust["market"]): Check {
  if (market === undefined) return open("market", `no proven market of epoch ${event.epoch} was found`);
  if (trust === undefined) return open("market", "no trusted key of market-update");
  if (trust.key.development && !isLocalChain(chain))
    return broken("market", "the trusted key of markets is a development key: anyone can forge its proofs");
  const code = checkVerifier("the registry's verifier", market.verifier, trust, "market");
  if (code.result !== "held") return code;
  const proven = market.proofs.some(
    (words) => checkProof(trust.key, proofOfWords(words), market.inputs).status === "valid",
  );
  return proven
    ? held(
        "market",
        `epoch ${event.epoch}'s block was proven from the registry's prices, the block before it and its model`,
      )
    : broken("market", `no proof in the publishing transaction holds for epoch ${event.epoch}'s block`);
}

function checkPolicy({ publication, policy }: UpdateEvidence): Check {
  if (publication === undefined || policy === undefined) return open("policy", "its fields were not found");
  return policyRoot(policy) === publication.policyRoot
    ? held("policy", `root recomputed from the fields of version ${publication.policyVersion}`)
    : broken("policy", `the fields of version ${publication.policyVersion} do not hash to its root`);
}
