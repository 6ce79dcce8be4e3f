import type { PublicClient } from "viem";
import { marketRegistryAbi, policyRegistryAbi } from "../../contracts/generated/abi.ts";
import { type Policy, policyRoot } from "../../model/policy.ts";
import type { Address } from "../../verifier/account-context.ts";
import type { PublishedEpoch } from "../../verifier/transaction/evidence.ts";
import { type BlockRange, newestLog } from "./block-spans.ts";
import { chainError, mismatchError } from "./chain-error.ts";

/**
 * Finds what was published with an epoch.
 *
 * @returns undefined when no block of the range holds it
 */
export async function findPublication(
  client: PublicClient,
  market: Address,
  epoch: bigint,
  range: BlockRange,
): Promise<PublishedEpoch | undefined> {
  const ask = { address: market, abi: marketRegistryAbi, eventName: "EpochPublished", strict: true } as const;
  const log = await newestLog(range, (part) => client.getContractEvents({ ...ask, args: { epoch }, ...part }));
  if (log === undefined) return undefined;
  const { riskRoot, marketRoot, sheetRoot, policyRoot: policy, policyVersion, tier, dataHash, location } = log.args;
  return { riskRoot, marketRoot, sheetRoot, policyRoot: policy, policyVersion, tier, dataHash, location };
}

/**
 * Reads what was published with an epoch.
 *
 * @throws BallastError BAL-406 (exit 5) when the epoch was skipped, BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function readPublication(
  client: PublicClient,
  market: Address,
  epoch: bigint,
  fromBlock = 0n,
): Promise<PublishedEpoch> {
  try {
    const found = await findPublication(client, market, epoch, await upToHead(client, fromBlock));
    if (found !== undefined) return found;
    throw mismatchError(`epoch ${epoch} was not published.`, "Choose a published epoch.");
  } catch (cause) {
    throw chainError(cause, `reading what was published with epoch ${epoch}`);
  }
}

/**
 * Finds a policy by its version in the registry's events. Whether it has the root that the registry computed is for the
 * caller to compare.
 *
 * @returns undefined when no block of the range holds it
 */
export async function findPolicy(
  client: PublicClient,
  policies: Address,
  version: number,
  range: BlockRange,
): Promise<{ readonly policy: Policy; readonly root: bigint } | undefined> {
  const ask = { address: policies, abi: policyRegistryAbi, eventName: "PolicyProposed", strict: true } as const;
  const log = await newestLog(range, (part) => client.getContractEvents({ ...ask, args: { version }, ...part }));
  return log && { policy: toModel(log.args.policy), root: log.args.root };
}

/**
 * Reads a policy by its version from the registry's events, and checks it against the root the registry computed.
 *
 * @throws BallastError BAL-406 (exit 5) when there is no such version or the root differs
 */
export async function readPolicy(
  client: PublicClient,
  policies: Address,
  version: number,
  fromBlock = 0n,
): Promise<Policy> {
  try {
    const found = await findPolicy(client, policies, version, await upToHead(client, fromBlock));
    if (found === undefined)
      throw mismatchError(`there is no policy of version ${version}.`, "Check the registry's address.");
    if (policyRoot(found.policy) === found.root) return found.policy;
    throw mismatchError(
      `policy ${version} does not have the root the registry computed.`,
      "Report this: contract and model disagree.",
    );
  } catch (cause) {
    throw chainError(cause, `reading policy ${version}`);
  }
}

async function upToHead(client: PublicClient, fromBlock: bigint): Promise<BlockRange> {
  return { fromBlock, toBlock: await client.getBlockNumber({ cacheTime: 0 }) };
}

type ContractPolicy = Omit<Policy, "haircuts"> & {
  readonly haircuts: readonly (readonly { readonly intercept: bigint; readonly slope: bigint }[])[];
};

function toModel(policy: ContractPolicy): Policy {
  const haircuts = policy.haircuts.map((lines) =>
    lines.map(({ intercept, slope }) => ({ intercept, slope: Number(slope) })),
  );
  return { ...policy, haircuts };
}
