import { type Abi, type Address, type Hex, maxUint256 } from "viem";
import { readArtifact } from "../../../contracts/deploy/artifacts.ts";
import { type ContractArtifact, compileVerifier } from "../../../contracts/deploy/compile-verifier.ts";
import type { Deployment, DeploymentConfig } from "../../../contracts/deploy/config.ts";
import { deployBallast } from "../../../contracts/deploy/deploy.ts";
import { newChain, type TestChain, type Wallet } from "./chain.ts";
import { samplePolicy } from "./policies.ts";
import { type MarketUpdate, marketOf, type Report, signReport } from "./reports.ts";
import { type ToyKeys, toyKeys } from "./toy-keys.ts";

/** Grid of the test venue: epochs of an hour. */
export const HOUR = 3_600n;
export const GRACE = 600n;
export const EXPIRY = 2n * HOUR;
export const NOTICE = 86_400n;
export const TIGHTEN_NOTICE = 43_200n;
export const GUARDIAN_LIMIT = 172_800;
export const NOTICES = { tighten: TIGHTEN_NOTICE, loosen: NOTICE } as const;

/** Ages and trades of the test venue. */
export const RULES = {
  refreshEvery: 3n,
  grace: 2n,
  defaultAfter: 4n,
  maxMaintenance: 2,
  tradesPerEpoch: 2,
} as const;

/** Timing of the test venue, but for its start. */
const TIMING = {
  length: HOUR,
  grace: GRACE,
  expiry: EXPIRY,
  coolDown: 3n,
  sequencerGrace: 0n,
} as const;

/** What an epoch may have of its own. */
export type EpochParts = Partial<Pick<Report, "marketRoot" | "sheetRoot"> & Pick<MarketUpdate, "hints">>;

/** A venue on a fresh chain: wallets by role, tokens, and short forms for what tests do all the time. */
export interface Venue extends Deployment {
  readonly chain: TestChain;
  readonly owner: Wallet;
  readonly desk: Wallet;
  readonly maker: Wallet;
  readonly publishers: readonly Wallet[];
  readonly guardian: Wallet;
  readonly start: bigint;
  readonly cash: Address;
  readonly tokens: readonly [Address, Address];
  readonly keys: ToyKeys;
  readonly otherKeys: ToyKeys;
  /** Calls a contract by name and address; `from` sends a transaction. */
  write(from: Wallet, contract: string, address: Address, fn: string, args: readonly unknown[]): Promise<Receipt>;
  get<T>(contract: string, address: Address, fn: string, args?: readonly unknown[]): Promise<T>;
  /** Moves to the epoch's boundary if it is ahead and publishes its market and its sheet; returns the epoch's number. */
  publish(epoch: bigint, tier?: number, parts?: EpochParts): Promise<bigint>;
  /** Moves to the epoch's boundary if it is ahead and publishes its market alone. */
  publishMarket(over: Partial<MarketUpdate> & { epoch: bigint }): Promise<Receipt>;
}

/** What tests look at in a receipt. */
export interface Receipt {
  readonly transactionHash: Hex;
  readonly gasUsed: bigint;
  readonly blockNumber: bigint;
  readonly logs: readonly { address: Address; topics: readonly Hex[]; data: Hex }[];
}

/** Base units of a lot of each collateral token. */
export const LOTS = [10n ** 15n, 10n ** 4n] as const;

const TOKENS = "test/contracts/support/OddTokens.sol/OddToken.json";
const HELPERS = "test/contracts/support/Helpers.sol";
const FEEDS = "test/contracts/support/ScriptedFeed.sol";
const MOCK_SIZE_VERIFIER = "contracts/integration/mocks/MockSizeVerifier.sol/MockSizeVerifier.json";
const ANY_MARKET = "test/contracts/support/AnyMarket.sol/AnyMarket.json";

/** ABI of a contract by name; the odd token of the tests included. */
export const abiOf = (contract: string): Abi => testArtifact(contract).abi;

const ownFiles: Readonly<Record<string, string>> = {
  OddToken: TOKENS,
  ContractWallet: `${HELPERS}/ContractWallet.json`,
  Listener: `${HELPERS}/Listener.json`,
  Failing: `${HELPERS}/Failing.json`,
  Garbling: `${HELPERS}/Garbling.json`,
  Burning: `${HELPERS}/Burning.json`,
  Silent: `${HELPERS}/Silent.json`,
  OddSigner: `${HELPERS}/OddSigner.json`,
  OddGate: `${HELPERS}/OddGate.json`,
  TurncoatBook: `${HELPERS}/TurncoatBook.json`,
  ScriptedFeed: `${FEEDS}/ScriptedFeed.json`,
  ScriptedProxy: `${FEEDS}/ScriptedProxy.json`,
  AnyMarket: ANY_MARKET,
  Directions: "test/contracts/support/Directions.sol/Directions.json",
  Words: "test/contracts/support/Words.sol/Words.json",
  MockSizeVerifier: MOCK_SIZE_VERIFIER,
  WiredPair: "contracts/integration/WiredPair.sol/WiredPair.json",
};

/** Artifact of a contract of the project or of the tests. */
export const testArtifact = (contract: string): ContractArtifact =>
  contract in ownFiles ? readArtifact(contract, ownFiles[contract]) : readArtifact(contract);

/** Deploys an artifact and returns its address. */
export async function deployArtifact(chain: TestChain, artifact: ContractArtifact, args: readonly unknown[]) {
  const from = chain.wallets[0];
  if (from === undefined) throw new Error("no wallet");
  const { abi, bytecode } = artifact;
  const hash = await from.deployContract({ abi, bytecode, args: [...args] });
  const { contractAddress } = await chain.read.getTransactionReceipt({ hash });
  if (!contractAddress) throw new Error(`${artifact.contractName} was not deployed`);
  return contractAddress;
}

/** Deploys a token with switchable habits. */
export const deployToken = (chain: TestChain, symbol: string): Promise<Address> =>
  deployArtifact(chain, testArtifact("OddToken"), [symbol]);

/** Sends transactions to contracts by name and address, simulated first. */
export const writerOf =
  (chain: TestChain): Venue["write"] =>
  async (from, contract, address, functionName, args) => {
    const request = { abi: abiOf(contract), address, functionName, args: [...args], account: from.account };
    await chain.read.simulateContract(request);
    const hash = await from.writeContract(request);
    return chain.read.getTransactionReceipt({ hash });
  };

/** Reads contracts by name and address. */
export const readerOf =
  (chain: TestChain): Venue["get"] =>
  async <T>(contract: string, address: Address, functionName: string, args: readonly unknown[] = []) =>
    (await chain.read.readContract({ abi: abiOf(contract), address, functionName, args: [...args] })) as T;

/** Compiled verifier of toy keys. */
export const verifierOf = (keys: ToyKeys): ContractArtifact =>
  compileVerifier(keys.vkey, "ToyVerifier", ".ballast/contracts/verifiers");

/** Compiled verifier of toy keys for markets. */
export const marketVerifierOf = async (): Promise<ContractArtifact> => {
  const { vkey } = await toyKeys("market", "eight-inputs");
  return compileVerifier(vkey, "ToyMarketVerifier", ".ballast/contracts/verifiers");
};

/** Overrides of a test venue. */
export type Overrides = Partial<Omit<DeploymentConfig, "market" | "rules" | "timing">> & {
  readonly market?: Partial<DeploymentConfig["market"]>;
  readonly rules?: Partial<DeploymentConfig["rules"]>;
  readonly timing?: Partial<DeploymentConfig["timing"]>;
  /** Words of a market's proof for its eight public inputs, for a venue whose verifier asks for one; zeros unless told. */
  readonly proveMarket?: (inputs: readonly bigint[]) => readonly bigint[];
  /** Whether epoch 1 is published; it is unless told. */
  readonly firstEpoch?: boolean;
};

/** Markets without feeds, whose proofs are all taken: for tests that are not about markets, and for local chains only. */
export const anyMarkets = (): DeploymentConfig["market"] => ({
  feeds: [],
  modelRoot: 3n,
  firstRoot: 4n,
  firstPrices: [],
  verifier: { artifact: testArtifact("AnyMarket"), development: true },
});

/** The configuration of the test venue. */
export function configOf(
  base: { owner: Address; cash: Address; tokens: readonly [Address, Address]; publishers: readonly Address[] },
  start: bigint,
  verifiers: DeploymentConfig["verifiers"],
  over: Overrides,
): DeploymentConfig {
  const { market, rules, timing, ...rest } = over;
  return {
    owner: base.owner,
    cashToken: base.cash,
    collateral: base.tokens.map((token, k) => ({ token, lot: LOTS[k] ?? 1n })),
    verifiers,
    timing: { ...TIMING, start, ...timing },
    market: { ...anyMarkets(), ...market },
    rules: { ...RULES, ...rules },
    ...(over.fund === undefined ? { defaultFund: "0x00000000000000000000000000000000000fafaf" } : {}),
    notices: NOTICES,
    guardianLimit: GUARDIAN_LIMIT,
    publishers: base.publishers,
    threshold: 2n,
    routerNotice: NOTICE,
    ...rest,
  };
}

/**
 * A deployed venue with two desks that hold tokens and allowances, a policy and epoch 1 published.
 * @param onChain the chain to deploy on; a fresh one unless told
 * @example const venue = await newVenue({ rules: { tradesPerEpoch: 5 } })
 */
export async function newVenue(
  { proveMarket, firstEpoch = true, ...over }: Overrides = {},
  onChain?: TestChain,
): Promise<Venue> {
  const chain = onChain ?? (await newChain());
  const [owner, desk, maker, p1, p2, p3, guardian] = chain.wallets as [
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
  ];
  const [keys, otherKeys] = [await toyKeys("desk-8"), await toyKeys("desk-16")];
  const cash = await deployToken(chain, "USD");
  const tokens = [await deployToken(chain, "BTC"), await deployToken(chain, "ETH")] as const;
  const start = (await chain.now()) + 1_000n;
  const verifiers: DeploymentConfig["verifiers"] = [
    { bookClass: "desk-8", artifact: verifierOf(keys), development: true },
    { bookClass: "desk-16", artifact: verifierOf(otherKeys), development: true },
  ];
  const publishers = [p1, p2, p3].sort((a, b) => (BigInt(a.account.address) < BigInt(b.account.address) ? -1 : 1));
  const addresses = publishers.map((wallet) => wallet.account.address);
  const base = { owner: owner.account.address, cash, tokens, publishers: addresses };
  const config = configOf(base, start, verifiers, { guardian: guardian.account.address, ...over });
  const deployment = await deployBallast({ read: chain.read, wallet: owner }, config);
  const write = writerOf(chain);
  const get = readerOf(chain);
  if (config.policy === undefined)
    await write(owner, "PolicyRegistry", deployment.policies, "propose", [samplePolicy(), samplePolicy()]);
  for (const [name, address] of Object.entries({ SizingGate: deployment.gate, VerifierRouter: deployment.router }))
    await write(guardian, name, address, "acceptGuardian", []);
  for (const holder of [desk, maker]) {
    for (const token of [cash, ...tokens]) {
      await write(owner, "OddToken", token, "mint", [holder.account.address, 10n ** 30n]);
      await write(holder, "OddToken", token, "approve", [deployment.vault, maxUint256]);
    }
  }
  const proven = async (market: MarketUpdate): Promise<MarketUpdate> => {
    if (proveMarket === undefined) return market;
    const ask = (name: string, args: readonly unknown[] = []) =>
      get<readonly unknown[]>("MarketRegistry", deployment.market, name, args);
    const [, previousRoot] = (await ask("marketHead")) as readonly [bigint, bigint];
    const [bars] = (await ask("previewBars", [market.epoch, market.hints])) as readonly [readonly bigint[]];
    const { tier, marketRoot } = market;
    return {
      ...market,
      proof: proveMarket([BigInt(tier), previousRoot, marketRoot, config.market.modelRoot, ...bars]),
    };
  };
  const publishMarket: Venue["publishMarket"] = async (over) => {
    const boundary = start + over.epoch * HOUR;
    if ((await chain.now()) < boundary) await chain.goTo(boundary);
    const market = await proven(marketOf(over));
    return write(owner, "MarketRegistry", deployment.market, "publishMarket", [market]);
  };
  const publish: Venue["publish"] = async (epoch, tier = 0, { hints, ...roots } = {}) => {
    const { marketRoot } = roots;
    const own = { ...(marketRoot === undefined ? {} : { marketRoot }), ...(hints === undefined ? {} : { hints }) };
    await publishMarket({ epoch, tier, ...own });
    const signers = publishers.slice(0, 2);
    const signed = await signReport(deployment.market, deployment.chainId, signers, { epoch, ...roots });
    await write(owner, "MarketRegistry", deployment.market, "publishSheet", [signed.report, signed.signatures]);
    return epoch;
  };
  if (firstEpoch) await publish(1n);
  const roles = { chain, owner, desk, maker, publishers, guardian, start, cash, tokens, keys, otherKeys };
  return { ...deployment, ...roles, write, get, publish, publishMarket };
}
