import {
  type Address,
  CallExecutionError,
  decodeFunctionResult,
  ExecutionRevertedError,
  encodeFunctionData,
  HttpRequestError,
  LimitExceededRpcError,
  type PublicClient,
  ResourceUnavailableRpcError,
  TimeoutError,
  WebSocketRequestError,
} from "viem";
import { aggregatorV3Abi } from "../../contracts/generated/abi.ts";
import { chainError } from "../chain/chain-error.ts";

/** One published round of a feed. */
export interface Round {
  /** Phase in the high bits, the aggregator's own number in the low 64. */
  readonly id: bigint;
  /** Unix seconds. */
  readonly updatedAt: bigint;
}

/** A feed's history, as of one block. `undefined`: the feed has no such round, or does not answer for it. */
export interface RoundSource {
  latest(): Promise<Round | undefined>;
  round(id: bigint): Promise<Round | undefined>;
}

/** Words of an answer may hold more bits than their type; the client does not refuse that. */
const ID_BOUND = 1n << 80n;

/** Failures of the node, after which nothing is known of the feed. */
const NODE_FAILURES = [
  HttpRequestError,
  LimitExceededRpcError,
  ResourceUnavailableRpcError,
  TimeoutError,
  WebSocketRequestError,
];

/** How nodes word an execution that failed. */
const EXECUTION =
  /revert|out of gas|gas required exceeds|invalid (?:opcode|jump)|stack (?:over|under)flow|VM Exception/i;

/**
 * Reads a feed through a node. A call that reverts, or answers something else than a round, is an absent round; what to
 * make of that is the registry's decision. Throws BallastError BAL-401…409 (exit 6) when the node fails.
 *
 * @param block everything is read as of this block
 */
export function feedRounds(client: PublicClient, feed: Address, block: bigint): RoundSource {
  const ask = async (data: `0x${string}`): Promise<Round | undefined> => {
    try {
      const answer = await client.call({ to: feed, data, blockNumber: block });
      return answer.data === undefined ? undefined : roundOf(answer.data);
    } catch (cause) {
      if (isRevert(cause)) return undefined;
      throw chainError(cause, `reading the feed ${feed}`);
    }
  };
  return {
    latest: () => ask(encodeFunctionData({ abi: aggregatorV3Abi, functionName: "latestRoundData" })),
    round: (id) => ask(encodeFunctionData({ abi: aggregatorV3Abi, functionName: "getRoundData", args: [id] })),
  };
}

/** The round in an answer; undefined for bytes that are no round, and for one that was never answered. */
function roundOf(data: `0x${string}`): Round | undefined {
  try {
    const [id, , , updatedAt] = decodeFunctionResult({ abi: aggregatorV3Abi, functionName: "getRoundData", data });
    return id >= ID_BOUND || updatedAt === 0n ? undefined : { id, updatedAt };
  } catch {
    return undefined;
  }
}

/** Only what is plainly the feed's own failure: an absent round leads to a hint, a failing node must not. */
function isRevert(cause: unknown): boolean {
  if (!(cause instanceof CallExecutionError)) return false;
  if (cause.walk((inner) => NODE_FAILURES.some((failure) => inner instanceof failure)) !== null) return false;
  return cause.walk((inner) => inner instanceof ExecutionRevertedError) !== null || EXECUTION.test(cause.details);
}
