import type { PublicClient } from "viem";
import { marketRegistryAbi, policyRegistryAbi } from "../../contracts/generated/abi.ts";
import { type Policy, policyRoot } from "../../model/policy.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError, mismatchError } from "./chain-error.ts";

/** Where an epoch's data was published, and the policy it is judged by. */
export interface PublishedEpoch {
  readonly policyVersion: number;
  readonly marketRoot: bigint;
  readonly sheetRoot: bigint;
  readonly dataHash: `0x${string}`;
  readonly location: string;
}

/** Reads what was published with an epoch. Throws BallastError BAL-406 when the epoch was skipped. */
export async function readPublication(
  client: PublicClient,
  market: Address,
  epoch: bigint,
  fromBlock = 0n,
): Promise<PublishedEpoch> {
  try {
    const ask = { address: market, abi: marketRegistryAbi, eventName: "EpochPublished", strict: true } as const;
    const log = (await client.getContractEvents({ ...ask, fromBlock })).findLast(({ args }) => args.epoch === epoch);
    if (log === undefined) throw mismatchError(`epoch ${epoch} was not published.`, "Choose a published epoch.");
    const { policyVersion, marketRoot, sheetRoot, dataHash, location } = log.args;
    return { policyVersion, marketRoot, sheetRoot, dataHash, location };
  } catch (cause) {
    throw chainError(cause, `reading what was published with epoch ${epoch}`);
  }
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
    const ask = { address: policies, abi: policyRegistryAbi, eventName: "PolicyProposed", strict: true } as const;
    const log = (await client.getContractEvents({ ...ask, fromBlock })).findLast(
      ({ args }) => args.version === version,
    );
    if (log === undefined)
      throw mismatchError(`there is no policy of version ${version}.`, "Check the registry's address.");
    const policy = policyOfEvent(log.args.policy);
    if (policyRoot(policy) === log.args.root) return policy;
    throw mismatchError(
      `policy ${version} does not have the root the registry computed.`,
      "Report this: contract and model disagree.",
    );
  } catch (cause) {
    throw chainError(cause, `reading policy ${version}`);
  }
}

type ContractPolicy = Omit<Policy, "haircuts"> & {
  readonly haircuts: readonly (readonly { readonly intercept: bigint; readonly slope: bigint }[])[];
};

/** The model's policy of a policy as the registry's event carries it. */
export function policyOfEvent(policy: ContractPolicy): Policy {
  const haircuts = policy.haircuts.map((lines) =>
    lines.map(({ intercept, slope }) => ({ intercept, slope: Number(slope) })),
  );
  return { ...policy, haircuts };
}
