import type { Account, Chain, PublicClient, Transport, WalletClient } from "viem";
import type { ContractArtifact } from "./compile-verifier.ts";
import { DeploymentError } from "./config.ts";

/** The two clients of a deployment: one that reads, one that signs for the deployer. */
export interface DeployClients {
  readonly read: PublicClient;
  readonly wallet: WalletClient<Transport, Chain, Account>;
}

/**
 * Deploys one contract and waits for it.
 *
 * @throws DeploymentError when the transaction fails
 * @example const { address } = await deployOne(clients, readArtifact("PoseidonT6"), []);
 */
export async function deployOne(clients: DeployClients, artifact: ContractArtifact, args: readonly unknown[]) {
  const { abi, bytecode } = artifact;
  const hash = await clients.wallet.deployContract({ abi, bytecode, args: [...args] });
  const receipt = await clients.read.waitForTransactionReceipt({ hash });
  const { status, contractAddress } = receipt;
  if (status !== "success" || !contractAddress) throw new DeploymentError(`${artifact.contractName} was not deployed`);
  return { address: contractAddress, block: receipt.blockNumber };
}
