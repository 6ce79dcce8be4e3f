import { type Address, getContractAddress, zeroAddress, zeroHash } from "viem";
import { isLocalChain } from "../../verifier/development-key.ts";
import { policyRegistryAbi } from "../generated/abi.ts";
import { bookClasses, bookMoves } from "../generated/classes.ts";
import { readArtifact } from "./artifacts.ts";
import type { ContractArtifact } from "./compile-verifier.ts";
import { type Deployment, type DeploymentConfig, DeploymentError, type MoveVerifierConfig } from "./config.ts";
import { type DeployClients, deployOne } from "./deploy-one.ts";
import { holdsDevelopmentKey } from "./development-key.ts";
import { handOver } from "./hand-over.ts";
import { governanceFault } from "./timelock.ts";

export type { DeployClients } from "./deploy-one.ts";

const checkConfig = (config: DeploymentConfig, chainId: number): void => {
  if (config.verifiers.length === 0) throw new DeploymentError("verifiers: none given; name at least one class");
  if (config.collateral.length > 4) throw new DeploymentError("collateral: more than four assets; drop some");
  if (config.market.feeds.length > 8) throw new DeploymentError("market.feeds: more than eight; drop some");
  if (config.market.firstPrices.length > 8) throw new DeploymentError("market.firstPrices: more than eight; drop some");
  checkFund(config);
  checkKeys(config, chainId);
  for (const move of config.moves ?? []) routeOf(move);
  checkGovernance(config);
};

/** The router's number of a move. Throws DeploymentError on a pair of classes that no book moves between. */
const routeOf = ({ from, to }: MoveVerifierConfig): number => {
  const found = bookMoves.find((move) => move.from === from && move.to === to);
  if (found !== undefined) return found.route;
  throw new DeploymentError(`moves: no book moves from ${from} to ${to}; drop it`);
};

/** A timelock cannot propose the first policy without waiting, so it comes with it. */
const checkGovernance = ({ governance, policy, guardianLimit }: DeploymentConfig): void => {
  if (governance === undefined) return;
  const fault = governanceFault(governance, guardianLimit);
  if (fault !== undefined) throw new DeploymentError(`governance.${fault}`);
  if (policy === undefined) throw new DeploymentError("policy: none given; the timelock would wait to propose it");
};

/** One fund, and nobody leaves it between an account's last proof and its default. */
const checkFund = ({ rules, defaultFund, fund, timing }: DeploymentConfig): void => {
  if ((defaultFund === undefined) === (fund === undefined))
    throw new DeploymentError("fund: give either its terms, or defaultFund");
  const known = (rules.refreshEvery + rules.grace + rules.defaultAfter + 1n) * timing.length;
  if (fund !== undefined && fund.notice < known)
    throw new DeploymentError(`fund.notice: below the ${known} seconds from a last proof to a default; give more`);
};

/** Keys whose trapdoor is known stay on local chains, whatever the configuration says of them. */
const checkKeys = (config: DeploymentConfig, chainId: number): void => {
  const moves = (config.moves ?? []).map((move) => ({ ...move, bookClass: `class-move-${move.from}-${move.to}` }));
  const rows = config.rows === undefined ? [] : [{ ...config.rows.verifier, bookClass: "row-void" }];
  const keys = [...config.verifiers, ...moves, ...rows, { ...config.market.verifier, bookClass: "market-update" }];
  const marked = keys.find(({ development, artifact }) => development || holdsDevelopmentKey(artifact));
  if (marked !== undefined && !isLocalChain(BigInt(chainId))) {
    const remedy = "use keys of a real ceremony, or a local chain (31337 or 1337)";
    throw new DeploymentError(`${marked.bookClass}: its key is for development and chain ${chainId} is not; ${remedy}`);
  }
};

/** The chain both clients are on: what the reader says decides nothing about a chain that the wallet does not send to. */
const commonChain = async ({ read, wallet }: DeployClients): Promise<number> => {
  const [reads, signs] = [await read.getChainId(), await wallet.getChainId()];
  if (reads === signs) return reads;
  throw new DeploymentError(`the reader is on chain ${reads}, the wallet on chain ${signs}; give both the same node`);
};

const deployVerifiers = async (
  clients: DeployClients,
  verifiers: readonly { readonly artifact: ContractArtifact }[],
): Promise<Address[]> => {
  const addresses: Address[] = [];
  for (const { artifact } of verifiers) addresses.push((await deployOne(clients, artifact, [])).address);
  return addresses;
};

/** Every class that a verifier serves or a move leads from or to, each once. */
const classesOf = ({ verifiers, moves = [] }: DeploymentConfig) => {
  const names = [...verifiers.map(({ bookClass }) => bookClass), ...moves.flatMap(({ from, to }) => [from, to])];
  return [...new Set(names)].map((name) => bookClasses[name]);
};

/** What voids epochs, before the registry that obeys it; nothing where the configuration states no rows. */
const deployRows = async (
  clients: DeployClients,
  { owner, notices, rows }: DeploymentConfig,
  poseidon: Address,
): Promise<Pick<Deployment, "rows" | "rowVerifier">> => {
  if (rows === undefined) return {};
  const { address: rowVerifier } = await deployOne(clients, rows.verifier.artifact, []);
  const subjects = [0n, ...rows.terms.map((terms) => terms % 2n ** 32n)];
  const args = [owner, rowVerifier, poseidon, notices.loosen, subjects, [rows.gridRoot, ...rows.terms]];
  return { rows: (await deployOne(clients, readArtifact("LinearRows"), args)).address, rowVerifier };
};

/** Deploys the market's verifier and the registry that asks it. */
const deployMarket = async (
  clients: DeployClients,
  config: DeploymentConfig,
  policies: Address,
  poseidon: Address,
  voider: Address,
) => {
  const { feeds, sequencer, modelRoot, firstRoot, firstPrices, verifier } = config.market;
  const { address: marketVerifier } = await deployOne(clients, verifier.artifact, []);
  const setup = {
    owner: config.owner,
    policies,
    poseidon,
    timing: config.timing,
    notices: config.notices,
    rules: config.rules,
    sequencer: sequencer ?? zeroAddress,
    feeds,
    modelRoot,
    firstRoot,
    firstPrices: Array.from({ length: 8 }, (_, factor) => firstPrices[factor] ?? 1n),
    verifier: marketVerifier,
    voider,
    publishers: [...config.publishers].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
    threshold: config.threshold,
  };
  const { address: market } = await deployOne(clients, readArtifact("MarketRegistry"), [setup]);
  return { market, marketVerifier };
};

const officeOf = ({ guardian, guardianLimit }: DeploymentConfig) => ({
  nominee: guardian ?? zeroAddress,
  limit: guardianLimit,
});

/** Vault, gate and fund name each other, so their addresses are computed from the deployer's next nonces. */
const deployVaultAndGate = async (
  clients: DeployClients,
  config: DeploymentConfig,
  wired: Pick<Deployment, "poseidon" | "market" | "router">,
) => {
  const from = clients.wallet.account.address;
  const nonce = await clients.read.getTransactionCount({ address: from, blockTag: "pending" });
  const at = (step: bigint): Address => getContractAddress({ from, nonce: BigInt(nonce) + step });
  const collateral = Array.from({ length: 4 }, (_, k) => config.collateral[k] ?? { token: zeroAddress, lot: 0n });
  const vault = await deployOne(clients, readArtifact("CollateralVault"), [at(1n), config.cashToken, collateral]);
  const { listener = zeroAddress, defaultFund: fund = at(2n) } = config;
  const wiring = { ...wired, vault: vault.address, listener, defaultFund: fund };
  const gateArgs = [config.owner, officeOf(config), wiring, classesOf(config)];
  const gate = await deployOne(clients, readArtifact("SizingGate"), gateArgs);
  return { vault: vault.address, gate: gate.address, block: gate.block, fund };
};

/** The fund at the address that the gate names, where the configuration named none. */
const deployFund = async (
  clients: DeployClients,
  { fund }: DeploymentConfig,
  { gate, vault, market, key }: { gate: Address; vault: Address; market: Address; key: Address },
): Promise<void> => {
  if (fund !== undefined) await deployOne(clients, readArtifact("DefaultFund"), [gate, vault, market, key, fund]);
};

/** What names the default key, deployed before everything that must follow itself directly. */
const deployKey = async (clients: DeployClients, { owner, routerNotice, fund }: DeploymentConfig): Promise<Address> => {
  if (fund === undefined) return zeroAddress;
  const args = [owner, routerNotice, fund.defaultKey ?? zeroHash];
  return (await deployOne(clients, readArtifact("DefaultKey"), args)).address;
};

const proposeFirst = async (
  { read, wallet }: DeployClients,
  policies: Address,
  policy: NonNullable<DeploymentConfig["policy"]>,
): Promise<void> => {
  const call = { abi: policyRegistryAbi, address: policies, functionName: "propose", args: [policy, policy] } as const;
  await read.waitForTransactionReceipt({ hash: await wallet.writeContract(call) });
};

/**
 * Deploys a venue: hash, registries, verifiers, router, vault, gate and default fund, wired for good. The first policy is
 * proposed here if it is given, else by the owner afterwards; the guardian, if one is named, accepts its office at gate and
 * router. With `governance`, for which the deployer must be the owner, everything that has an owner then belongs to a
 * timelock.
 * The deployer must send nothing else meanwhile: the gate's address is computed from its nonce.
 * @throws DeploymentError when a development key (by its mark or by its code) meets a chain that is not local, the clients
 *   are on different chains, or a transaction fails
 * @example const venue = await deployBallast({ read, wallet }, config)
 */
export async function deployBallast(clients: DeployClients, config: DeploymentConfig): Promise<Deployment> {
  const chainId = await commonChain(clients);
  checkConfig(config, chainId);
  const { address: poseidon } = await deployOne(clients, readArtifact("PoseidonT6"), []);
  const policyArgs = [config.owner, config.notices, poseidon];
  const { address: policies } = await deployOne(clients, readArtifact("PolicyRegistry"), policyArgs);
  const linear = await deployRows(clients, config, poseidon);
  const voider = linear.rows ?? zeroAddress;
  const { market, marketVerifier } = await deployMarket(clients, config, policies, poseidon, voider);
  const moves = config.moves ?? [];
  const verifiers = await deployVerifiers(clients, config.verifiers);
  const moveVerifiers = await deployVerifiers(clients, moves);
  const served = [...config.verifiers.map(({ bookClass }) => bookClasses[bookClass].class), ...moves.map(routeOf)];
  const routerArgs = [config.owner, officeOf(config), config.routerNotice, served, [...verifiers, ...moveVerifiers]];
  const { address: router } = await deployOne(clients, readArtifact("VerifierRouter"), routerArgs);
  const key = await deployKey(clients, config);
  const { vault, gate, block, fund } = await deployVaultAndGate(clients, config, { poseidon, market, router });
  await deployFund(clients, config, { gate, vault, market, key });
  const wired = { poseidon, policies, market, marketVerifier, verifiers, moveVerifiers, router, vault, gate, fund };
  const venue = { chainId, block, ...wired, ...linear, ...(key === zeroAddress ? {} : { defaultKey: key }) };
  if (config.policy !== undefined) await proposeFirst(clients, policies, config.policy);
  if (config.governance === undefined) return venue;
  return { ...venue, timelock: await handOver(clients, venue, config.governance) };
}
