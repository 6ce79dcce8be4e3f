import { type Address, zeroAddress } from "viem";
import { readArtifact } from "./artifacts.ts";
import { type Deployment, DeploymentError } from "./config.ts";
import { type DeployClients, deployOne } from "./deploy-one.ts";
import {
  executeCall,
  type GovernanceConfig,
  type GovernedCall,
  governanceFault,
  handOverCalls,
  scheduleCall,
  timelockBatch,
} from "./timelock.ts";

/** The venue's contracts that have an owner; the default key's and the linear rows' where there are such. */
const ownedBy = ({
  policies,
  market,
  router,
  gate,
  defaultKey,
  rows,
}: Deployment): readonly (readonly [string, Address])[] => [
  ["PolicyRegistry", policies],
  ["MarketRegistry", market],
  ["VerifierRouter", router],
  ["SizingGate", gate],
  ...(defaultKey === undefined ? [] : [["DefaultKey", defaultKey] as const]),
  ...(rows === undefined ? [] : [["LinearRows", rows] as const]),
];

const send = async ({ read, wallet }: DeployClients, { to, data }: GovernedCall): Promise<void> => {
  const hash = await wallet.sendTransaction({ to, data });
  const { status } = await read.waitForTransactionReceipt({ hash });
  if (status !== "success") throw new DeploymentError(`a call to ${to} failed; the venue is not handed over yet`);
};

const offer = async (clients: DeployClients, venue: Deployment, timelock: Address): Promise<void> => {
  for (const [name, address] of ownedBy(venue)) {
    const { abi } = readArtifact(name);
    const call = { abi, address, functionName: "transferOwnership", args: [timelock] };
    const hash = await clients.wallet.writeContract(call);
    await clients.read.waitForTransactionReceipt({ hash });
  }
};

const checkOwners = async ({ read }: DeployClients, venue: Deployment, timelock: Address): Promise<void> => {
  for (const [name, address] of ownedBy(venue)) {
    const owner = await read.readContract({
      abi: readArtifact(name).abi,
      address,
      functionName: "owner",
    });
    if (`${owner}`.toLowerCase() !== timelock.toLowerCase())
      throw new DeploymentError(`${name}: its owner is ${owner}, not the timelock`);
  }
};

/**
 * Hands a venue over to a timelock of its own: deploys it, offers it every ownership, and lets it accept them, give
 * out its roles, take the deployer's and set its delay, all in one batch. Afterwards the deployer has no right left that
 * `governance` does not name, and the timelock is its own only admin. Propose the first policy before.
 *
 * @throws DeploymentError when the governance is not sound, the deployer is not the owner, or a transaction fails: the
 *   venue then still belongs to the deployer, who calls again
 * @example const timelock = await handOver(clients, venue, { delay: 172_800n, proposers: [safe], executors: [zeroAddress], cancellers: [safe] });
 */
export async function handOver(
  clients: DeployClients,
  venue: Deployment,
  governance: GovernanceConfig,
): Promise<Address> {
  const gate = { abi: readArtifact("SizingGate").abi, address: venue.gate };
  const limit = await clients.read.readContract({ ...gate, functionName: "GUARDIAN_LIMIT" });
  const fault = governanceFault(governance, Number(limit));
  if (fault !== undefined) throw new DeploymentError(`governance.${fault}`);
  const deployer = clients.wallet.account.address;
  const args = [0n, [deployer], [deployer], zeroAddress];
  const { address: timelock } = await deployOne(clients, readArtifact("TimelockController"), args);
  await offer(clients, venue, timelock);
  const owned = ownedBy(venue).map(([, address]) => address);
  const batch = timelockBatch(handOverCalls(timelock, owned, deployer, governance));
  await send(clients, scheduleCall(timelock, batch, 0n));
  await send(clients, executeCall(timelock, batch));
  await checkOwners(clients, venue, timelock);
  return timelock;
}
