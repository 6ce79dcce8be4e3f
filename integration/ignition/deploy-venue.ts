import type {} from "@nomicfoundation/hardhat-ignition-viem";
import type {} from "@nomicfoundation/hardhat-viem";
import type { DeploymentParameters } from "@nomicfoundation/ignition-core";
import type { NetworkConnection } from "hardhat/types/network";
import { getBlockNumber, getChainId, readContract } from "viem/actions";
import { holdsDevelopmentKey } from "../../contracts/deploy/development-key.ts";
import { marketRegistryAbi, verifierRouterAbi } from "../../contracts/generated/abi.ts";
import { bookClasses } from "../../contracts/generated/classes.ts";
import { BallastError } from "../../model/errors.ts";
import { isLocalChain } from "../../verifier/development-key.ts";
import type { Address, AnyClient } from "../viem/types.ts";
import { checkManifest, codeHashAt, readManifest, type VenueManifest, writeManifest } from "./manifest.ts";
import { type VenueVerifiers, venueModule } from "./venue-module.ts";

/** What a deployment needs besides a connection. */
export type DeployVenue = VenueVerifiers & {
  /** Values of `BallastVenue`, or the absolute path of a parameters file. */
  readonly parameters: DeploymentParameters | string;
  /** Where the addresses are written. */
  readonly manifest: string;
  /** Name of Ignition's own record; by chain unless told. */
  readonly deploymentId?: string;
};

/** Keys whose trapdoor is published stay on local chains, whatever anybody says of them. */
const refuseDevelopmentKeys = ({ verifiers, marketVerifier }: VenueVerifiers, chain: number): void => {
  if (isLocalChain(BigInt(chain))) return;
  const named = [...verifiers, { ...marketVerifier, bookClass: "market-update" }];
  const found = named.find(({ artifact }) => holdsDevelopmentKey(artifact));
  if (found === undefined) return;
  const details = "Use keys of a real ceremony, or a local chain (31337 or 1337).";
  const what = `${found.bookClass}: its key is for development and chain ${chain} is not.`;
  throw new BallastError("BAL-509", what, { details });
};

type Located = Readonly<Record<string, { readonly address: Address }>>;

const described = async (client: AnyClient, address: Address) => {
  const codeHash = await codeHashAt(client, address);
  if (codeHash !== undefined) return { address, codeHash };
  throw new BallastError("BAL-508", `there is no code at ${address}, where the deployment put a contract.`, {
    details: "Ignition's record is of another chain that had the same id: choose another deploymentId.",
  });
};

const manifestOf = async (
  client: AnyClient,
  located: Located,
  { verifiers, marketVerifier }: VenueVerifiers,
  block: bigint,
): Promise<VenueManifest> => {
  const at = (name: string): Address => located[name]?.address ?? "0x";
  const names = ["gate", "market", "policies", "router", "vault", "poseidon", "marketVerifier"] as const;
  const contracts = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await described(client, at(name))] as const)),
  ) as VenueManifest["contracts"];
  const registry = { address: contracts.market.address, abi: marketRegistryAbi } as const;
  const router = { address: contracts.router.address, abi: verifierRouterAbi, functionName: "entry" } as const;
  const entries = verifiers.map(async ({ bookClass, key }, i) => {
    const version = verifiers.slice(0, i + 1).filter((other) => other.bookClass === bookClass).length;
    const [address] = await readContract(client, { ...router, args: [bookClasses[bookClass].class, version] });
    return { class: bookClass, version, contract: await described(client, address), key };
  });
  return {
    version: 1,
    chain: await getChainId(client),
    block: `${block}`,
    modelRoot: `${await readContract(client, { ...registry, functionName: "MODEL_ROOT" })}`,
    firstRoot: `${await readContract(client, { ...registry, functionName: "FIRST_ROOT" })}`,
    contracts,
    marketKey: marketVerifier.key,
    verifiers: await Promise.all(entries),
  };
};

/**
 * Deploys a venue with Ignition and writes where it is. Run again, it finds the manifest, checks it against the chain and
 * sends nothing; broken off, Ignition goes on where it stopped.
 *
 * @param connection a Hardhat connection with the plugins for viem and for Ignition with viem
 * @throws BallastError BAL-509 (exit 5) a development key off local chains, before anything is sent; BAL-507, BAL-508
 *   (exit 5) the manifest is of something else; Ignition's own errors
 * @example await deployVenue(await network.create("mainnet"), { ...verifiers, parameters, manifest: "deployments/venue.json" });
 */
export async function deployVenue(
  connection: Pick<NetworkConnection, "ignition" | "viem">,
  { parameters, manifest: path, deploymentId, ...verifiers }: DeployVenue,
): Promise<VenueManifest> {
  const client: AnyClient = await connection.viem.getPublicClient();
  refuseDevelopmentKeys(verifiers, await getChainId(client));
  const known = readManifest(path);
  if (known !== undefined) {
    await checkManifest(client, known, path);
    return known;
  }
  const block = await getBlockNumber(client);
  const named = deploymentId === undefined ? {} : { deploymentId };
  const located: Located = await connection.ignition.deploy(venueModule(verifiers), { parameters, ...named });
  const manifest = await manifestOf(client, located, verifiers, block);
  writeManifest(path, manifest);
  return manifest;
}
