import { decodeAbiParameters, getAbiItem, type Hex, keccak256, type PublicClient } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { FACTORS } from "../../model/classes.ts";
import { at, times } from "../../model/integers.ts";
import { spansOf } from "../chain/block-spans.ts";
import { chainError } from "../chain/chain-error.ts";
import { type Feed, feedOf, readFeeds } from "./feeds.ts";
import { feedHistoryError } from "./market-error.ts";
import type { RegistryFacts } from "./read-registry.ts";

/** Where an event stands on the chain. */
export interface EventPlace {
  readonly block: bigint;
  /** Within the block. */
  readonly logIndex: number;
}

/** A feed that came into force. */
export interface FeedInForce extends Feed, EventPlace {
  readonly factor: number;
}

const abi = marketRegistryAbi;
const EVENTS = [
  getAbiItem({ abi, name: "FirstFeed" }),
  getAbiItem({ abi, name: "ChangeProposed" }),
  getAbiItem({ abi, name: "ChangeActivated" }),
] as const;
const [CONFIG] = getAbiItem({ abi, name: "feedOf" }).outputs;

/**
 * Every feed that a registry had, in the order in which they came into force: those of its deployment, and those that were activated
 * since. Held against the feeds in force at the last block.
 *
 * @param fromBlock the registry's first block, or an earlier one
 * @throws BallastError BAL-411 (exit 5) when the events do not lead to the feeds in force, BAL-401…409 (exit 6)
 *
 * @example
 * const feeds = await readFeedHistory(client, facts, fromBlock, head.block);
 */
export async function readFeedHistory(
  client: PublicClient,
  facts: Pick<RegistryFacts, "registry" | "feedCount">,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<readonly FeedInForce[]> {
  const history = feedsOf(await feedEvents(client, facts, fromBlock, toBlock));
  const told = feedsAt(history, facts.feedCount, { block: toBlock, logIndex: Number.POSITIVE_INFINITY });
  for (const [f, { feed, deviation }] of (await readFeeds(client, facts, toBlock)).entries()) {
    const last = at(told, f);
    if (last.feed !== feed || last.deviation !== deviation)
      throw feedHistoryError(`factor ${f}: the events do not lead to the feed in force`);
  }
  return history;
}

/** The feed of each factor at a place of the chain. Throws BallastError BAL-411 (exit 5) when no event says it. */
export function feedsAt(history: readonly FeedInForce[], feedCount: number, place: EventPlace): readonly FeedInForce[] {
  return times(feedCount, (f) => {
    const feed = history.findLast((one) => one.factor === f && isBefore(one, place));
    if (feed === undefined)
      throw feedHistoryError(`factor ${f}: no event says which feed it had in block ${place.block}`);
    return feed;
  });
}

function isBefore(one: EventPlace, other: EventPlace): boolean {
  return one.block === other.block ? one.logIndex < other.logIndex : one.block < other.block;
}

type FeedEvent = Awaited<ReturnType<typeof feedEvents>>[number];

async function feedEvents(
  client: PublicClient,
  { registry: address }: Pick<RegistryFacts, "registry">,
  fromBlock: bigint,
  toBlock: bigint,
) {
  const ask = (span: { readonly fromBlock: bigint; readonly toBlock: bigint }) =>
    client.getLogs({ address, events: EVENTS, strict: true, ...span });
  try {
    const found: Awaited<ReturnType<typeof ask>> = [];
    for (const span of spansOf({ fromBlock, toBlock })) found.push(...(await ask(span)));
    return found;
  } catch (cause) {
    throw chainError(cause, `reading the feeds of ${address}`);
  }
}

/** An activation names its values by hash; they stand in the last proposal of the same subject. */
function feedsOf(events: readonly FeedEvent[]): readonly FeedInForce[] {
  const proposed = new Map<bigint, Hex>();
  const history: FeedInForce[] = [];
  for (const { eventName, args, blockNumber: block, logIndex } of events) {
    if (eventName === "ChangeProposed") proposed.set(args.subject, args.values);
    if (eventName === "FirstFeed")
      history.push({ factor: Number(args.factor), ...feedOf(args.config), block, logIndex });
    if (eventName === "ChangeActivated" && args.subject < BigInt(FACTORS))
      history.push({ factor: Number(args.subject), ...activated(args, proposed), block, logIndex });
  }
  return history;
}

function activated(
  { subject, hash }: { readonly subject: bigint; readonly hash: Hex },
  proposed: ReadonlyMap<bigint, Hex>,
): Feed {
  const values = proposed.get(subject);
  if (values === undefined || keccak256(values) !== hash)
    throw feedHistoryError(`factor ${subject}: a feed was activated that no event proposes`);
  try {
    return feedOf(decodeAbiParameters([CONFIG], values)[0]);
  } catch {
    throw feedHistoryError(`factor ${subject}: what was proposed is no feed`);
  }
}
