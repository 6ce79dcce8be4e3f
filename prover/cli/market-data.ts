import type { PublicClient } from "viem";
import { parseMarket } from "../../model/files/market-file.ts";
import { parsePolicy } from "../../model/files/policy-file.ts";
import { parseSheet } from "../../model/files/sheet-file.ts";
import type { Market } from "../../model/market.ts";
import type { Policy } from "../../model/policy.ts";
import type { Sheet } from "../../model/sheet.ts";
import type { Address } from "../../verifier/account-context.ts";
import { readEpoch, readVenue } from "../chain/read-chain.ts";
import { readPolicy, readPublication } from "../chain/read-policy.ts";
import { readText } from "./input.ts";

/** Files a change is judged by. */
export interface DataOptions {
  readonly market: string;
  readonly sheet: string;
  /** Read from the chain when absent. */
  readonly policy?: string;
}

/** Everything a change is judged by, and the epoch's risk root as the chain has it. */
export interface JudgedBy {
  readonly market: Market;
  readonly sheet: Sheet;
  readonly policy: Policy;
  readonly riskRoot: bigint;
}

/**
 * Reads market and sheet from files, the policy from a file or the chain, and the epoch's risk root from the chain.
 *
 * @throws BallastError BAL-1xx naming file and field, BAL-4xx when the chain does not serve that epoch
 */
export async function readData(
  options: DataOptions,
  client: PublicClient,
  gate: Address,
  fromBlock: bigint,
): Promise<JudgedBy> {
  const market = parseMarket(readText(options.market), options.market);
  const sheet = parseSheet(readText(options.sheet), options.sheet);
  const venue = await readVenue(client, gate);
  const epoch = BigInt(market.epoch);
  const { riskRoot } = await readEpoch(client, venue.market, epoch);
  if (options.policy !== undefined)
    return { market, sheet, policy: parsePolicy(readText(options.policy), options.policy), riskRoot };
  const { policyVersion } = await readPublication(client, venue.market, epoch, fromBlock);
  return { market, sheet, policy: await readPolicy(client, venue.policies, policyVersion, fromBlock), riskRoot };
}
