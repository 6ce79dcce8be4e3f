/**
 * The example pool on a venue with the shipped verifier: an account that is a contract funds itself, takes the other side of a
 * desk in one proven pair, refuses a desk that is not proven, lets it reduce all the same, and leaves when it is flat. Proofs
 * are of the published trapdoor, each for a statement whose every constraint was evaluated.
 */
import { type Abi, maxUint256 } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readArtifact } from "../../contracts/deploy/artifacts.ts";
import { sizingGateAbi } from "../../contracts/generated/abi.ts";
import { emptyBook, sizeOf } from "../../model/book.ts";
import type { Change } from "../../model/change.ts";
import type { Proof } from "../../verifier/proof.ts";
import type { Wallet } from "../contracts/support/chain.ts";
import { deployArtifact, type Venue } from "../contracts/support/venue.ts";
import { type Desk8, openDesk8, satisfyingWitness } from "./support/desk-8.ts";
import { type EpochData, epochData, PERP } from "./support/market.ts";
import {
  after,
  consentedForm,
  gateForm,
  layOut,
  type Member,
  newMember,
  registerMember,
  type Step,
  sendUpdate,
} from "./support/member.ts";
import { FIRST_EPOCH, openStage, publishEpoch } from "./support/stage.ts";
import { openTrapdoorProver, type TrapdoorProver } from "./support/trapdoor-prover.ts";

const POOL = "contracts/integration/example/PerpetualsPool.sol/PerpetualsPool.json";
const DEPOSIT = 50_000_000_000n;
const LOTS = 500n;
const MAX_AGE = 1n;

let desk8: Desk8;
let trapdoor: TrapdoorProver;
let venue: Venue;
let data: EpochData;
let operator: Wallet;
let sponsor: Wallet;
let pool: Member;
let desk: Member;

const lower = (address: string) => address.toLowerCase() as `0x${string}`;
// The pool passes on what the gate and the verifier refuse with.
const gateErrors = sizingGateAbi.filter(({ type }) => type === "error") as Abi;
const abi: Abi = [...readArtifact("PerpetualsPool", POOL).abi, ...gateErrors];

/** Calls the pool; what it throws names the custom error, the pool's own or one it passed on. */
async function callPool(from: Wallet, functionName: string, args: readonly unknown[]): Promise<void> {
  const request = { abi, address: pool.account.account, functionName, args: [...args], account: from.account };
  await venue.chain.read.simulateContract(request);
  await venue.chain.read.waitForTransactionReceipt({ hash: await from.writeContract(request) });
}

beforeAll(async () => {
  desk8 = await openDesk8();
  trapdoor = await openTrapdoorProver(desk8);
  venue = await openStage(desk8, { rules: { tradesPerEpoch: 5, defaultAfter: 9n } });
  [operator, sponsor] = [venue.owner, venue.maker];
  data = epochData(FIRST_EPOCH);
  await publishEpoch(venue, data);
  const args = [venue.gate, 1, MAX_AGE, operator.account.address, sponsor.account.address];
  const address = lower(await deployArtifact(venue.chain, readArtifact("PerpetualsPool", POOL), args));
  const place = { class: "desk-8", chain: BigInt(venue.chainId), gate: lower(venue.gate), account: address } as const;
  pool = { wallet: operator, seed: new Uint8Array(32).fill(9), account: place, book: emptyBook("desk-8"), nonce: 0n };
  desk = newMember(venue, venue.desk, 1);
  await venue.write(sponsor, "OddToken", venue.cash, "approve", [address, maxUint256]);
  await registerMember(venue, desk);
}, 300_000);
afterAll(() => venue.chain.close());

/** A step that satisfies every constraint, with its proof. */
function valid(member: Member, change: Change): readonly [Step, Proof] {
  const step = layOut(desk8, member, change, data);
  satisfyingWitness(desk8, step.input);
  return [step, trapdoor(step.draft.publicInputs)];
}

/** A side's change when it gains (or gives, if negative) lots at the mark. */
function sideOf(member: Member, lots: bigint, mode: Change["mode"]): Change {
  const mark = data.sheet.rows.find(({ instrument }) => instrument === PERP)?.mark ?? 0n;
  const size = sizeOf(member.book, PERP) + lots;
  return { mode, sizes: [{ instrument: PERP, size }], cost: lots * mark, tradeSalt: 0x9001n };
}

/** Both sides of a trade in which the desk gains lots. */
const sidesOf = (lots: bigint, mode: Change["mode"]) =>
  [valid(pool, sideOf(pool, -lots, mode)), valid(desk, sideOf(desk, lots, mode))] as const;

async function trade(lots: bigint, mode: Change["mode"]): Promise<void> {
  const [own, other] = sidesOf(lots, mode);
  await callPool(operator, "trade", [gateForm(...own), await consentedForm(...other)]);
  [pool, desk] = [after(own[0]), after(other[0])];
}

const deposit: Change = { mode: "full", sizes: [], flow: { asset: "cash", amount: DEPOSIT } };
const stateOf = async ({ account }: Member): Promise<number> =>
  (await venue.get<{ state: number }>("SizingGate", venue.gate, "health", [account.account])).state;

it("is an account from its first block, and becomes healthy with its sponsor's money", async () => {
  expect(await stateOf(pool), "registered by its constructor, and empty").toBe(1);
  const [step, proof] = valid(pool, deposit);
  await callPool(operator, "refresh", [gateForm(step, proof)]);
  pool = after(step);
  expect(await stateOf(pool)).toBe(2);
  expect(await venue.get("CollateralVault", venue.vault, "held", [0])).toBe(DEPOSIT);
});

it("refuses a desk that is not proven, though both proofs are true", async () => {
  const unproven = valid(desk, deposit);
  const own = valid(pool, sideOf(pool, -LOTS, "full"));
  await expect(callPool(operator, "trade", [gateForm(...own), gateForm(...unproven)])).rejects.toThrow(
    /BallastNotHealthy/,
  );
  await sendUpdate(venue, ...unproven);
  desk = after(unproven[0]);
});

it("takes the other side of a desk in one proven pair, and nothing but the truth", async () => {
  const [own, other] = sidesOf(LOTS, "full");
  const [wrong] = sidesOf(LOTS + 1n, "full");
  const theirs = await consentedForm(...other);
  await expect(callPool(operator, "trade", [gateForm(wrong[0], own[1]), theirs])).rejects.toThrow(
    /SizingGateTradesDiffer/,
  );
  const lie = { ...gateForm(...own), newCommitment: gateForm(...wrong).newCommitment };
  await expect(callPool(operator, "trade", [lie, theirs])).rejects.toThrow(/Groth16VerifierInvalidProof/);
  await expect(callPool(sponsor, "trade", [gateForm(...own), theirs])).rejects.toThrow(/PerpetualsPoolNotAllowed/);
  await trade(LOTS, "full");
  expect([sizeOf(pool.book, PERP), sizeOf(desk.book, PERP)]).toEqual([-LOTS, LOTS]);
  expect(pool.book.cash + desk.book.cash).toBe(2n * DEPOSIT);
});

it("lets a desk reduce whose proof it would not take for growth any more", async () => {
  for (let epoch = FIRST_EPOCH + 1n; epoch <= FIRST_EPOCH + 2n; epoch++) {
    data = epochData(epoch);
    await publishEpoch(venue, data);
  }
  const [step, proof] = valid(pool, { mode: "full", sizes: [] });
  await callPool(operator, "refresh", [gateForm(step, proof)]);
  pool = after(step);
  await expect(trade(LOTS, "full")).rejects.toThrow(/BallastProofTooOld/);
  await trade(-LOTS, "reduce");
  expect([sizeOf(pool.book, PERP), sizeOf(desk.book, PERP)]).toEqual([0n, 0n]);
});

it("leaves with its flat book, without a proof, and its tokens go to the sponsor", async () => {
  const { cash, salt } = pool.book;
  const before = await venue.get<bigint>("OddToken", venue.cash, "balanceOf", [sponsor.account.address]);
  await expect(callPool(operator, "close", [cash, salt])).rejects.toThrow(/PerpetualsPoolNotAllowed/);
  await callPool(sponsor, "close", [cash, salt]);
  await callPool(venue.desk, "collect", [0]);
  const now = await venue.get<bigint>("OddToken", venue.cash, "balanceOf", [sponsor.account.address]);
  expect(now - before).toBe(cash);
  expect(await stateOf(pool)).toBe(1);
});
