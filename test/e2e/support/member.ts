/** An account of the venue driven step by step: its book is in memory, its proofs come from wherever the test takes them. */
import { type Book, commit, emptyBook } from "../../../model/book.ts";
import type { Change } from "../../../model/change.ts";
import { type BookClass, classId } from "../../../model/classes.ts";
import { riskRootOf } from "../../../model/risk-root.ts";
import { tradeCommitment } from "../../../model/trade.ts";
import { transition } from "../../../model/transition.ts";
import { buildCircuitInput, type CircuitInput, callOf } from "../../../model/witness.ts";
import { signConsent } from "../../../prover/chain/consent.ts";
import { type GateChange, gateChange } from "../../../prover/chain/gate-change.ts";
import { toHex } from "../../../prover/secrets/bytes.ts";
import { deriveSalt } from "../../../prover/secrets/derive.ts";
import { encryptOpening } from "../../../prover/secrets/opening.ts";
import type { StoreAccount } from "../../../prover/store/book-store.ts";
import { type Address, contextHash } from "../../../verifier/account-context.ts";
import { type Bundle, contextOf, type PublicInputs } from "../../../verifier/bundle.ts";
import type { Proof } from "../../../verifier/proof.ts";
import type { Wallet } from "../../contracts/support/chain.ts";
import type { Receipt, Venue } from "../../contracts/support/venue.ts";
import type { EpochData } from "./market.ts";
import type { ShippedClass } from "./shipped-class.ts";

/** Who it is and what it holds now. */
export interface Member {
  readonly wallet: Wallet;
  readonly seed: Uint8Array;
  readonly account: StoreAccount;
  readonly book: Book;
  readonly nonce: bigint;
}

/** A change laid out for the circuit and for the gate, before its proof. */
export interface Step {
  readonly member: Member;
  readonly input: CircuitInput;
  readonly newBook: Book;
  readonly draft: Omit<Bundle, "proof">;
}

/** What a change is bound to besides its account; deadline in seconds, the member itself as recipient and for nobody else to read unless told. */
export interface Bound {
  readonly deadline?: bigint;
  readonly recipient?: Address;
  /** The venue's default key, for which the opening is escrowed. */
  readonly defaultKey?: Uint8Array;
}

const lower = (address: string): Address => address.toLowerCase() as Address;

/** A member that holds the empty book, whether or not its account is open yet. */
export function newMember(venue: Venue, wallet: Wallet, number: number, bookClass: BookClass = "desk-8"): Member {
  const place = { chain: BigInt(venue.chainId), gate: lower(venue.gate), account: lower(wallet.account.address) };
  const account: StoreAccount = { class: bookClass, ...place };
  return { wallet, seed: new Uint8Array(32).fill(number), account, book: emptyBook(bookClass), nonce: 0n };
}

/** Lays a change out for the circuit of the member's class. It is not judged: a change that breaks a rule gives an unsatisfiable input. */
export function layOut(
  { circuit }: ShippedClass,
  member: Member,
  change: Change,
  data: EpochData,
  bound: Bound = {},
): Step {
  const { seed, account, book, nonce } = member;
  const laidOut = transition(book, change, data.sheet, { salt: deriveSalt(seed, account, nonce, 0) });
  const { newBook, trade, used, flow } = laidOut;
  if (newBook === null) throw new Error("the change leads to no book");
  const fields = {
    version: 1,
    statement: "size-update",
    ...account,
    nonce,
    deadline: bound.deadline ?? 2n ** 40n,
    epoch: BigInt(data.market.epoch),
    recipient: bound.recipient ?? account.account,
    mode: change.mode,
    side: trade?.side ?? 0,
    flow,
    opening: toHex(encryptOpening(seed, newBook, bound.defaultKey)),
    artifacts: circuit.artifacts,
  } as const;
  const call = callOf(laidOut, contextHash(contextOf(fields)));
  const input = buildCircuitInput({ oldBook: book, newBook, used, trade, call, ...data });
  const roots = [commit(book), commit(newBook), riskRootOf(data.market, data.sheet, data.policy)] as const;
  const publicInputs: PublicInputs = [...roots, tradeCommitment(trade?.trade ?? null), input.call as bigint];
  return { member, input, newBook, draft: { ...fields, publicInputs } };
}

/** The member after its step was accepted. */
export function after({ member, newBook }: Step): Member {
  return { ...member, book: newBook, nonce: member.nonce + 1n };
}

/** A proven step as the gate takes it, sent by the account itself. */
export function gateForm({ draft }: Step, proof: Proof): GateChange {
  return gateChange({ ...draft, proof }, 1);
}

/** The same with the account's consent, so that anyone may send it. */
export async function consentedForm({ draft, member }: Step, proof: Proof): Promise<GateChange> {
  const bundle = { ...draft, proof };
  return gateChange(bundle, 1, await signConsent(member.wallet as never, bundle));
}

/** Sends a step without a trade. */
export function sendUpdate(venue: Venue, step: Step, proof: Proof): Promise<Receipt> {
  return venue.write(step.member.wallet, "SizingGate", venue.gate, "update", [gateForm(step, proof)]);
}

/** Sends both sides of a trade from the first side's account. */
export async function sendPair(
  venue: Venue,
  [first, firstProof]: readonly [Step, Proof],
  [second, secondProof]: readonly [Step, Proof],
): Promise<Receipt> {
  const changes = [gateForm(first, firstProof), await consentedForm(second, secondProof)];
  return venue.write(first.member.wallet, "SizingGate", venue.gate, "updatePair", changes);
}

/** Opens the account on the gate. */
export function registerMember(venue: Venue, { wallet, account }: Member): Promise<Receipt> {
  return venue.write(wallet, "SizingGate", venue.gate, "register", [classId(account.class)]);
}
