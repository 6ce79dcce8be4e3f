import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parsePolicy } from "../../model/files/policy-file.ts";
import { at } from "../../model/integers.ts";
import type { Policy } from "../../model/policy.ts";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import { readPolicy, readPublication } from "../../prover/chain/read-policy.ts";
import { liveThrough } from "./feeds.ts";
import type { Listing } from "./listing.ts";
import { type LocalChain, startChain } from "./local-chain.ts";
import { type MarketRunner, openMarketRunner } from "./market-runner.ts";
import { Measures } from "./measures.ts";
import { openParty, type Party, type Workshop } from "./party.ts";
import type { PriceHistory } from "./prices.ts";
import { type Publishers, publishSheet } from "./publisher.ts";
import type { Screen } from "./screen/screen.ts";
import { type Circuits, prepareCircuits, prepareVerifiers } from "./set-up.ts";
import type { Judge } from "./sizing.ts";
import type { Timeline } from "./timeline.ts";
import { deployVenue, fund, ROLE, type Venue } from "./venue.ts";

/** What a world is made of. */
export interface Setting {
  readonly history: PriceHistory;
  readonly timeline: Timeline;
  readonly listing: Listing;
  /** Folder for the desks' homes and the epochs' files. */
  readonly home: string;
  /** What proofs are made with; the threads of this process unless told. */
  readonly backendFor?: (circuits: Circuits) => Promise<ProvingBackend>;
}

/** Everything the story plays with: a chain with a venue on it, two desks, what they prove with. */
export interface World extends AsyncDisposable {
  readonly chain: LocalChain;
  readonly venue: Venue;
  readonly desk: Party;
  readonly maker: Party;
  readonly workshop: Workshop;
  readonly symbols: readonly string[];
  /** Publishes every day up to and including one, and gives what the last one is judged by. */
  advanceTo(day: number): Promise<Judge>;
}

const ROOT = packageRoot();
/** Tokens of each asset that every desk starts with, in base units. */
const WEALTH = 100_000_000_000_000n;

/** A folder in `.ballast`, where everything that a run makes belongs. */
export function homeIn(name: string): string {
  return join(ROOT, ".ballast", name);
}

/** Reads the policy that the venue of the demonstration proposes. Throws BallastError (exit 2). */
export function demoPolicy(): Policy {
  const path = join(ROOT, "policies", "demo.json");
  return parsePolicy(readFileSync(path, "utf8"), path);
}

/**
 * Builds what is missing, starts the chain, deploys the venue and sets both desks up. What an earlier world left in
 * `home` is removed.
 */
export async function openWorld(
  { history, timeline, listing, home, backendFor = openBackend }: Setting,
  screen: Screen,
): Promise<World> {
  const [chain, circuits] = await screen.together<LocalChain, Circuits>(
    { title: "contracts compiled, local chain listening", work: () => startChain(timeline.start) },
    { title: "two circuits, development keys and manifests checked", work: prepareCircuits },
    async (unused) => {
      await unused[Symbol.asyncDispose]();
    },
  );
  for (const part of ["desk", "maker", "epochs"]) rmSync(join(home, part), { recursive: true, force: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const venue = await screen.step(
    "tokens, feeds, registries, vault, router, verifiers and gate deployed; policy set",
    () => deployVenue(chain, { policy: demoPolicy(), timeline, verifiers: prepareVerifiers(circuits) }),
  );
  const { desk, maker } = await screen.step("two desks: seeds, book stores, accounts on the gate", () =>
    openDesks(chain, venue, home),
  );
  const measures = new Measures();
  const { book: circuit, market: marketCircuit } = circuits;
  const workshop: Workshop = { circuit, marketCircuit, backend: await backendFor(circuits), measures };
  const publishers = publishersOf(chain, venue, listing, join(home, "epochs"));
  const runner = await openMarketRunner(chain.clients(ROLE.runner), venue.market, timeline, workshop);
  return {
    ...{ chain, venue, desk, maker, workshop, symbols: history.symbols },
    advanceTo: calendar({ chain, venue, timeline, publishers, runner }),
    [Symbol.asyncDispose]: async () => {
      for (const { store } of [desk, maker]) store.close();
      await workshop.backend.close();
      await chain[Symbol.asyncDispose]();
    },
  };
}

async function openDesks(chain: LocalChain, venue: Venue, home: string) {
  for (const index of [ROLE.desk, ROLE.maker]) await fund(chain, venue, index, WEALTH);
  const desk = await openParty(chain, venue, "desk", ROLE.desk, join(home, "desk"));
  const maker = await openParty(chain, venue, "maker", ROLE.maker, join(home, "maker"));
  return { desk, maker };
}

function publishersOf(chain: LocalChain, venue: Venue, listing: Listing, folder: string): Publishers {
  const [first, second] = ROLE.publishers.map((index) => chain.clients(index).signer);
  if (first === undefined || second === undefined) throw new Error("two publishers must sign");
  const clients = chain.clients(ROLE.venue);
  return { registry: venue.market, chain: 31_337n, signers: [first, second], clients, listing, folder };
}

/** Everything that an epoch passes through on its way to the desks. */
interface Calendar {
  readonly chain: LocalChain;
  readonly venue: Venue;
  readonly timeline: Timeline;
  readonly publishers: Publishers;
  readonly runner: MarketRunner;
}

/** Lives through the days one after the other: feeds, then the market's proof, then the signed sheet. */
function calendar({ chain, venue, timeline, publishers, runner }: Calendar): World["advanceTo"] {
  const { clients } = publishers;
  const { feeds, market: registry } = venue;
  let next = 0;
  let judge: Judge | undefined;
  return async (day) => {
    for (; next <= day; next++) {
      const day = at(timeline.days, next);
      await liveThrough(day, { chain, clients, feeds, registry });
      const { market } = await runner.publish(day.market.epoch);
      judge = { ...(await publishSheet(publishers, market)), policy: await policyOf(chain, venue, market.epoch) };
    }
    if (judge === undefined) throw new RangeError(`day ${day} is not of this timeline`);
    return judge;
  };
}

/** The policy an epoch is judged by, as the chain has it. */
async function policyOf({ read }: LocalChain, { market, policies }: Venue, epoch: number): Promise<Policy> {
  const { policyVersion } = await readPublication(read, market, BigInt(epoch));
  return readPolicy(read, policies, policyVersion);
}
