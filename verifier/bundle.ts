import { type Flow, type Mode, modeNumber, packCall } from "../model/call.ts";
import { type BookClass, classId } from "../model/classes.ts";
import type { Side } from "../model/trade.ts";
import { type Address, type CallContext, contextHash, type Hex } from "./account-context.ts";
import type { Proof } from "./proof.ts";

/** The five public inputs, in the circuit's order. */
export type PublicInputs = readonly [
  oldCommitment: bigint,
  newCommitment: bigint,
  riskRoot: bigint,
  trade: bigint,
  call: bigint,
];

/** sha256 of the artifacts a proof was made with, lower-case hex. */
export interface ArtifactHashes {
  readonly circuit: string;
  readonly source: string;
  readonly r1cs: string;
  readonly wasm: string;
  readonly zkey: string;
  readonly vkey: string;
  /** True for keys whose trapdoor is published. */
  readonly development: boolean;
}

/** A proof of one size update with everything a third party needs to check it and a gate needs to accept it. */
export interface Bundle {
  readonly version: 1;
  readonly statement: "size-update";
  readonly class: BookClass;
  readonly chain: bigint;
  readonly gate: Address;
  readonly account: Address;
  /** The account's nonce before the update. */
  readonly nonce: bigint;
  /** Unix seconds. */
  readonly deadline: bigint;
  readonly epoch: bigint;
  readonly recipient: Address;
  readonly mode: Mode;
  readonly side: Side;
  /** Tokens into (> 0) or out of (< 0) the vault; undefined when none. */
  readonly flow: Flow | undefined;
  readonly opening: Hex;
  readonly publicInputs: PublicInputs;
  readonly proof: Proof;
  readonly artifacts: ArtifactHashes;
}

/** The fields that the gate binds into a bundle's call. */
export function contextOf(bundle: Omit<CallContext, "classId"> & { readonly class: BookClass }): CallContext {
  const { chain, gate, account, nonce, deadline, epoch, recipient, opening } = bundle;
  return { chain, gate, account, nonce, classId: classId(bundle.class), deadline, epoch, recipient, opening };
}

/** The public input `call` as the gate builds it from the fields. */
export function callOf(
  bundle: Omit<CallContext, "classId"> & Pick<Bundle, "class" | "mode" | "side" | "flow">,
): bigint {
  const { mode, side, flow } = bundle;
  return packCall({ context: contextHash(contextOf(bundle)), mode: modeNumber(mode), side, flow });
}

const SIDES = ["plus", "minus"] as const;

/** The one text of a bundle: keys in a fixed order, integers as decimal strings, two spaces, a final newline. */
export function formatBundle(bundle: Bundle): string {
  const { version, statement, gate, account, recipient, mode, opening, artifacts } = bundle;
  const plain = {
    version,
    statement,
    class: bundle.class,
    chain: `${bundle.chain}`,
    gate,
    account,
    nonce: `${bundle.nonce}`,
    deadline: `${bundle.deadline}`,
    epoch: `${bundle.epoch}`,
    recipient,
    mode,
    side: SIDES[bundle.side],
    flow: bundle.flow === undefined ? null : { asset: bundle.flow.asset, amount: `${bundle.flow.amount}` },
    opening,
    publicInputs: bundle.publicInputs.map(String),
    proof: {
      a: bundle.proof.a.map(String),
      b: bundle.proof.b.map((pair) => pair.map(String)),
      c: bundle.proof.c.map(String),
    },
    artifacts: {
      circuit: artifacts.circuit,
      source: artifacts.source,
      r1cs: artifacts.r1cs,
      wasm: artifacts.wasm,
      zkey: artifacts.zkey,
      vkey: artifacts.vkey,
      development: artifacts.development,
    },
  };
  return `${JSON.stringify(plain, null, 2)}\n`;
}
