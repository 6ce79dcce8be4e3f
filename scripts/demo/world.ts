import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parsePolicy } from "../../model/files/policy-file.ts";
import { at } from "../../model/integers.ts";
import type { Policy } from "../../model/policy.ts";
import { packageRoot } from "../../prover/artifacts/load.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import { readPolicy, readPublication } from "../../prover/chain/read-policy.ts";
import type { Circuit } from "../../prover/circuit.ts";
import { perpetuals } from "./instruments.ts";
import { type LocalChain, startChain } from "./local-chain.ts";
import { Measures } from "./measures.ts";
import { openParty, type Party, type Workshop } from "./party.ts";
import type { PriceHistory } from "./prices.ts";
import { type Publishers, publish } from "./publisher.ts";
import type { Screen } from "./screen/screen.ts";
import { prepareCircuit, prepareVerifier } from "./set-up.ts";
import type { Judge } from "./sizing.ts";
import type { Timeline } from "./timeline.ts";
import { deployVenue, fund, ROLE, type Venue } from "./venue.ts";

/** What a world is made of. */
export interface Setting {
  readonly history: PriceHistory;
  readonly timeline: Timeline;
  /** Folder for the desks' homes and the epochs' files. */
  readonly home: string;
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
export async function openWorld({ history, timeline, home }: Setting, screen: Screen): Promise<World> {
  const [chain, circuit] = await screen.together<LocalChain, Circuit>(
    { title: "contracts compiled, local chain listening", work: () => startChain(timeline.start) },
    { title: "circuit, development key and manifest checked", work: prepareCircuit },
    async (unused) => {
      await unused[Symbol.asyncDispose]();
    },
  );
  for (const part of ["desk", "maker", "epochs"]) rmSync(join(home, part), { recursive: true, force: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const parts = { policy: demoPolicy(), symbols: history.symbols, start: timeline.start };
  const venue = await screen.step("tokens, registries, vault, router, verifier and gate deployed; policy set", () =>
    deployVenue(chain, { ...parts, verifier: prepareVerifier(circuit) }),
  );
  const { desk, maker } = await screen.step("two desks: seeds, book stores, accounts on the gate", () =>
    openDesks(chain, venue, home),
  );
  const workshop: Workshop = { circuit, backend: await openBackend(), measures: new Measures() };
  const publishers = publishersOf(chain, venue, timeline, join(home, "epochs"));
  return {
    ...{ chain, venue, desk, maker, workshop, symbols: history.symbols },
    advanceTo: calendar(chain, venue, timeline, publishers),
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

function publishersOf(chain: LocalChain, venue: Venue, { days }: Timeline, folder: string): Publishers {
  const [first, second] = ROLE.publishers.map((index) => chain.clients(index).signer);
  if (first === undefined || second === undefined) throw new Error("two publishers must sign");
  const clients = chain.clients(ROLE.venue);
  const instruments = perpetuals(at(days, 0).market);
  return { registry: venue.market, chain: 31_337n, signers: [first, second], clients, instruments, folder };
}

/** Publishes the days one after the other, each when the chain's clock has reached it. */
function calendar(chain: LocalChain, venue: Venue, timeline: Timeline, publishers: Publishers): World["advanceTo"] {
  let next = 0;
  let judge: Judge | undefined;
  return async (day) => {
    for (; next <= day; next++) {
      const { market } = at(timeline.days, next);
      await chain.goTo(timeline.start + BigInt(market.epoch) * 86_400n);
      judge = { ...(await publish(publishers, market)), policy: await policyOf(chain, venue, market.epoch) };
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
