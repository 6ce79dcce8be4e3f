import { getChainId, getCode, readContract } from "viem/actions";
import { marketRegistryAbi, verifierRouterAbi } from "../../contracts/generated/abi.ts";
import { bookClasses } from "../../contracts/generated/classes.ts";
import { BallastError } from "../../model/errors.ts";
import type { Address, AnyClient } from "../viem/types.ts";
import { codeHashAt, type VenueManifest } from "./manifest.ts";
import type { VenueVerifiers } from "./venue-module.ts";

/** Contracts of a deployment by their names in the module. */
export type Located = Readonly<Record<string, { readonly address: Address }>>;

const NAMES = [
  "gate",
  "market",
  "policies",
  "router",
  "vault",
  "poseidon",
  "marketVerifier",
  "fund",
  "defaultKey",
] as const;

const described = async (client: AnyClient, address: Address) => {
  const codeHash = await codeHashAt(client, address);
  if (codeHash !== undefined) return { address, codeHash };
  throw new BallastError("BAL-508", `there is no code at ${address}, where the deployment put a contract.`, {
    details:
      "Ignition's record is of another chain that had the same id: choose another deploymentId, or for a local node started anew remove ignition/deployments.",
  });
};

/** Whether an address had no code at a block; undefined when the node has forgotten. */
const emptyAt = async (client: AnyClient, address: Address, blockNumber: bigint): Promise<boolean | undefined> => {
  try {
    return (await getCode(client, { address, blockNumber })) === undefined;
  } catch {
    return undefined;
  }
};

/** A block, at most `upTo`, at which an address had no code yet: an earlier one where Ignition went on with its record. */
const blockBefore = async (client: AnyClient, address: Address, upTo: bigint): Promise<bigint> => {
  if (await emptyAt(client, address, upTo)) return upTo;
  let [empty, full] = [0n, upTo];
  while (full - empty > 1n) {
    const middle = (empty + full) / 2n;
    const isEmpty = await emptyAt(client, address, middle);
    if (isEmpty === undefined) return empty;
    if (isEmpty) empty = middle;
    else full = middle;
  }
  return empty;
};

/** The router's own entries of the verifiers that the venue started with. */
const verifiersOf = (client: AnyClient, router: Address, verifiers: VenueVerifiers["verifiers"]) =>
  Promise.all(
    verifiers.map(async ({ bookClass, key }, i) => {
      const version = verifiers.slice(0, i + 1).filter((other) => other.bookClass === bookClass).length;
      const args = [bookClasses[bookClass].class, version] as const;
      const ask = { address: router, abi: verifierRouterAbi, functionName: "entry", args } as const;
      const [address] = await readContract(client, ask);
      return { class: bookClass, version, contract: await described(client, address), key };
    }),
  );

/**
 * The manifest of a venue, read from the chain.
 *
 * @param upTo a block from which on the deployment ran, or an earlier one was finished
 * @throws BallastError BAL-508 (exit 5) there is no code where a contract should be
 */
export async function describeVenue(
  client: AnyClient,
  located: Located,
  { verifiers, marketVerifier }: VenueVerifiers,
  upTo: bigint,
): Promise<VenueManifest> {
  const pairs = NAMES.map(async (name) => [name, await described(client, located[name]?.address ?? "0x")] as const);
  const { timelock } = located;
  const governed = timelock === undefined ? {} : { timelock: await described(client, timelock.address) };
  const contracts = Object.fromEntries(await Promise.all(pairs)) as VenueManifest["contracts"];
  const versions = await verifiersOf(client, contracts.router.address, verifiers);
  let block = upTo;
  for (const { address } of [...Object.values(contracts), ...versions.map(({ contract }) => contract)])
    block = await blockBefore(client, address, block);
  const registry = { address: contracts.market.address, abi: marketRegistryAbi } as const;
  return {
    version: 1,
    chain: await getChainId(client),
    block: `${block}`,
    modelRoot: `${await readContract(client, { ...registry, functionName: "MODEL_ROOT" })}`,
    firstRoot: `${await readContract(client, { ...registry, functionName: "FIRST_ROOT" })}`,
    contracts,
    ...governed,
    marketKey: marketVerifier.key,
    verifiers: versions,
  };
}
