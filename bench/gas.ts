import { hexToBytes } from "viem";
import { deposit, type Party, prove, submit } from "../scripts/demo/party.ts";
import { deltasTo, hedgedSizes } from "../scripts/demo/sizing.ts";
import { trade } from "../scripts/demo/trading.ts";
import type { World } from "../scripts/demo/world.ts";
import { type Spread, spreadOf } from "./sample.ts";

/** What no verifier of a proof can do without: the transaction, the pairing, a scaling per public input. */
const floorOf = (inputs: bigint): bigint => 21_000n + 181_000n + inputs * 6_150n;
const UPDATE_INPUTS = 5n;
const MARKET_INPUTS = 8n;

/** Gas of one kind of transaction. */
export interface GasCost {
  readonly name: string;
  readonly gas: Spread;
  /** Gas above 21,000 + 181,000 + 6,150 per public input (5, of a market epoch 8) + calldata; a pair has one pairing. */
  readonly aboveFloor: Spread;
  readonly floor: Spread;
}

interface Sample {
  readonly gas: bigint;
  readonly floor: bigint;
}

const MARKET = "market epoch, 2 feeds";
const CASH = 2_000_000_000_000n;
const nothing = (): void => undefined;

/** Sends real proofs on a local chain: deposits, refreshes (an update without flow) and trades of a pair. */
export async function benchGas(world: World, rounds: number, onRound: (text: string) => void): Promise<GasCost[]> {
  const judge = await world.advanceTo(0);
  const { desk, maker, workshop } = world;
  const samples = new Map<string, Sample[]>(
    ["update with a deposit", "update without flow", "pair", MARKET].map((name) => [name, []]),
  );
  const note = async (name: string, transaction: `0x${string}`): Promise<void> => {
    samples.get(name)?.push(await sampleOf(desk, transaction));
  };
  for (const party of [maker, desk]) {
    onRound(`deposit of ${party.name}`);
    const { inclusion } = await deposit(
      party,
      { asset: "cash", amount: party === maker ? 5n * CASH : CASH },
      judge,
      workshop,
      nothing,
    );
    await note("update with a deposit", inclusion.transaction);
  }
  for (let round = 0; round < rounds; round++) {
    onRound(`refresh ${round + 1} of ${rounds}`);
    await note("update without flow", await refresh(world, await world.advanceTo(round)));
  }
  for (let round = 0; round < rounds; round++) {
    onRound(`trade ${round + 1} of ${rounds}`);
    await note("pair", await tradeOnce(world, rounds + round, BigInt(20 + 5 * (round % 2))));
  }
  const { measures } = workshop;
  // The first epoch writes words that later ones overwrite.
  for (const { transaction } of measures.markets.slice(1)) {
    samples.get(MARKET)?.push(await sampleOf(desk, transaction, MARKET_INPUTS));
  }
  return [...samples].map(([name, all]) => costOf(name, all));
}

async function refresh(
  { desk, workshop }: World,
  judge: Awaited<ReturnType<World["advanceTo"]>>,
): Promise<`0x${string}`> {
  const proof = await prove(desk, { mode: "full", sizes: [] }, judge, workshop, nothing);
  return (await submit(desk, proof, "refresh", workshop)).transaction;
}

/** Trades both legs to a share of the deposit, on a day of its own. */
async function tradeOnce(world: World, day: number, percent: bigint): Promise<`0x${string}`> {
  const { desk, maker, workshop } = world;
  const judge = await world.advanceTo(day);
  const deltas = deltasTo(desk.store.live.book, hedgedSizes(judge, (CASH * percent) / 100n));
  const settled = await trade({ offerer: desk, taker: maker }, { deltas, what: "trade" }, judge, workshop, nothing);
  return settled.inclusion.transaction;
}

async function sampleOf({ clients }: Party, hash: `0x${string}`, inputs = UPDATE_INPUTS): Promise<Sample> {
  const [{ gasUsed }, { input }] = await Promise.all([
    clients.read.getTransactionReceipt({ hash }),
    clients.read.getTransaction({ hash }),
  ]);
  const calldata = hexToBytes(input).reduce((gas, byte) => gas + (byte === 0 ? 4n : 16n), 0n);
  return { gas: gasUsed, floor: floorOf(inputs) + calldata };
}

function costOf(name: string, samples: readonly Sample[]): GasCost {
  const spread = (pick: (sample: Sample) => bigint): Spread => spreadOf(samples.map((sample) => Number(pick(sample))));
  return {
    name,
    gas: spread(({ gas }) => gas),
    floor: spread(({ floor }) => floor),
    aboveFloor: spread(({ gas, floor }) => gas - floor),
  };
}
