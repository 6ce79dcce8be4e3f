import type { Address } from "viem";
import { readArtifact } from "./artifacts.ts";
import { type DeployClients, deployOne } from "./deploy-one.ts";

/** The contracts that every venue of a chain can use: neither has an owner, holds anything or knows a gate. */
export interface SharedContracts {
  /** Mandates of all accounts, gate by gate. */
  readonly mandateBook: Address;
  /** Sends changes of many accounts in one transaction. */
  readonly batchRelay: Address;
}

/**
 * Deploys what a chain needs once, for operators and relayers.
 *
 * @throws DeploymentError when a transaction fails
 * @example const { mandateBook, batchRelay } = await deployShared({ read, wallet });
 */
export async function deployShared(clients: DeployClients): Promise<SharedContracts> {
  const { address: mandateBook } = await deployOne(clients, readArtifact("MandateBook"), []);
  const { address: batchRelay } = await deployOne(clients, readArtifact("BatchRelay"), []);
  return { mandateBook, batchRelay };
}
