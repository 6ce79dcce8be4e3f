import type { Abi, Hex } from "viem";
import { readArtifact } from "../../contracts/deploy/artifacts.ts";
import type { FeedConfig } from "../../contracts/deploy/config.ts";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { at } from "../../model/integers.ts";
import type { Micros } from "../../model/units.ts";
import type { ChainClients } from "../../prover/chain/submit.ts";
import type { Address } from "../../verifier/account-context.ts";
import type { LocalChain } from "./local-chain.ts";
import type { MarketDay } from "./timeline.ts";

const FEED = "scripts/demo/contracts/PriceFeed.sol/PriceFeed.json";
/** Feeds state eight decimals; prices are micro-quote per lot, and a lot of a factor is one whole of it. */
const DECIMALS = 8;
const SCALE = 100n;
const HOUR = 3_600n;
const DAY = 24n * HOUR;
/** When a day's extremes are posted; files of daily prices do not say which came first. */
const EXTREMES = [
  { hour: 12n, side: "high" },
  { hour: 18n, side: "low" },
] as const;

/** Deploys one feed per factor, with the two rounds that a registry asks of a feed, and says how it reads them. */
export async function deployFeeds(clients: ChainClients, prices: readonly Micros[]): Promise<FeedConfig[]> {
  const feeds: FeedConfig[] = [];
  for (const price of prices) {
    const feed = await deployFeed(clients);
    for (let round = 0; round < 2; round++) await post(clients, feed, price);
    feeds.push({ feed, heartbeat: Number(HOUR), decimals: DECIMALS, deviation: 0, numerator: 1n, denominator: SCALE });
  }
  return feeds;
}

/** Lets the feeds live through a day: its high and its low, each shown to the registry, and its close at midnight. */
export async function liveThrough(
  { date, bars }: MarketDay,
  parts: {
    readonly chain: LocalChain;
    readonly clients: ChainClients;
    readonly feeds: readonly FeedConfig[];
    readonly registry: Address;
  },
): Promise<void> {
  const { chain, clients, feeds, registry } = parts;
  const midnight = BigInt(Date.parse(`${date}T00:00:00Z`)) / 1_000n;
  const speak = async (price: (f: number) => Micros): Promise<void> => {
    for (const [f, { feed }] of feeds.entries()) await post(clients, feed, price(f));
  };
  for (const { hour, side } of EXTREMES) {
    await chain.goTo(midnight + hour * HOUR);
    await speak((f) => at(bars, f)[side]);
    await poke(clients, registry);
  }
  await chain.goTo(midnight + DAY);
  await speak((f) => at(bars, f).price);
}

async function deployFeed({ read, wallet }: ChainClients): Promise<Address> {
  const { abi, bytecode } = readArtifact("PriceFeed", FEED) as { abi: Abi; bytecode: Hex };
  const hash = await wallet.deployContract({ abi, bytecode, args: [DECIMALS] });
  const { contractAddress } = await read.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error("a feed was not deployed");
  return contractAddress.toLowerCase() as Address;
}

async function post({ read, wallet }: ChainClients, address: Address, price: Micros): Promise<void> {
  const { abi } = readArtifact("PriceFeed", FEED);
  const hash = await wallet.writeContract({ address, abi, functionName: "post", args: [price * SCALE] });
  await read.waitForTransactionReceipt({ hash });
}

async function poke({ read, wallet }: ChainClients, address: Address): Promise<void> {
  const hash = await wallet.writeContract({ address, abi: marketRegistryAbi, functionName: "poke", args: [] });
  await read.waitForTransactionReceipt({ hash });
}
