import { encodeAbiParameters, keccak256 } from "viem";
import { packMoveCall } from "../model/call.ts";
import { type BookClass, classId } from "../model/classes.ts";
import type { Address, Hex } from "./account-context.ts";
import type { ArtifactHashes } from "./bundle.ts";
import type { Proof } from "./proof.ts";

/** The five public inputs of a move, in the circuit's order. */
export type MoveInputs = readonly [
  oldCommitment: bigint,
  newCommitment: bigint,
  fromDomain: bigint,
  toDomain: bigint,
  call: bigint,
];

/** A proof of one move of a book to a larger class, with everything a third party needs to check it and a gate to accept it. */
export interface MoveBundle {
  readonly version: 1;
  readonly statement: "class-move";
  readonly from: BookClass;
  readonly to: BookClass;
  readonly chain: bigint;
  readonly gate: Address;
  readonly account: Address;
  /** The account's nonce before the move. */
  readonly nonce: bigint;
  /** Unix seconds. */
  readonly deadline: bigint;
  readonly opening: Hex;
  readonly publicInputs: MoveInputs;
  readonly proof: Proof;
  readonly artifacts: ArtifactHashes;
}

/** What the gate binds into a move's call. */
export type MoveContext = Pick<
  MoveBundle,
  "chain" | "gate" | "account" | "nonce" | "from" | "to" | "deadline" | "opening"
>;

const PARAMETERS = [
  { type: "uint256" },
  { type: "address" },
  { type: "address" },
  { type: "uint64" },
  { type: "uint32" },
  { type: "uint32" },
  { type: "uint64" },
  { type: "bytes32" },
] as const;

/**
 * The public input `call` of a move as the gate builds it from the fields (encodings.md, section 14).
 *
 * @example
 * const input = buildMoveInput(book, to, salt, moveCallOf(fields));
 */
export function moveCallOf({ chain, gate, account, nonce, from, to, deadline, opening }: MoveContext): bigint {
  const ids = [classId(from), classId(to)] as const;
  const values = [chain, gate, account, nonce, ...ids, deadline, keccak256(opening)] as const;
  return packMoveCall(BigInt.asUintN(180, BigInt(keccak256(encodeAbiParameters(PARAMETERS, values)))));
}

/** The one text of a move's bundle: keys in a fixed order, integers as decimal strings, two spaces, a final newline. */
export function formatMove(bundle: MoveBundle): string {
  const { version, statement, from, to, gate, account, opening, proof, artifacts } = bundle;
  const { circuit, source, r1cs, wasm, zkey, vkey, development } = artifacts;
  const plain = {
    version,
    statement,
    from,
    to,
    chain: `${bundle.chain}`,
    gate,
    account,
    nonce: `${bundle.nonce}`,
    deadline: `${bundle.deadline}`,
    opening,
    publicInputs: bundle.publicInputs.map(String),
    proof: { a: proof.a.map(String), b: proof.b.map((pair) => pair.map(String)), c: proof.c.map(String) },
    artifacts: { circuit, source, r1cs, wasm, zkey, vkey, development },
  };
  return `${JSON.stringify(plain, null, 2)}\n`;
}
