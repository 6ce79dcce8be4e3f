/** A venue behind a timelock, with an account that holds a flat book, and something of everything that can wait. */
import { type Address, encodeAbiParameters, type Hex, parseAbiParameters } from "viem";
import { flatBook } from "../support/books.ts";
import { type Change, proven, register, trade, update } from "../support/changes.ts";
import { samplePolicy } from "../support/policies.ts";
import { marketOf, signReport } from "../support/reports.ts";
import {
  abiOf,
  deployArtifact,
  GUARDIAN_LIMIT,
  HOUR,
  newVenue,
  RULES,
  TIGHTEN_NOTICE,
  testArtifact,
  type Venue,
} from "../support/venue.ts";
import { statedRows } from "../support/void.ts";

/** Who calls. The owner is the timelock itself; heir and nominee have an offer to accept. */
export const ROLES = [
  ...(["nobody", "account", "guardian", "owner", "proposer", "executor", "canceller"] as const),
  ...(["publisher", "deployer", "heir", "nominee"] as const),
] as const;

/** One of them. */
export type Role = (typeof ROLES)[number];

/** What the account's flat book says. */
export const FLAT = { cash: 900n, salt: 77n } as const;

/** The venue, who is who, and arguments that take some making. */
export interface Scene {
  readonly venue: Venue;
  readonly of: Readonly<Record<Role, Address>>;
  readonly rules: Hex;
  readonly book: Address;
  readonly relay: Address;
  readonly change: Change;
  readonly pair: readonly [Change, Change];
  readonly market: object;
  readonly sheet: readonly unknown[];
}

const member = (index: number): Address => `0x${(0xa0_00n + BigInt(index)).toString(16).padStart(40, "1")}`;

/** Sends a call from any address, as if its key were at hand; fails when it reverts. */
export async function sendAs(
  { chain }: Venue,
  from: Address,
  call: { contract: string; address: Address; fn: string; args: readonly unknown[] },
): Promise<void> {
  const request = { abi: abiOf(call.contract), address: call.address, functionName: call.fn, args: [...call.args] };
  await chain.read.simulateContract({ ...request, account: from });
  await chain.request("hardhat_impersonateAccount", [from]);
  await chain.request("hardhat_setBalance", [from, "0xde0b6b3a7640000"]);
  const [wallet] = chain.wallets;
  await wallet?.writeContract({ ...request, account: from });
}

/** The contracts that have an owner. */
export const owned = (venue: Venue): readonly (readonly [string, Address])[] => [
  ["PolicyRegistry", venue.policies],
  ["MarketRegistry", venue.market],
  ["VerifierRouter", venue.router],
  ["SizingGate", venue.gate],
  ["DefaultKey", venue.defaultKey as Address],
  ["LinearRows", venue.rows as Address],
];

/** Offers that wait to be accepted, and rules whose notice has passed. */
async function makeOffers(venue: Venue, of: Scene["of"], next: object): Promise<void> {
  const asOwner = (contract: string, address: Address, fn: string, args: readonly unknown[]) =>
    sendAs(venue, of.owner, { contract, address, fn, args });
  for (const [contract, address] of owned(venue)) await asOwner(contract, address, "transferOwnership", [of.heir]);
  for (const [contract, address] of owned(venue).slice(2, 4))
    await asOwner(contract, address, "proposeGuardian", [of.nominee]);
  await asOwner("MarketRegistry", venue.market, "proposeRules", [next]);
  await venue.chain.goTo((await venue.chain.now()) + TIGHTEN_NOTICE);
}

/** Builds the scene: after it, the epoch after the next may be published, and a sheet waits for its signatures. */
export async function newScene(): Promise<Scene> {
  const proposer = member(1);
  const [executor, canceller] = [member(2), member(3)];
  const governance = {
    delay: BigInt(GUARDIAN_LIMIT - 1),
    proposers: [proposer],
    executors: [executor],
    cancellers: [canceller],
  };
  const timing = { expiry: 10n * HOUR };
  const fund = {
    ...{ notice: 12n * HOUR, window: HOUR, duration: HOUR, recoverAfter: HOUR },
    startBps: 12_000,
    floorBps: 5_000,
  };
  const rows = await statedRows();
  const venue = await newVenue({ fund, governance, policy: samplePolicy() as never, firstEpoch: false, timing, rows });
  const of: Scene["of"] = {
    ...{ nobody: member(0), proposer, executor, canceller, heir: member(4), nominee: member(5) },
    account: venue.desk.account.address,
    guardian: venue.guardian.account.address,
    owner: venue.timelock as Address,
    publisher: (venue.publishers[0] as Venue["owner"]).account.address,
    deployer: venue.owner.account.address,
  };
  const next = { ...RULES, tradesPerEpoch: 1 };
  await makeOffers(venue, of, next);
  const epoch = await venue.publish(((await venue.chain.now()) - venue.start) / HOUR);
  const desk = of.account;
  for (const wallet of [venue.desk, venue.maker]) {
    await register(venue, wallet);
    await update(venue, wallet, await proven(venue, wallet.account.address, { flowAmount: 1_000n }));
  }
  const out = { flowAsset: 1, flowAmount: 2n };
  await update(venue, venue.desk, await proven(venue, desk, { ...out, flowAmount: 5n }));
  await update(venue, venue.desk, await proven(venue, desk, { ...out, flowOut: true }));
  await update(venue, venue.desk, await proven(venue, desk, { newCommitment: flatBook(FLAT.cash, [3n], FLAT.salt) }));
  await venue.publishMarket({ epoch: epoch + 1n });
  await venue.chain.goTo(venue.start + (epoch + 2n) * HOUR);
  const signers = venue.publishers.slice(0, 2);
  const signed = await signReport(venue.market, venue.chainId, signers, { epoch: epoch + 1n });
  return {
    venue,
    of,
    rules: encodeAbiParameters(parseAbiParameters("uint64, uint64, uint64, uint8, uint16"), [
      ...([next.refreshEvery, next.grace, next.defaultAfter] as const),
      ...([next.maxMaintenance, next.tradesPerEpoch] as const),
    ]),
    book: await deployArtifact(venue.chain, testArtifact("MandateBook"), []),
    relay: await deployArtifact(venue.chain, testArtifact("BatchRelay"), []),
    change: await proven(venue, desk, {}),
    pair: await trade(venue),
    market: marketOf({ epoch: epoch + 2n }),
    sheet: [signed.report, signed.signatures],
  };
}
