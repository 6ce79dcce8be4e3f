/**
 * A venue brings a second version of desk-8's verifier, of another key, and stops the first. Ten live accounts with positions go over by
 * their next update; no book is opened. Proofs are of the keys' published trapdoors; but for the first deposits, which are all alike,
 * every constraint of each statement was evaluated.
 */

import { createWalletClient, custom } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sizeOf } from "../../model/book.ts";
import type { Change } from "../../model/change.ts";
import { times } from "../../model/integers.ts";
import { signConsent } from "../../prover/chain/consent.ts";
import { type GateChange, gateChange } from "../../prover/chain/gate-change.ts";
import { matchingVersion, readVerifierVersions } from "../../prover/chain/verifier-version.ts";
import { MNEMONIC, type Wallet } from "../contracts/support/chain.ts";
import { expectRevert } from "../contracts/support/reverts.ts";
import { deployArtifact, NOTICE, type Venue } from "../contracts/support/venue.ts";
import { type Desk8, openDesk8, satisfyingWitness } from "./support/desk-8.ts";
import { type EpochData, epochData, PERP } from "./support/market.ts";
import { after, layOut, type Member, newMember, registerMember, type Step } from "./support/member.ts";
import { secondKeyOf } from "./support/second-key.ts";
import { FIRST_EPOCH, fund, openStage, publishEpoch } from "./support/stage.ts";
import { openTrapdoorProver, type TrapdoorProver } from "./support/trapdoor-prover.ts";

const ACCOUNTS = 10;
const CLASS = 1;
let desk8: Desk8;
let venue: Venue;
let data: EpochData;
let members: Member[];
let provers: Readonly<Record<1 | 2, TrapdoorProver>>;

beforeAll(async () => {
  desk8 = await openDesk8();
  const second = await secondKeyOf(desk8.r1cs);
  provers = { 1: await openTrapdoorProver(desk8), 2: second.prove };
  venue = await openStage(desk8);
  data = epochData(FIRST_EPOCH);
  await publishEpoch(venue, data);
  members = times(ACCOUNTS, (i) => newMember(venue, walletOf(8 + i), 8 + i));
  for (const [i, member] of members.entries()) {
    await venue.chain.request("hardhat_setBalance", [member.wallet.account.address, "0x3635c9adc5dea00000"]);
    await fund(venue, member.wallet);
    await registerMember(venue, member);
    await update(i, { mode: "full", sizes: [], flow: { asset: "cash", amount: 50_000_000_000n } }, 1);
  }
  for (let i = 0; i < ACCOUNTS; i += 2) await trade(i, 100n + BigInt(i), [1, 1]);
  const newer = await deployArtifact(venue.chain, second.verifier, []);
  await router("add", newer);
  await venue.chain.goTo((await venue.chain.now()) + NOTICE + 1n);
  data = epochData(FIRST_EPOCH + NOTICE / 3_600n + 1n);
  await publishEpoch(venue, data);
}, 900_000);
afterAll(() => venue.chain.close());

function walletOf(addressIndex: number): Wallet {
  const transport = custom(
    { request: ({ method, params }) => venue.chain.request(method, params ?? []) },
    { retryCount: 0 },
  );
  return createWalletClient({
    account: mnemonicToAccount(MNEMONIC, { addressIndex }),
    chain: venue.desk.chain,
    transport,
  });
}

const router = (fn: "add" | "stop" | "resume", argument: unknown) =>
  venue.write(venue.owner, "VerifierRouter", venue.router, fn, [CLASS, argument]);
const memberAt = (i: number): Member => members[i] as Member;
const layOutOf = (i: number, change: Change): Step => {
  const step = layOut(desk8, memberAt(i), change, data);
  if (change.flow === undefined) satisfyingWitness(desk8, step.input);
  return step;
};
const formOf = ({ draft }: Step, version: 1 | 2, key = version): GateChange =>
  gateChange({ ...draft, proof: provers[key](draft.publicInputs) }, version);

async function update(i: number, change: Change, version: 1 | 2, key = version): Promise<void> {
  const step = layOutOf(i, change);
  await venue.write(memberAt(i).wallet, "SizingGate", venue.gate, "update", [formOf(step, version, key)]);
  members[i] = after(step);
}

/** Accounts i and i + 1 trade, each with a proof of its own version. */
async function trade(i: number, lots: bigint, versions: readonly [1 | 2, 1 | 2], mode: Change["mode"] = "full") {
  const change = (j: number, by: bigint): Change => ({
    mode,
    sizes: [{ instrument: PERP, size: sizeOf(memberAt(j).book, PERP) + by }],
    tradeSalt: 31n + BigInt(i),
  });
  const [one, two] = [layOutOf(i, change(i, lots)), layOutOf(i + 1, change(i + 1, -lots))];
  const second = formOf(two, versions[1]);
  const bundle = { ...two.draft, proof: provers[versions[1]](two.draft.publicInputs) };
  const authorization = await signConsent(memberAt(i + 1).wallet as never, bundle);
  const sides = [formOf(one, versions[0]), { ...second, authorization }];
  await venue.write(memberAt(i).wallet, "SizingGate", venue.gate, "updatePair", sides);
  [members[i], members[i + 1]] = [after(one), after(two)];
}

const refresh: Change = { mode: "full", sizes: [] };

it("two accounts of different versions trade with each other, before and after their moves", async () => {
  await trade(0, 3n, [1, 2]);
  await trade(0, -3n, [2, 1]);
});

it("a proof serves the version of its key alone; the prover takes the newest that accepts it", async () => {
  await expectRevert(update(0, refresh, 2, 1), "Groth16VerifierInvalidProof");
  await expectRevert(update(0, refresh, 1, 2), "Groth16VerifierInvalidProof");
  const live = await readVerifierVersions(venue.chain.read, venue.router, CLASS, "full");
  expect(live.map(({ version }) => version)).toEqual([2, 1]);
  const { draft } = layOutOf(0, refresh);
  for (const version of [1, 2] as const) {
    const bundle = { ...draft, proof: provers[version](draft.publicInputs) };
    expect(await matchingVersion(venue.chain.read, venue.router, CLASS, bundle)).toBe(version);
  }
});

it("a version that waits out its notice is not taken for one that serves", async () => {
  await venue.chain.undone(async () => {
    await router("add", venue.verifiers[0]);
    const live = await readVerifierVersions(venue.chain.read, venue.router, CLASS, "full");
    expect(live.map(({ version }) => version)).toEqual([2, 1]);
  });
});

it("ten accounts with positions are on the second version by their next update, and no book is opened", async () => {
  for (const [i, { book }] of members.entries()) {
    expect(sizeOf(book, PERP)).not.toBe(0n);
    await update(i, refresh, 2);
  }
  const exits = await venue.chain.read.getContractEvents({
    address: venue.gate,
    abi: [{ type: "event", name: "Exited", inputs: [] }],
    fromBlock: 0n,
  });
  expect(exits).toEqual([]);
});

it("the first version, stopped, serves no growth and still serves maintenance and reductions", async () => {
  await router("stop", 1);
  await expectRevert(update(0, refresh, 1), "VerifierRouterStopped", [CLASS, 1]);
  await expectRevert(trade(0, 1n, [1, 2]), "VerifierRouterStopped", [CLASS, 1]);
  await update(0, { mode: "maintenance", sizes: [] }, 1);
  await trade(2, -5n, [1, 1], "reduce");
  await trade(4, -5n, [1, 2], "reduce");
  expect(sizeOf(memberAt(2).book, PERP)).toBe(97n);
  const modes = ["full", "reduce", "maintenance"] as const;
  const live = await Promise.all(
    modes.map((mode) => readVerifierVersions(venue.chain.read, venue.router, CLASS, mode)),
  );
  expect(live.map((list) => list.map(({ version }) => version))).toEqual([[2], [2, 1], [2, 1]]);
});
