/**
 * The venue's solvency theorem on the whole system: after every accepted action of any account the lots of each unsettled
 * instrument sum to zero and cash and collateral sum to the vault's tokens. Every action is judged by every constraint of
 * the shipped R1CS and executed by the contracts; REAL of them carry true proofs, the rest proofs of the published
 * trapdoor, which the same verifier accepts. BALLAST_SEED repeats a run; BALLAST_ACTIONS and BALLAST_REAL_ACTIONS set its
 * length. What a whole run must contain is asked of runs of at least 300 actions, 20 of them with true proofs.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { collateralElement, commit, emptyBook, isFlat } from "../../model/book.ts";
import { openBackend } from "../../prover/backend/open-backend.ts";
import type { ProvingBackend } from "../../prover/backend/proving-backend.ts";
import type { Proof } from "../../verifier/proof.ts";
import type { Venue } from "../contracts/support/venue.ts";
import { type SeededRandom, seededRandom } from "../support/seeded-random.ts";
import { wholeOrSlice } from "../support/slice.ts";
import { type Desk8, openDesk8, proofOf, satisfyingWitness } from "./support/desk-8.ts";
import { claimOf, ledgerOf, vaultOf } from "./support/ledger.ts";
import { type EpochData, epochData, FIRST_EXPIRY, SECOND_EXPIRY, START_PRICES } from "./support/market.ts";
import {
  after,
  layOut,
  type Member,
  newMember,
  registerMember,
  type Step,
  sendPair,
  sendUpdate,
} from "./support/member.ts";
import { type Action, accepted, drawAction, KINDS, type Kind } from "./support/random-actions.ts";
import { FIRST_EPOCH, fund, openStage, publishEpoch } from "./support/stage.ts";
import { openTrapdoorProver, type TrapdoorProver } from "./support/trapdoor-prover.ts";

const ACTIONS = Number(process.env.BALLAST_ACTIONS ?? wholeOrSlice(300, 30));
const REAL = Number(process.env.BALLAST_REAL_ACTIONS ?? wholeOrSlice(20, 3));
const SEED = process.env.BALLAST_SEED ?? String(Date.now());
const EPOCH_EVERY = 20;

let desk8: Desk8;
let backend: ProvingBackend;
let trapdoor: TrapdoorProver;
let venue: Venue;
let members: Member[];

beforeAll(async () => {
  desk8 = await openDesk8();
  [backend, trapdoor] = [await openBackend(), await openTrapdoorProver(desk8)];
  venue = await openStage(desk8, { rules: { tradesPerEpoch: 1_000, refreshEvery: 50n, maxMaintenance: 127 } });
  const wallets = [venue.desk, venue.maker, venue.guardian, venue.chain.wallets[7] ?? venue.owner, venue.owner];
  members = wallets.map((wallet, i) => newMember(venue, wallet, i + 1));
  for (const member of members) {
    if (member.wallet !== venue.desk && member.wallet !== venue.maker) await fund(venue, member.wallet);
    await registerMember(venue, member);
  }
}, 300_000);
afterAll(async () => {
  await backend.close();
  await venue.chain.close();
});

/** Real proofs are spread over the whole run, the first one at its start. */
const isReal = (index: number): boolean => (index * REAL) % ACTIONS < REAL;

/** Actions with true proofs take turns through all kinds; the others are drawn by weight. */
const kindsAt = (index: number): readonly Kind[] | undefined =>
  isReal(index) ? [KINDS[Math.floor((index * REAL) / ACTIONS) % KINDS.length] ?? "trade"] : undefined;

/** The market walks at random; instruments expire at fixed points of the run and keep their settlement mark. */
class Times {
  readonly #random: SeededRandom;
  #epoch = FIRST_EPOCH;
  #prices: readonly bigint[] = START_PRICES;
  readonly #settled = new Map<number, bigint>();
  data: EpochData = epochData(FIRST_EPOCH);

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  async next(action: number): Promise<void> {
    if (action > 0) {
      this.#epoch += 1n;
      this.#prices = this.#prices.map((price) => (price * this.#random.bigint(9_850n, 10_150n)) / 10_000n);
      if (action >= ACTIONS / 3) this.#expire(FIRST_EXPIRY, 0);
      if (action >= (2 * ACTIONS) / 3) this.#expire(SECOND_EXPIRY, 1);
      this.data = epochData(this.#epoch, { prices: this.#prices, settled: this.#settled });
    }
    await publishEpoch(venue, this.data);
  }

  #expire(instrument: number, factor: number): void {
    if (!this.#settled.has(instrument)) this.#settled.set(instrument, (this.#prices[factor] ?? 1n) + 12_345n);
  }
}

async function carryOut({ parts }: Action, data: EpochData, real: boolean): Promise<number> {
  const steps = parts.map(({ who, change }) => layOut(desk8, members[who] as Member, change, data));
  const proofs: Proof[] = [];
  for (const { input, draft } of steps) {
    const witness = satisfyingWitness(desk8, input);
    proofs.push(real ? await proofOf(desk8, backend, witness) : trapdoor(draft.publicInputs, draft.nonce));
  }
  const [first, second] = steps.map((step, i) => [step, proofs[i] as Proof] as const);
  if (first === undefined) throw new Error("an action has a part");
  await (second === undefined ? sendUpdate(venue, ...first) : sendPair(venue, first, second));
  parts.forEach(({ who }, i) => {
    members[who] = after(steps[i] as Step);
  });
  return real ? proofs.length : 0;
}

/** Now and then an account collects what it withdrew, so that tokens really leave. */
async function collectClaims(member: Member): Promise<void> {
  for (const asset of [0, 1, 2]) {
    const claim = await claimOf(venue, member, asset);
    if (claim > 0n) await venue.write(member.wallet, "CollateralVault", venue.vault, "withdraw", [asset, claim]);
  }
}

async function expectConserved(data: EpochData, label: string): Promise<void> {
  const { lots, cash, collateral } = ledgerOf(members, data.sheet);
  for (const [instrument, total] of lots) expect(total, `${label}: lots of ${instrument}`).toBe(0n);
  const vault = await vaultOf(venue, members);
  expect([cash, ...collateral], `${label}: cash and collateral`).toEqual([...vault, 0n, 0n]);
}

/** A flat account may leave without a proof: what it owned becomes its claim, and its book is the empty one again. */
async function exitOneIfFlat(random: SeededRandom): Promise<number> {
  const flat = members.flatMap((member, i) => (isFlat(member.book) && member.book.salt !== 0n ? [i] : []));
  if (flat.length === 0) return 0;
  const who = random.pick(flat);
  const { wallet, book, nonce } = members[who] as Member;
  await venue.write(wallet, "SizingGate", venue.gate, "flatExit", [book.cash, book.salt]);
  members[who] = { ...(members[who] as Member), book: emptyBook("desk-8"), nonce: nonce + 1n };
  return 1;
}

/** The gate holds exactly the books that the sums were taken of. */
async function expectBooksOnChain(): Promise<void> {
  for (const { account, book, nonce } of members) {
    const view = await venue.get<object>("SizingGate", venue.gate, "accounts", [account.account]);
    expect(view).toMatchObject({ commitment: commit(book), collateral: collateralElement(book.collateral), nonce });
  }
}

/** Whether a part of the action settles an expired instrument that its account still holds. */
const settles = (action: Action, data: EpochData): boolean =>
  action.parts.some(({ who, change }) => {
    const expired = (id: number): boolean => data.sheet.rows.some((row) => row.instrument === id && row.settled);
    const held = (members[who] as Member).book.slots.some(({ instrument, size }) => size !== 0n && expired(instrument));
    return held && change.mode !== "reduce";
  });

it(`conserves lots, cash and collateral over ${ACTIONS} actions (BALLAST_SEED=${SEED})`, async () => {
  const random = seededRandom(SEED);
  const times = new Times(random);
  const tally = new Map<string, number>();
  const count = (name: string, more = 1): Map<string, number> => tally.set(name, (tally.get(name) ?? 0) + more);
  const refused = { count: 0 };
  for (let index = 0; index < ACTIONS; index++) {
    if (index % EPOCH_EVERY === 0) await times.next(index);
    // First everyone deposits; without cash nobody can do anything else.
    const opening: Action = {
      kind: "deposit",
      parts: [{ who: index, change: { mode: "full", sizes: [], flow: { asset: "cash", amount: 60_000_000_000n } } }],
    };
    const action = index < members.length ? opening : drawAction(random, members, times.data, refused, kindsAt(index));
    expect(action.parts.every((part) => accepted(members, part, times.data))).toBe(true);
    if (settles(action, times.data)) count("settlement");
    count("real proofs", await carryOut(action, times.data, isReal(index)));
    count(action.kind);
    if (isReal(index)) count("real actions");
    if (index % 10 === 9) await collectClaims(random.pick(members));
    if (index % 15 === members.length) count("exits", await exitOneIfFlat(random));
    await expectConserved(times.data, `seed ${SEED}, action ${index} (${action.kind})`);
  }
  await expectBooksOnChain();
  expect(
    members.some(({ book }) => !isFlat(book)),
    "sums of nothing prove nothing",
  ).toBe(true);
  const counts = [...tally].map(([name, n]) => `${name} ${n}`).join(", ");
  process.stdout.write(`conservation: seed ${SEED}, ${members.length} accounts, ${counts}, refused ${refused.count}\n`);
  if (ACTIONS < 300 || REAL < 20) return;
  expect(tally.get("real actions")).toBeGreaterThanOrEqual(20);
  for (const kind of [...KINDS, "settlement"]) expect(tally.get(kind), kind).toBeGreaterThan(2);
  expect(tally.get("exits"), "exits").toBeGreaterThan(0);
}, 1_800_000);
