import { type Book, commit } from "../model/book.ts";
import type { Change } from "../model/change.ts";
import { type Explanation, explain } from "../model/explain.ts";
import type { Market } from "../model/market.ts";
import type { Policy } from "../model/policy.ts";
import { riskRootOf } from "../model/risk-root.ts";
import type { Sheet } from "../model/sheet.ts";
import { tradeCommitment } from "../model/trade.ts";
import { type Transition, transition } from "../model/transition.ts";
import { buildCircuitInput, type CircuitInput, callOf } from "../model/witness.ts";
import { type Address, contextHash } from "../verifier/account-context.ts";
import { type Bundle, contextOf, formatBundle, type PublicInputs } from "../verifier/bundle.ts";
import { verifyBundle } from "../verifier/verify-bundle.ts";
import type { Circuit } from "./circuit.ts";
import { classError, PolicyRefusal, requireRiskRoot, requireSoundKey } from "./refusals.ts";
import { type Draft, type ReleaseTools, releaseProof } from "./release.ts";
import { toHex } from "./secrets/bytes.ts";
import { deriveSalt } from "./secrets/derive.ts";
import { encryptOpening } from "./secrets/opening.ts";
import { nextAttempt } from "./store/state.ts";

/** What to prove. The book, its account and its nonce are the store's live ones. */
export interface ProveRequest {
  readonly change: Change;
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
  /** Unix seconds after which the gate refuses the update. */
  readonly deadline: bigint;
  /** Who may collect an outflow; the account itself unless told. */
  readonly recipient?: Address;
  /** The epoch's risk root on the chain. When given, other data is refused before anything is proven. */
  readonly riskRoot?: bigint;
}

/** What proving works with. */
export interface ProveTools extends ReleaseTools {
  readonly circuit: Circuit;
}

/** A proof that may leave the process: its opening is on disk and it passed verification. */
export interface ReleasedProof {
  readonly bundle: Bundle;
  /** The bundle's one text. */
  readonly text: string;
  readonly explanation: Explanation;
}

/**
 * Proves one update of the store's book. In this order: the change is explained; the new opening is written and
 * fsynced; witness and proof are computed; the proof is verified by the independent verifier; the release is written.
 * Only then does the proof leave this function.
 *
 * @throws PolicyRefusal BAL-231 (exit 3) naming the rules; nothing was written
 * @throws BallastError BAL-232 (exit 5) data of another epoch, BAL-233 model and circuit disagree, BAL-234 the proof
 *   does not verify, BAL-236 (exit 5) a development key for a real chain, and what store, backend and model throw
 *
 * @example
 * const { text } = await proveUpdate({ change, market, sheet, policy, deadline }, { store, seed, circuit, backend });
 */
export async function proveUpdate(request: ProveRequest, tools: ProveTools): Promise<ReleasedProof> {
  const { store, circuit, onStep } = tools;
  const { class: bookClass } = store.live.book;
  if (circuit.class !== bookClass) throw classError(bookClass, circuit.class);
  requireSoundKey(circuit, store.state.account.chain);
  const explanation = explainOrRefuse(request, tools);
  onStep?.("explained");
  return { ...(await releaseProof(prepare(request, tools), tools)), explanation };
}

/** Judges the change by the model, before anything costs time or leaves a trace. */
function explainOrRefuse(request: ProveRequest, { store }: ProveTools): Explanation {
  requireRiskRoot(request);
  const { change, market, sheet, policy } = request;
  const explanation = explain(store.live.book, change, market, sheet, policy, { largest: false });
  if (!explanation.accepted) throw new PolicyRefusal(explanation);
  return explanation;
}

function prepare(request: ProveRequest, tools: ProveTools): Draft<Bundle> {
  const { market, sheet, policy } = request;
  const { account, live } = { account: tools.store.state.account, live: tools.store.live };
  const attempt = nextAttempt(tools.store.state, live.nonce);
  const salt = deriveSalt(tools.seed, account, live.nonce, attempt);
  const laidOut = transition(live.book, request.change, sheet, { salt });
  const { newBook, trade, used } = laidOut;
  if (newBook === null) throw new RangeError("an accepted change leads to a book");
  const fields = fieldsOf(request, tools, laidOut, newBook);
  const call = callOf(laidOut, contextHash(contextOf(fields)));
  const input = buildCircuitInput({ oldBook: live.book, newBook, used, trade, call, market, sheet, policy });
  const commitments = [live.commitment, commit(newBook), riskRootOf(market, sheet, policy)] as const;
  const publicInputs: PublicInputs = [...commitments, tradeCommitment(trade?.trade ?? null), input.call as bigint];
  return draftOf({ ...fields, publicInputs }, { newBook, attempt, input }, tools);
}

/** A bundle without its proof, with the opening that it leads to. */
function draftOf(
  fields: Omit<Bundle, "proof">,
  { newBook, attempt, input }: { readonly newBook: Book; readonly attempt: number; readonly input: CircuitInput },
  { circuit, store }: ProveTools,
): Draft<Bundle> {
  const { nonce, epoch, deadline, opening, publicInputs } = fields;
  const [oldCommitment, newCommitment, , trade] = publicInputs;
  const trusted = { class: circuit.class, key: circuit.key, artifacts: circuit.artifacts };
  return {
    opening: { nonce, attempt, oldCommitment, newCommitment, book: newBook, opening, epoch, deadline, trade },
    input,
    publicInputs,
    what: "a change",
    seal: (proof) => {
      const bundle = { ...fields, proof };
      return { bundle, text: formatBundle(bundle) };
    },
    judge: (text) => verifyBundle(text, [trusted], { ...store.state.account, current: store.live }),
  };
}

/** What the bundle says in plain, and `call` binds. */
function fieldsOf(
  { change, market, deadline, recipient }: ProveRequest,
  { store, seed, circuit, defaultKey }: ProveTools,
  { trade, flow }: Transition,
  newBook: Book,
): Omit<Bundle, "proof" | "publicInputs"> {
  const { chain, gate, account } = store.state.account;
  return {
    version: 1,
    statement: "size-update",
    class: newBook.class,
    chain,
    gate,
    account,
    nonce: store.live.nonce,
    deadline,
    epoch: BigInt(market.epoch),
    recipient: recipient ?? account,
    mode: change.mode,
    side: trade?.side ?? 0,
    flow,
    opening: toHex(encryptOpening(seed, newBook, defaultKey)),
    artifacts: circuit.artifacts,
  };
}
