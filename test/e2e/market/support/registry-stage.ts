/** A registry with real feeds and the real verifier on a chain of its own, and a clock that walks through days of prices. */
import { readFileSync } from "node:fs";
import { type Address, zeroAddress } from "viem";
import { readArtifact } from "../../../../contracts/deploy/artifacts.ts";
import { type ContractArtifact, compileVerifier } from "../../../../contracts/deploy/compile-verifier.ts";
import type { VerificationKey } from "../../../../contracts/deploy/render-verifier.ts";
import { FACTORS } from "../../../../model/classes.ts";
import { at, times } from "../../../../model/integers.ts";
import { marketRoot } from "../../../../model/market.ts";
import { modelRoot } from "../../../../model/market-model.ts";
import { loadArtifacts } from "../../../../prover/artifacts/load.ts";
import type { ChainClients } from "../../../../prover/chain/submit.ts";
import { MARKET_CIRCUIT } from "../../../../prover/market/market-circuit.ts";
import { type RegistryFacts, readRegistry } from "../../../../prover/market/read-registry.ts";
import { newChain, type TestChain, type Wallet } from "../../../contracts/support/chain.ts";
import { deployArtifact } from "../../../contracts/support/venue.ts";
import type { Stretch } from "./history.ts";

export const DAY = 86_400n;
/** Seconds in which a feed must speak after a boundary. */
export const HEARTBEAT = 7_200n;
/** Publications that a tier is held for. */
export const COOL_DOWN = 3n;

/** One feed of the stage. */
export interface StageFeed {
  readonly address: Address;
  /** Adds a round with the time of its block, one second after the last block. */
  post(price: bigint): Promise<void>;
}

/** A deployed registry and the means to move it. */
export interface RegistryStage {
  readonly chain: TestChain;
  readonly registry: Address;
  readonly facts: RegistryFacts;
  readonly feeds: readonly StageFeed[];
  readonly stretch: Stretch;
  /** Clients of one of the chain's accounts; 0 deployed everything. */
  clients(index: number): ChainClients;
  /** The second at which an epoch is due. */
  boundary(epoch: bigint): bigint;
  /**
   * Lives through a day of the stretch, 0 the first: high and low as rounds during the day, each followed by a poke when
   * asked, and the close as the first round after the boundary of epoch day + 1.
   */
  play(day: number, options?: { readonly poke?: boolean; readonly silent?: readonly number[] }): Promise<bigint>;
}

const FEED = "scripts/demo/contracts/PriceFeed.sol/PriceFeed.json";
/** Feeds state eight decimals, prices are micro-quote. */
const DECIMALS = 8;
const SCALE = 100n;

/** The contract that verifies the built key. */
export async function marketVerifier(): Promise<ContractArtifact> {
  const { paths } = await loadArtifacts(MARKET_CIRCUIT);
  const vkey = JSON.parse(readFileSync(paths.vkey, "utf8")) as VerificationKey;
  return compileVerifier(vkey, "MarketUpdateF8Verifier", ".ballast/contracts/verifiers");
}

/** What a stage may have of its own. */
export interface StageOptions {
  readonly chain?: TestChain;
  readonly sequencer?: Address;
  /** Basis points; 0 is off. */
  readonly deviation?: number;
  /** Seconds that another feed waits; a week unless told. */
  readonly loosen?: bigint;
  /** Deploys the feed of a factor in the stead of one that only ever says prices. */
  readonly feedAt?: (f: number) => Promise<StageFeed | undefined>;
  /** False puts some other contract in the verifier's place, whose own code refuses every chain that is not local. */
  readonly provable?: boolean;
}

/** Deploys feeds, verifier and registry for a stretch of history. Epoch 1 is due when the stretch's first day is over. */
export async function openRegistryStage(stretch: Stretch, options: StageOptions = {}): Promise<RegistryStage> {
  const chain = options.chain ?? (await newChain());
  const owner = at(chain.wallets, 0);
  const feeds = await deployFeeds(chain, owner, stretch.symbols.length, options.feedAt);
  // A registry asks for a round and the one before it.
  for (const [f, feed] of feeds.entries()) {
    for (let round = 0; round < 2; round++) await feed.post(at(stretch.first.factors, f).price);
  }
  // Epoch 0 begins before the deployment, so that a runner begins with 1.
  const start = await chain.now();
  const registry = await deployRegistry(chain, stretch, feeds, start, options);
  const clients = (index: number): ChainClients => ({ read: chain.read, wallet: at(chain.wallets, index) as never });
  const facts = await readRegistry(chain.read, registry);
  const boundary = (epoch: bigint): bigint => start + epoch * DAY;
  const poke = async (): Promise<void> => {
    const { abi } = readArtifact("MarketRegistry");
    await owner.writeContract({ abi, address: registry, functionName: "poke", args: [] });
  };
  const play: RegistryStage["play"] = async (day, { poke: pokes = true, silent = [] } = {}) => {
    const { bars } = at(stretch.days, day);
    const epoch = BigInt(day) + 1n;
    const speak = async (time: bigint, price: (f: number) => bigint): Promise<void> => {
      await chain.goTo(time);
      for (const [f, feed] of feeds.entries()) if (!silent.includes(f)) await feed.post(price(f));
    };
    for (const [hour, side] of [
      [6n, "high"],
      [12n, "low"],
    ] as const) {
      await speak(boundary(epoch - 1n) + hour * 3_600n, (f) => at(bars, f)[side]);
      if (pokes) await poke();
    }
    await speak(boundary(epoch), (f) => at(bars, f).price);
    return epoch;
  };
  return { chain, registry, facts, feeds, stretch, clients, boundary, play };
}

async function deployFeeds(
  chain: TestChain,
  owner: Wallet,
  count: number,
  feedAt: StageOptions["feedAt"],
): Promise<StageFeed[]> {
  const artifact = readArtifact("PriceFeed", FEED);
  const feeds: StageFeed[] = [];
  for (let f = 0; f < count; f++) {
    const other = await feedAt?.(f);
    if (other !== undefined) {
      feeds.push(other);
      continue;
    }
    const address = await deployArtifact(chain, artifact, [DECIMALS]);
    const post = async (price: bigint): Promise<void> => {
      await owner.writeContract({ abi: artifact.abi, address, functionName: "post", args: [price * SCALE] });
    };
    feeds.push({ address, post });
  }
  return feeds;
}

async function deployRegistry(
  chain: TestChain,
  { model, first }: Stretch,
  feeds: readonly StageFeed[],
  start: bigint,
  { sequencer = zeroAddress, deviation = 0, provable = true, loosen = 7n * DAY }: StageOptions,
): Promise<Address> {
  const owner = at(chain.wallets, 0).account.address;
  const poseidon = await deployArtifact(chain, readArtifact("PoseidonT6"), []);
  const notices = { tighten: loosen / 7n, loosen };
  const rules = { refreshEvery: 3n, grace: 2n, defaultAfter: 4n, maxMaintenance: 2, tradesPerEpoch: 2 };
  const policies = await deployArtifact(chain, readArtifact("PolicyRegistry"), [owner, notices, poseidon]);
  const verifier = provable ? await deployArtifact(chain, await marketVerifier(), []) : poseidon;
  const config = { heartbeat: Number(HEARTBEAT), decimals: DECIMALS, deviation, numerator: 1n, denominator: SCALE };
  const timing = { start, length: DAY, grace: 3_600n, expiry: 5n * DAY, coolDown: COOL_DOWN };
  const setup = {
    ...{ owner, policies, poseidon, sequencer, verifier, notices, rules },
    timing: { ...timing, sequencerGrace: 3_600n },
    feeds: feeds.map(({ address }) => ({ feed: address, ...config })),
    modelRoot: modelRoot(model),
    firstRoot: marketRoot(first),
    firstPrices: times(FACTORS, (f) => first.factors[f]?.price ?? 1n),
    voider: zeroAddress,
    publishers: [owner],
    threshold: 1n,
  };
  const registry = await deployArtifact(chain, readArtifact("MarketRegistry"), [setup]);
  return registry.toLowerCase() as Address;
}
