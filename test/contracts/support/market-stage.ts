/** A registry on a fresh chain with scripted feeds: for tests of markets, without gate and books. */
import { type Address, zeroAddress } from "viem";
import { readArtifact } from "../../../contracts/deploy/artifacts.ts";
import type { ContractArtifact } from "../../../contracts/deploy/compile-verifier.ts";
import { newChain, type TestChain, type Wallet } from "./chain.ts";
import { samplePolicy } from "./policies.ts";
import { type MarketUpdate, marketOf, type RoundHint, rootOfEpoch, signReport } from "./reports.ts";
import {
  deployArtifact,
  EXPIRY,
  GRACE,
  HOUR,
  NOTICES,
  type Receipt,
  RULES,
  readerOf,
  testArtifact,
  writerOf,
} from "./venue.ts";

/** Seconds after a boundary that a scripted feed has. */
export const HEARTBEAT = 1_800n;

/** Micro-quote of a factor in use before the first epoch. */
export const FIRST_PRICE = 100_000_000n;

/** Feeds state eight decimals, and a lot is one unit: a micro-quote is this many of an answer's units. */
export const PER_MICRO = 100n;

/** The number of a round; phases count from 1. */
export const roundId = (round: bigint, phase = 1n): bigint => (phase << 64n) + round;

/** No round hinted. */
export const NONE: RoundHint = { round: 0n, predecessor: 0n };

/** How a scripted feed's calls end, in the order of the contract. */
export const FAULTS = [
  "None",
  "Reverts",
  "BurnsGas",
  "ReturnsNothing",
  "ReturnsShort",
  "ReturnsHuge",
  "ReturnsGarbage",
];

/** What a stage can be given. */
export interface StageOptions {
  readonly feeds?: number;
  readonly deviation?: number;
  readonly coolDown?: bigint;
  readonly expiry?: bigint;
  /** With an uptime feed of this grace, up since long ago. */
  readonly sequencerGrace?: bigint;
  /** Feeds stand behind a proxy. */
  readonly proxied?: boolean;
  /** What checks proofs; one that takes every proof unless given. */
  readonly verifier?: ContractArtifact;
  /** Who may void epochs; nobody unless given. */
  readonly voider?: Address;
  /** Numerator and denominator of every feed; a micro-quote is a hundred units of an answer unless given. */
  readonly ratio?: readonly [bigint, bigint];
  /** The price that each factor in use begins with. */
  readonly firstPrice?: bigint;
}

/** A registry, its feeds, and short forms for what tests do all the time. */
export interface MarketStage {
  readonly chain: TestChain;
  readonly sender: Wallet;
  readonly registry: Address;
  readonly feeds: readonly Address[];
  readonly sequencer: Address;
  boundary(epoch: bigint): bigint;
  get<T>(fn: string, args?: readonly unknown[]): Promise<T>;
  write(fn: string, args?: readonly unknown[], from?: Wallet): Promise<Receipt>;
  onFeed(factor: number, fn: string, args: readonly unknown[]): Promise<Receipt>;
  /** Writes a feed's round and makes it the newest; the price is in micro-quote. */
  push(factor: number, id: bigint, price: bigint, updatedAt: bigint): Promise<Receipt>;
  /** Writes the round after a feed's newest, and returns its hint. */
  append(factor: number, price: bigint, updatedAt: bigint): Promise<RoundHint>;
  /** Bars unpacked, and which factors are flagged. */
  preview(epoch: bigint, hints?: readonly RoundHint[]): Promise<{ bars: Bar[]; flagged: number }>;
  publish(over: Partial<MarketUpdate> & { epoch: bigint }): Promise<Receipt>;
  /** Signs and publishes the sheet of the newest market. */
  sheet(epoch: bigint, marketRoot?: bigint): Promise<Receipt>;
  /** Moves past an epoch's boundary and gives every feed its first round there, one second after it. */
  begin(epoch: bigint, price?: bigint): Promise<RoundHint[]>;
}

/** A factor's bar as the statement has it. */
export interface Bar {
  readonly price: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly flagged: bigint;
}

/** The eight bars of four packed words. */
export const unpack = (words: readonly bigint[]): Bar[] =>
  words.flatMap((word) =>
    [word % 2n ** 115n, word >> 115n].map((bar) => ({
      price: bar % 2n ** 38n,
      high: (bar >> 38n) % 2n ** 38n,
      low: (bar >> 76n) % 2n ** 38n,
      flagged: bar >> 114n,
    })),
  );

const deployFeeds = async (chain: TestChain, count: number, proxied: boolean) => {
  const inner: Address[] = [];
  for (let i = 0; i < count; i += 1) inner.push(await deployArtifact(chain, testArtifact("ScriptedFeed"), [8]));
  const outer: Address[] = [];
  for (const feed of inner) {
    outer.push(proxied ? await deployArtifact(chain, testArtifact("ScriptedProxy"), [feed]) : feed);
  }
  return { inner, outer };
};

const deploySequencer = async (chain: TestChain, grace: bigint | undefined): Promise<Address> => {
  if (grace === undefined) return zeroAddress;
  const sequencer = await deployArtifact(chain, testArtifact("ScriptedFeed"), [0]);
  await writerOf(chain)(chain.wallets[0] as Wallet, "ScriptedFeed", sequencer, "push", [roundId(1n), 0n, 1_000n]);
  return sequencer;
};

const deployRegistry = async (
  chain: TestChain,
  start: bigint,
  feeds: readonly Address[],
  sequencer: Address,
  options: StageOptions,
): Promise<Address> => {
  const owner = (chain.wallets[0] as Wallet).account.address;
  const poseidon = await deployArtifact(chain, readArtifact("PoseidonT6"), []);
  const policies = await deployArtifact(chain, readArtifact("PolicyRegistry"), [owner, NOTICES, poseidon]);
  await writerOf(chain)(chain.wallets[0] as Wallet, "PolicyRegistry", policies, "propose", [
    samplePolicy(),
    samplePolicy(),
  ]);
  const { coolDown = 3n, deviation = 0, expiry = EXPIRY, sequencerGrace = 0n, firstPrice = FIRST_PRICE } = options;
  const [numerator, denominator] = options.ratio ?? [1n, PER_MICRO];
  const place = { heartbeat: Number(HEARTBEAT), decimals: 8, deviation, numerator, denominator };
  const setup = {
    owner,
    policies,
    poseidon,
    timing: { start, length: HOUR, grace: GRACE, expiry, coolDown, sequencerGrace },
    notices: NOTICES,
    rules: RULES,
    sequencer,
    feeds: feeds.map((feed) => ({ feed, ...place })),
    modelRoot: 3n,
    firstRoot: 4n,
    firstPrices: Array.from({ length: 8 }, (_, factor) => (factor < feeds.length ? firstPrice : 1n)),
    verifier: await deployArtifact(chain, options.verifier ?? testArtifact("AnyMarket"), []),
    voider: options.voider ?? zeroAddress,
    publishers: [owner],
    threshold: 1n,
  };
  return deployArtifact(chain, readArtifact("MarketRegistry"), [setup]);
};

/**
 * A stage whose epoch 0 begins in 1,000 seconds and whose feeds have two rounds before it.
 * @example const stage = await newMarketStage({ feeds: 8 })
 */
export async function newMarketStage(options: StageOptions = {}): Promise<MarketStage> {
  const chain = await newChain();
  const sender = chain.wallets[0] as Wallet;
  const start = (await chain.now()) + 1_000n;
  const { inner, outer } = await deployFeeds(chain, options.feeds ?? 1, options.proxied ?? false);
  for (const feed of inner) {
    for (const round of [1n, 2n]) {
      const args = [roundId(round), FIRST_PRICE * PER_MICRO, start - 1_000n];
      await writerOf(chain)(sender, "ScriptedFeed", feed, "push", args);
    }
  }
  const sequencer = await deploySequencer(chain, options.sequencerGrace);
  const registry = await deployRegistry(chain, start, outer, sequencer, options);
  const [send, read] = [writerOf(chain), readerOf(chain)];
  const boundary = (epoch: bigint): bigint => start + epoch * HOUR;
  const get: MarketStage["get"] = (fn, args = []) => read("MarketRegistry", registry, fn, args);
  const write: MarketStage["write"] = (fn, args = [], from = sender) =>
    send(from, "MarketRegistry", registry, fn, args);
  const onFeed: MarketStage["onFeed"] = (factor, fn, args) =>
    send(sender, "ScriptedFeed", inner[factor] ?? zeroAddress, fn, args);
  const push: MarketStage["push"] = (factor, id, price, updatedAt) =>
    onFeed(factor, "push", [id, price * PER_MICRO, updatedAt]);
  const preview: MarketStage["preview"] = async (epoch, hints = []) => {
    const all = Array.from({ length: 8 }, (_, factor) => hints[factor] ?? NONE);
    const [bars, flagged] = await get<[bigint[], number]>("previewBars", [epoch, all]);
    return { bars: unpack(bars), flagged };
  };
  const publish: MarketStage["publish"] = (over) => {
    const hints = Array.from({ length: 8 }, (_, factor) => over.hints?.[factor] ?? NONE);
    return write("publishMarket", [marketOf({ ...over, hints })]);
  };
  const sheet: MarketStage["sheet"] = async (epoch, marketRoot = rootOfEpoch(epoch)) => {
    const chainId = await chain.read.getChainId();
    const signed = await signReport(registry, chainId, [sender], { epoch, marketRoot });
    return write("publishSheet", [signed.report, signed.signatures]);
  };
  const append: MarketStage["append"] = async (factor, price, updatedAt) => {
    const round = (await read<bigint>("ScriptedFeed", inner[factor] ?? zeroAddress, "newest")) + 1n;
    await push(factor, round, price, updatedAt);
    return { round, predecessor: 0n };
  };
  const begin: MarketStage["begin"] = async (epoch, price = FIRST_PRICE) => {
    const at = boundary(epoch) + 1n;
    if ((await chain.now()) < at) await chain.goTo(at);
    const hints: RoundHint[] = [];
    for (const factor of inner.keys()) hints.push(await append(factor, price, at));
    return hints;
  };
  return {
    chain,
    sender,
    registry,
    feeds: outer,
    sequencer,
    boundary,
    get,
    write,
    onFeed,
    push,
    append,
    preview,
    publish,
    sheet,
    begin,
  };
}
