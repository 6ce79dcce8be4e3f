import type {} from "@nomicfoundation/hardhat-ignition-viem";
import type {} from "@nomicfoundation/hardhat-viem";
import type { DeploymentParameters } from "@nomicfoundation/ignition-core";
import type { NetworkConnection } from "hardhat/types/network";
import type { Hex } from "viem";
import { getBlockNumber, getChainId } from "viem/actions";
import { holdsDevelopmentKey } from "../../contracts/deploy/development-key.ts";
import { BallastError } from "../../model/errors.ts";
import { isLocalChain } from "../../verifier/development-key.ts";
import type { AnyClient } from "../viem/types.ts";
import type { BuildGovernance } from "./build-governance.ts";
import { describeVenue, type Located } from "./describe-venue.ts";
import { checkManifest, readManifest, type VenueManifest, writeManifest } from "./manifest.ts";
import { type VenueVerifiers, venueModule } from "./venue-module.ts";

/** What a deployment needs besides a connection. */
export type DeployVenue = Omit<VenueVerifiers, "governance"> & {
  /** A timelock that gets every ownership at the end, and the first policy; the deployer is then the owner until it is handed over. */
  readonly governance?: Omit<BuildGovernance, "deployer">;
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
  const found = named.find(({ artifact }) => holdsDevelopmentKey({ bytecode: artifact.bytecode as Hex }));
  if (found === undefined) return;
  const details = "Use keys of a real ceremony, or a local chain (31337 or 1337).";
  const what = `${found.bookClass}: its key is for development and chain ${chain} is not.`;
  throw new BallastError("BAL-509", what, { details });
};

/** The governance with its deployer, the account that Ignition sends from. */
const governedBy = async (
  { viem }: Pick<NetworkConnection, "viem">,
  governance: DeployVenue["governance"],
): Promise<Pick<VenueVerifiers, "governance">> => {
  const [sender] = governance === undefined ? [] : await viem.getWalletClients();
  if (governance === undefined || sender === undefined) return {};
  return { governance: { ...governance, deployer: sender.account.address } };
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
  { parameters, manifest: path, deploymentId, governance, ...verifiers }: DeployVenue,
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
  const module = venueModule({ ...verifiers, ...(await governedBy(connection, governance)) });
  const located: Located = await connection.ignition.deploy(module, { parameters, ...named });
  const manifest = await describeVenue(client, located, verifiers, block);
  writeManifest(path, manifest);
  return manifest;
}
