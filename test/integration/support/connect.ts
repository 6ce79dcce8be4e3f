/** A chain of its own with the plugins that an integrator's project has. */
import ignitionViem from "@nomicfoundation/hardhat-ignition-viem";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { ensureBuilt } from "../../contracts/support/chain.ts";

/** One of the node's own wallets. */
export async function walletOf(connection: NetworkConnection, index: number) {
  const wallet = (await connection.viem.getWalletClients())[index];
  if (wallet === undefined) throw new Error(`the node has no wallet ${index}`);
  return wallet;
}

/** A connection to a fresh chain; 31337 unless told. */
export async function connect(chainId = 31_337): Promise<NetworkConnection> {
  await ensureBuilt();
  const hre = await createHardhatRuntimeEnvironment({
    plugins: [hardhatViem, ignitionViem],
    networks: { default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka", chainId } },
  });
  return hre.network.create();
}

/** A connection to a node by its address, as a deployment has; Ignition keeps its record in the folder. */
export async function connectTo(url: string, folder: string): Promise<NetworkConnection> {
  await ensureBuilt();
  const hre = await createHardhatRuntimeEnvironment({
    plugins: [hardhatViem, ignitionViem],
    paths: { ignition: folder },
    networks: { default: { type: "http", url } },
  });
  return hre.network.create();
}
