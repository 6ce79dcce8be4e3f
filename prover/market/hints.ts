import type { PublicClient } from "viem";
import { FACTORS } from "../../model/classes.ts";
import { times } from "../../model/integers.ts";
import { feedRounds } from "./feed-rounds.ts";
import { readFeeds } from "./feeds.ts";
import { findRound, NO_ROUND, type RoundHint } from "./find-round.ts";
import { boundaryOf, type RegistryFacts } from "./read-registry.ts";

/**
 * The rounds that an epoch takes from its feeds, one for each of the 8 factors; none where a feed has no round yet or does
 * not answer. What follows from that, to wait or to flag, the registry decides.
 *
 * @param block the feeds are those in force at this block, and are read as of it
 * @throws BallastError BAL-401…409 (exit 6) when the node fails
 */
export async function gatherHints(
  client: PublicClient,
  registry: RegistryFacts,
  epoch: bigint,
  block: bigint,
): Promise<RoundHint[]> {
  const boundary = boundaryOf(registry, epoch);
  const feeds = await readFeeds(client, registry, block);
  const found = await Promise.all(feeds.map(({ feed }) => findRound(feedRounds(client, feed, block), boundary)));
  return times(FACTORS, (f) => found[f] ?? NO_ROUND);
}
