/** What each state-changing function of the contracts costs, and how large the contracts are. */
import { type Address, encodeAbiParameters, parseAbiParameters } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readArtifact } from "../../contracts/deploy/artifacts.ts";
import { expectGas } from "../support/gas-snapshot.ts";
import { FLAT } from "./failure/attempts.ts";
import { workingVenue } from "./failure/scenes.ts";
import { entryPoints } from "./support/any-arguments.ts";
import type { Wallet } from "./support/chain.ts";
import { samplePolicy } from "./support/policies.ts";
import { signReport } from "./support/reports.ts";
import { closeProver } from "./support/toy-prover.ts";
import { NOTICE, type Receipt, RULES, type Venue } from "./support/venue.ts";
import { voidRow } from "./support/void.ts";

// Update the snapshots with BALLAST_UPDATE_SNAPSHOTS=1.
const GAS = "test/contracts/entry-points.snapshot.json";
const SIZES = "test/contracts/sizes.snapshot.json";

/** Proofs are random, and a zero byte of calldata costs 12 gas less than another. */
const TOLERANCE = 2_500n;

let venue: Venue;

beforeAll(async () => {
  venue = await workingVenue();
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

/** The optimizer's choices for one contract change with sources it does not even import, by up to this many bytes as seen. */
const OPTIMIZER = 2_048n;

type Call = () => Promise<Receipt>;

const stranger = (): Wallet => venue.chain.wallets[7] as Wallet;
const gate = (fn: string, args: readonly unknown[] = [], from = venue.owner): Promise<Receipt> =>
  venue.write(from, "SizingGate", venue.gate, fn, args);
const market = (fn: string, args: readonly unknown[] = [], from = venue.owner): Promise<Receipt> =>
  venue.write(from, "MarketRegistry", venue.market, fn, args);
const vault = (fn: string, args: readonly unknown[]): Promise<Receipt> =>
  venue.write(venue.maker, "CollateralVault", venue.vault, fn, args);
const policies = (fn: string, args: readonly unknown[] = []): Promise<Receipt> =>
  venue.write(venue.owner, "PolicyRegistry", venue.policies, fn, args);
const router = (fn: string, args: readonly unknown[] = [], from = venue.owner): Promise<Receipt> =>
  venue.write(from, "VerifierRouter", venue.router, fn, args);
const rows = (fn: string, args: readonly unknown[]): Promise<Receipt> =>
  venue.write(venue.owner, "LinearRows", venue.rows as Address, fn, args);
const after = async (first: () => Promise<unknown>, then: Call): Promise<Receipt> => {
  await first();
  return then();
};
const wait = async (seconds: bigint): Promise<void> => venue.chain.goTo((await venue.chain.now()) + seconds);

const stricter = { ...RULES, tradesPerEpoch: 1 };
const encodedRules = encodeAbiParameters(parseAbiParameters("uint64, uint64, uint64, uint8, uint16"), [
  ...([stricter.refreshEvery, stricter.grace, stricter.defaultAfter] as const),
  ...([stricter.maxMaintenance, stricter.tradesPerEpoch] as const),
]);
const publishers = (): readonly unknown[] => [venue.publishers.map(({ account }) => account.address), 1n];
const policy = { ...samplePolicy(), imFactor: 12_000 };

/** Offering, taking and giving up what has an owner. */
const owned = (contract: string, address: () => Address): Readonly<Record<string, Call>> => {
  const send = (fn: string, args: readonly unknown[] = [], from = venue.owner) =>
    venue.write(from, contract, address(), fn, args);
  const offer = () => send("transferOwnership", [stranger().account.address]);
  return {
    [`${contract}.transferOwnership`]: offer,
    [`${contract}.acceptOwnership`]: () => after(offer, () => send("acceptOwnership", [], stranger())),
    [`${contract}.renounceOwnership`]: () => send("renounceOwnership"),
  };
};

/** Naming, taking and ending a guardian's office. */
const guarded = (contract: string, address: () => Address): Readonly<Record<string, Call>> => {
  const send = (fn: string, args: readonly unknown[] = [], from = venue.owner) =>
    venue.write(from, contract, address(), fn, args);
  const nominate = () => send("proposeGuardian", [stranger().account.address]);
  return {
    [`${contract}.proposeGuardian`]: nominate,
    [`${contract}.acceptGuardian`]: () => after(nominate, () => send("acceptGuardian", [], stranger())),
    [`${contract}.revokeGuardian`]: () => send("revokeGuardian"),
  };
};

/** One call of each function, where it does what it is for. Those that are measured elsewhere say where. */
const CALLS: Readonly<Record<string, Call | string>> = {
  "SizingGate.register": () => gate("register", [1], stranger()),
  "SizingGate.update": "test/contracts/gate/gas.snapshot.json",
  "SizingGate.updatePair": "test/contracts/gate/gas.snapshot.json",
  "SizingGate.moveAccount": "test/contracts/gate/move.gas.snapshot.json",
  "SizingGate.flatExit": () => gate("flatExit", [FLAT.cash, FLAT.salt], venue.desk),
  "SizingGate.markDefault": () =>
    after(
      async () => {
        for (let epoch = 2n; epoch <= 11n; epoch += 1n) await venue.publish(epoch);
      },
      () => gate("markDefault", [venue.desk.account.address], stranger()),
    ),
  "SizingGate.pause": () => gate("pause", [], venue.guardian),
  "SizingGate.endPause": () =>
    after(
      () => gate("pause"),
      () => gate("endPause"),
    ),
  "SizingGate.setTradeLimit": () => gate("setTradeLimit", [venue.desk.account.address, 7]),
  "SizingGate.setMandateBook": () => gate("setMandateBook", [venue.router], venue.desk),
  "CollateralVault.collect": "within a deposit, test/contracts/gate/gas.snapshot.json",
  "CollateralVault.credit": "within a withdrawal by proof, test/contracts/gate/gas.snapshot.json",
  "CollateralVault.withdraw": () => venue.write(venue.desk, "CollateralVault", venue.vault, "withdraw", [1, 2n]),
  "CollateralVault.advance": () => vault("advance", [5n]),
  "CollateralVault.recover": () =>
    after(
      () => vault("advance", [5n]),
      () => vault("recover", [5n]),
    ),
  "MarketRegistry.publishMarket": "test/contracts/market/gas.snapshot.json",
  "MarketRegistry.poke": "test/contracts/market/gas.snapshot.json",
  "MarketRegistry.publishSheet": () =>
    after(
      () => venue.publishMarket({ epoch: 2n }),
      async () => {
        const signers = venue.publishers.slice(0, 2);
        const { report, signatures } = await signReport(venue.market, venue.chainId, signers, { epoch: 2n });
        return market("publishSheet", [report, signatures]);
      },
    ),
  "MarketRegistry.proposePublishers": () => market("proposePublishers", publishers()),
  "MarketRegistry.cancelPublishers": () =>
    after(
      () => market("proposePublishers", publishers()),
      () => market("cancelPublishers"),
    ),
  "MarketRegistry.proposeRules": () => market("proposeRules", [stricter]),
  "MarketRegistry.cancelChange": () =>
    after(
      () => market("proposeRules", [stricter]),
      () => market("cancelChange", [8n]),
    ),
  "MarketRegistry.activate": () =>
    after(
      async () => {
        await market("proposeRules", [stricter]);
        await wait(NOTICE);
      },
      () => market("activate", [8n, encodedRules], stranger()),
    ),
  "MarketRegistry.markVoid": "within LinearRows.voidRow",
  "LinearRows.voidRow": () => voidRow(venue, stranger(), { epoch: 1n }),
  "LinearRows.state": () => rows("state", [17n, 0n]),
  "LinearRows.cancel": () =>
    after(
      () => rows("state", [17n, 0n]),
      () => rows("cancel", [17n]),
    ),
  "MarketRegistry.proposeFeed": "needs feeds: test/contracts/governance/feeds.test.ts",
  "PolicyRegistry.propose": () => policies("propose", [policy, samplePolicy()]),
  "PolicyRegistry.cancel": () =>
    after(
      () => policies("propose", [policy, samplePolicy()]),
      () => policies("cancel"),
    ),
  "VerifierRouter.add": () => router("add", [1, venue.verifiers[1]]),
  "VerifierRouter.stop": () => router("stop", [1, 1], venue.guardian),
  "VerifierRouter.resume": () =>
    after(
      () => router("stop", [1, 1]),
      () => router("resume", [1, 1]),
    ),
  ...owned("SizingGate", () => venue.gate),
  ...owned("MarketRegistry", () => venue.market),
  ...owned("PolicyRegistry", () => venue.policies),
  ...owned("VerifierRouter", () => venue.router),
  ...owned("LinearRows", () => venue.rows as Address),
  ...guarded("SizingGate", () => venue.gate),
  ...guarded("VerifierRouter", () => venue.router),
};

it("every entry point stays at its snapshot, here or in the file that is named", async () => {
  const names = entryPoints(venue).map(({ contract, entry }) => `${contract}.${entry.name}`);
  expect(Object.keys(CALLS).sort()).toEqual(names.sort());
  const measured: Record<string, bigint> = {};
  for (const [name, call] of Object.entries(CALLS)) {
    if (typeof call !== "string") measured[name] = (await venue.chain.undone(call)).gasUsed;
  }
  expectGas(GAS, measured, TOLERANCE);
});

it("contracts stay at their sizes, below the limit of 24,576 bytes", () => {
  const names = [
    "SizingGate",
    "MarketRegistry",
    "PolicyRegistry",
    "CollateralVault",
    "VerifierRouter",
    "MandateBook",
    "BatchRelay",
    "DefaultFund",
    "DefaultKey",
    "LinearRows",
  ];
  const sizes = Object.fromEntries(
    names.map((name) => [name, BigInt(readArtifact(name).deployedBytecode.length - 2) / 2n]),
  );
  for (const [name, size] of Object.entries(sizes)) expect(size, name).toBeLessThanOrEqual(24_576n);
  expectGas(SIZES, sizes, OPTIMIZER);
});
