import { type Address, BaseError, decodeEventLog, getAddress, type Hex } from "viem";
import {
  batchRelayAbi,
  collateralVaultAbi,
  linearRowsAbi,
  mandateBookAbi,
  policyRegistryAbi,
  sizingGateAbi,
} from "../../../contracts/generated/abi.ts";
import type { SeededRandom } from "../../support/seeded-random.ts";
import type { Wallet } from "../support/chain.ts";
import { type Change, register } from "../support/changes.ts";
import type { Mandate } from "../support/mandates.ts";
import { type PolicyInput, samplePolicy } from "../support/policies.ts";
import { deployArtifact, newVenue, type Receipt, testArtifact, type Venue } from "../support/venue.ts";
import { statedRows } from "../support/void.ts";
import { type Holdings, holdingsOf } from "./holdings.ts";

/** A flat book whose opening is known. */
export interface Flat {
  readonly cash: bigint;
  readonly salt: bigint;
}

/** Everything the chain says besides holdings. */
export interface Published {
  readonly latest: readonly [epoch: bigint, publishedAt: bigint, tick: bigint];
  /** The newest epochs, the latest that is right, and the first. */
  readonly epochs: ReadonlyMap<bigint, readonly [riskRoot: bigint, tier: number, tick: bigint]>;
  /** Whether each of them serves. */
  readonly usable: ReadonlyMap<bigint, boolean>;
  readonly verifiers: readonly Address[];
  readonly policy: readonly [version: number, root: bigint];
}

/** The chain at one moment. */
export type Moment = Holdings & Published & { readonly now: bigint };

/** An event of gate, vault, policies, rows, mandates or relay. */
export interface Event {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What an action did. */
export interface Deed {
  readonly name: string;
  /** Who sent it. */
  readonly by: Address;
  /** Accounts that called or signed. */
  readonly consenting: readonly Address[];
  readonly accepted: boolean;
  readonly events: readonly Event[];
  readonly changes: readonly Change[];
  /** Of a batch: whether each of its items was accepted when it was sent alone, after those before it. */
  readonly alone?: readonly boolean[];
}

/** A mandate, and what was used of its caps. */
export interface Held {
  readonly mandate: Mandate;
  readonly used: readonly bigint[];
}

/** A venue whose verifier accepts everything, its accounts, and what the series remembers of them. */
export interface World {
  readonly venue: Venue;
  readonly random: SeededRandom;
  readonly wallets: readonly Wallet[];
  readonly accounts: readonly Address[];
  readonly holders: readonly Address[];
  /** The default fund, written as logs write it. */
  readonly fund: Address;
  /** The book of mandates that both accounts named, and who operates for them. */
  readonly book: Address;
  readonly operator: Wallet;
  readonly relay: Address;
  /** The operator's mandates by account, as the log says. */
  readonly mandates: Map<Address, Held>;
  /** The opening of each account, where its book is flat; undefined where nobody knows it. */
  readonly flats: Map<Address, Flat | undefined>;
  /** Changes that were accepted. */
  readonly accepted: Change[];
  /** Policies by version: root, and the second from which each may serve. */
  readonly policies: Map<number, { readonly root: bigint; readonly activeFrom: bigint; readonly policy: PolicyInput }>;
  /** The root of the policy that each published epoch is judged by. */
  readonly judged: Map<bigint, bigint>;
  /** Epochs that the log says are void. */
  readonly voids: Set<bigint>;
  /** Cash that came in and went out by the vault's log. */
  cash: bigint;
  epoch: bigint;
}

/** A new one, with both accounts registered. */
export async function newWorld(random: SeededRandom): Promise<World> {
  const venue = await newVenue({ rows: await statedRows() });
  const code = testArtifact("MockSizeVerifier").deployedBytecode;
  for (const verifier of [...venue.verifiers, venue.rowVerifier])
    await venue.chain.request("hardhat_setCode", [verifier, code]);
  const wallets = [venue.desk, venue.maker];
  const book = await deployArtifact(venue.chain, testArtifact("MandateBook"), []);
  for (const wallet of wallets) {
    await register(venue, wallet);
    await venue.write(wallet, "SizingGate", venue.gate, "setMandateBook", [book]);
  }
  const accounts = wallets.map(({ account }) => account.address);
  const outsider = (venue.chain.wallets[7] as Wallet).account.address;
  const fund = getAddress(venue.fund);
  const [version, root] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
  return {
    venue,
    random,
    wallets,
    accounts,
    holders: [...accounts, outsider, fund],
    fund,
    book,
    operator: venue.chain.wallets[5] as Wallet,
    relay: await deployArtifact(venue.chain, testArtifact("BatchRelay"), []),
    mandates: new Map(),
    flats: new Map(),
    accepted: [],
    policies: new Map([[version, { root, activeFrom: 0n, policy: samplePolicy() }]]),
    judged: new Map([[1n, root]]),
    voids: new Set(),
    cash: 0n,
    epoch: 1n,
  };
}

/** The chain now. */
export async function momentOf({ venue, accounts, holders, epoch }: World): Promise<Moment> {
  const ask = <T>(contract: string, address: Address, fn: string, args: readonly unknown[] = []) =>
    venue.get<T>(contract, address, fn, args);
  const latest = await ask<Published["latest"]>("MarketRegistry", venue.market, "latest");
  const recent = [...new Set([epoch, epoch - 1n, epoch - 2n, latest[0], 1n])].filter((each) => each > 0n);
  const ofEpochs = async <T>(fn: string): Promise<ReadonlyMap<bigint, T>> =>
    new Map(
      await Promise.all(
        recent.map(async (each) => [each, await ask<T>("MarketRegistry", venue.market, fn, [each])] as const),
      ),
    );
  const versions = await ask<number>("VerifierRouter", venue.router, "versions", [1]);
  return {
    ...(await holdingsOf(venue, accounts, holders)),
    now: await venue.chain.now(),
    latest,
    epochs: await ofEpochs("epochs"),
    usable: await ofEpochs("usable"),
    verifiers: await Promise.all(
      Array.from(
        { length: versions },
        async (_, i) => (await ask<[Address, bigint, boolean]>("VerifierRouter", venue.router, "entry", [1, i + 1]))[0],
      ),
    ),
    policy: await ask("PolicyRegistry", venue.policies, "active"),
  };
}

const ABI = [
  ...sizingGateAbi,
  ...collateralVaultAbi,
  ...policyRegistryAbi,
  ...linearRowsAbi,
  ...mandateBookAbi,
  ...batchRelayAbi,
];

/** The events of a receipt that the series looks at. */
export function eventsOf({ venue, book, relay }: World, receipt: Receipt): Event[] {
  const places = [venue.gate, venue.vault, venue.policies, venue.rows, book, relay];
  const ours = new Set(places.map((each) => each?.toLowerCase()));
  return receipt.logs
    .filter(({ address }) => ours.has(address.toLowerCase()))
    .map(({ topics, data }) => {
      const { eventName, args } = decodeEventLog({ abi: ABI, topics: topics as [Hex, ...Hex[]], data });
      return { name: eventName, args: args as unknown as Event["args"] };
    });
}

/** Runs a call and says what it did; only a revert counts as a refusal. */
export async function deedOf(
  world: World,
  name: string,
  by: Wallet,
  call: () => Promise<Receipt>,
  changes: readonly Change[] = [],
  signed: readonly Address[] = [],
): Promise<Deed> {
  const deed = { name, by: by.account.address, consenting: [by.account.address, ...signed], changes };
  try {
    return { ...deed, accepted: true, events: eventsOf(world, await call()) };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return { ...deed, accepted: false, events: [] };
  }
}
