import { type Address, encodeFunctionData, getAddress, type Hex, zeroAddress, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployBallast } from "../../../contracts/deploy/deploy.ts";
import {
  executeCall,
  type GovernanceConfig,
  type GovernedCall,
  scheduleCall,
  TIMELOCK_ROLES,
  timelockBatch,
} from "../../../contracts/deploy/timelock.ts";
import { marketRegistryAbi } from "../../../contracts/generated/abi.ts";
import type { Wallet } from "../support/chain.ts";
import { samplePolicy } from "../support/policies.ts";
import { abiOf, configOf, GUARDIAN_LIMIT, newVenue, RULES, TIGHTEN_NOTICE, type Venue } from "../support/venue.ts";

const DELAY = 86_400n;
const OWNED = {
  PolicyRegistry: "policies",
  MarketRegistry: "market",
  VerifierRouter: "router",
  SizingGate: "gate",
} as const;

let venue: Venue;
let timelock: Address;
let proposer: Wallet;
let executor: Wallet;
let canceller: Wallet;

const addressOf = ({ account }: Wallet): Address => account.address;

beforeAll(async () => {
  const { chain } = await newVenue({ firstEpoch: false });
  [proposer, executor, canceller] = chain.wallets.slice(5, 8) as [Wallet, Wallet, Wallet];
  const governance: GovernanceConfig = {
    delay: DELAY,
    proposers: [addressOf(proposer)],
    executors: [addressOf(executor)],
    cancellers: [addressOf(canceller)],
  };
  venue = await newVenue({ governance, policy: samplePolicy() as never, firstEpoch: false }, chain);
  timelock = getAddress(venue.timelock as Address);
});
afterAll(() => venue.chain.close());

const has = (role: Hex, who: Address) => venue.get<boolean>("TimelockController", timelock, "hasRole", [role, who]);
const send = async (from: Wallet, { to, data }: GovernedCall) => {
  await venue.chain.read.call({ account: from.account, to, data });
  const hash = await from.sendTransaction({ to, data });
  expect((await venue.chain.read.getTransactionReceipt({ hash })).status).toBe("success");
};
const change = (): GovernedCall => {
  const args = [{ ...RULES, tradesPerEpoch: 1 }] as const;
  return { to: venue.market, data: encodeFunctionData({ abi: marketRegistryAbi, functionName: "proposeRules", args }) };
};

describe("a venue that is handed over", () => {
  it("belongs to a timelock that is its own only admin, and the deployer has no right left", async () => {
    const deployer = addressOf(venue.owner);
    for (const [name, field] of Object.entries(OWNED)) {
      expect(await venue.get("TimelockController", timelock, "getMinDelay")).toBe(DELAY);
      expect(await venue.get<Address>(name, venue[field], "owner")).toBe(timelock);
      expect(await venue.get<Address>(name, venue[field], "pendingOwner")).toBe(zeroAddress);
      const again = venue.write(venue.owner, name, venue[field], "transferOwnership", [deployer]);
      await expect(again).rejects.toThrow(/OwnableUnauthorizedAccount/);
    }
    for (const role of [...Object.values(TIMELOCK_ROLES), zeroHash]) expect(await has(role, deployer)).toBe(false);
    expect(await has(zeroHash, timelock)).toBe(true);
    const [schedules, executes, cancels] = [
      TIMELOCK_ROLES.proposers,
      TIMELOCK_ROLES.executors,
      TIMELOCK_ROLES.cancellers,
    ];
    for (const [role, holder] of [
      [schedules, proposer],
      [executes, executor],
      [cancels, canceller],
    ] as const)
      for (const other of [proposer, executor, canceller]) {
        expect(await has(role, addressOf(other))).toBe(other === holder);
        expect(await has(zeroHash, addressOf(other))).toBe(false);
      }
  });

  it("is changed by what a proposer scheduled, an executor executed after the delay, and the notice let pass", () =>
    venue.chain.undone(async () => {
      const batch = timelockBatch([change()]);
      const early = scheduleCall(timelock, batch, DELAY - 1n);
      await expect(send(proposer, early)).rejects.toThrow(/TimelockInsufficientDelay/);
      await expect(send(executor, scheduleCall(timelock, batch, DELAY))).rejects.toThrow(/AccessControlUnauthorized/);
      await send(proposer, scheduleCall(timelock, batch, DELAY));
      await expect(send(executor, executeCall(timelock, batch))).rejects.toThrow(/TimelockUnexpectedOperationState/);
      await venue.chain.goTo((await venue.chain.now()) + DELAY);
      await expect(send(proposer, executeCall(timelock, batch))).rejects.toThrow(/AccessControlUnauthorized/);
      await send(executor, executeCall(timelock, batch));
      const [, activeFrom] = await venue.get<[Hex, bigint]>("MarketRegistry", venue.market, "pendingChange", [8n]);
      expect(activeFrom).toBe((await venue.chain.now()) + TIGHTEN_NOTICE);
    }));

  it("is not changed by what a canceller withdrew", () =>
    venue.chain.undone(async () => {
      const batch = timelockBatch([change()]);
      await send(proposer, scheduleCall(timelock, batch, DELAY));
      const args = [batch.targets, batch.values, batch.payloads, batch.predecessor, batch.salt];
      const id = await venue.get<Hex>("TimelockController", timelock, "hashOperationBatch", args);
      const cancel = { abi: abiOf("TimelockController"), functionName: "cancel", args: [id] } as const;
      const call = { to: timelock, data: encodeFunctionData(cancel) };
      await expect(send(proposer, call)).rejects.toThrow(/AccessControlUnauthorized/);
      await send(canceller, call);
      await venue.chain.goTo((await venue.chain.now()) + DELAY);
      await expect(send(executor, executeCall(timelock, batch))).rejects.toThrow(/TimelockUnexpectedOperationState/);
    }));
});

it("a governance that could not act is refused before anything is deployed", async () => {
  const clients = { read: venue.chain.read, wallet: venue.owner };
  const sound: GovernanceConfig = {
    delay: 1n,
    proposers: [timelock],
    executors: [zeroAddress],
    cancellers: [timelock],
  };
  const verifiers = [
    { bookClass: "desk-8", artifact: { abi: [], bytecode: "0x", contractName: "None" }, development: true },
  ];
  const base = { owner: addressOf(venue.owner), cash: venue.cash, tokens: venue.tokens, publishers: [timelock] };
  const deploy = (over: object) =>
    deployBallast(clients, {
      ...configOf(base, 1n, verifiers as never, {}),
      ...{ policy: samplePolicy() as never, governance: sound },
      ...over,
    });
  const block = await venue.chain.read.getBlockNumber();
  for (const [edit, words] of [
    [{ proposers: [] }, /governance.proposers: none/],
    [{ executors: [] }, /governance.executors: none/],
    [{ cancellers: [] }, /governance.cancellers: none/],
    [{ delay: 0n }, /governance.delay: zero/],
    [{ delay: BigInt(GUARDIAN_LIMIT) }, /governance.delay: not below/],
  ] as const)
    await expect(deploy({ governance: { ...sound, ...edit } })).rejects.toThrow(words);
  await expect(deploy({ policy: undefined })).rejects.toThrow(/policy: none given/);
  expect(await venue.chain.read.getBlockNumber()).toBe(block);
});
