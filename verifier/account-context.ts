import { encodeAbiParameters, keccak256 } from "viem";

/** A 20-byte address as lower-case hex. */
export type Address = `0x${string}`;
/** Bytes as lower-case hex. */
export type Hex = `0x${string}`;

/** Everything the gate binds into `call` besides the mode, the side and the flow. */
export interface CallContext {
  readonly chain: bigint;
  readonly gate: Address;
  readonly account: Address;
  /** The account's nonce before the update. */
  readonly nonce: bigint;
  readonly classId: number;
  /** Unix seconds after which the gate refuses the update. */
  readonly deadline: bigint;
  readonly epoch: bigint;
  /** Who may collect an outflow. */
  readonly recipient: Address;
  /** The encrypted opening emitted with the update. */
  readonly opening: Hex;
}

const PARAMETERS = [
  { type: "uint256" },
  { type: "address" },
  { type: "address" },
  { type: "uint64" },
  { type: "uint32" },
  { type: "uint64" },
  { type: "uint64" },
  { type: "address" },
  { type: "bytes32" },
] as const;

/**
 * The context of a call (encodings.md, section 8): the low 180 bits of the hash that the gate computes.
 *
 * @example
 * const call = packCall({ context: contextHash(context), mode: 0, side: 0, flow: undefined });
 */
export function contextHash(context: CallContext): bigint {
  const { chain, gate, account, nonce, classId, deadline, epoch, recipient, opening } = context;
  const encoded = encodeAbiParameters(PARAMETERS, [
    chain,
    gate,
    account,
    nonce,
    classId,
    deadline,
    epoch,
    recipient,
    keccak256(opening),
  ]);
  return BigInt.asUintN(180, BigInt(keccak256(encoded)));
}
