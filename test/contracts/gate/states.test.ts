import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf, type Change, proven, register, update } from "../support/changes.ts";
import { expectRevert } from "../support/reverts.ts";
import { closeProver } from "../support/toy-prover.ts";
import { newVenue, type Venue } from "../support/venue.ts";

// The test venue: refresh within 3 ticks, grace 2, default after 4 more, 2 maintenance refreshes in a row.
const STATES = ["Unregistered", "Empty", "Healthy", "Maintenance", "Stale", "Defaulted"] as const;

interface Health {
  state: number;
  class: number;
  provenEpoch: bigint;
  age: bigint;
  maintenance: number;
}

let venue: Venue;
let desk: Address;

beforeAll(async () => {
  venue = await newVenue();
  desk = venue.desk.account.address;
  await register(venue, venue.desk);
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const health = (who = desk): Promise<Health> => venue.get<Health>("SizingGate", venue.gate, "health", [who]);
const state = async (who = desk): Promise<string | undefined> => STATES[(await health(who)).state];
const send = async (over: Partial<Change> = {}) => update(venue, venue.desk, await proven(venue, desk, over));
const publishTo = async (from: bigint, to: bigint): Promise<void> => {
  for (let epoch = from; epoch <= to; epoch += 1n) await venue.publish(epoch);
};
const markDefault = () => venue.write(venue.owner, "SizingGate", venue.gate, "markDefault", [desk]);

describe("an account over time", () => {
  it("is unregistered, then empty for as long as it likes", () =>
    venue.chain.undone(async () => {
      expect(await state(venue.maker.account.address)).toBe("Unregistered");
      await publishTo(2n, 14n);
      expect(await health()).toEqual({ state: 1, class: 1, provenEpoch: 0n, age: 0n, maintenance: 0 });
      await expectRevert(markDefault(), "SizingGateNotDefaulted", [desk, 1]);
      await send({ flowAmount: 1n });
      expect(await state()).toBe("Healthy");
    }));

  it("is healthy until refreshEvery + grace, stale for d ticks more, then frozen", () =>
    venue.chain.undone(async () => {
      await send({ flowAmount: 1_000n });
      await send({ flowAsset: 1, flowAmount: 3n });
      await publishTo(2n, 6n);
      expect(await health()).toEqual({ state: 2, class: 1, provenEpoch: 1n, age: 5n, maintenance: 0 });
      await publishTo(7n, 7n);
      expect(await state()).toBe("Stale");
      await publishTo(8n, 10n);
      expect(await state()).toBe("Stale");
      await expectRevert(markDefault(), "SizingGateNotDefaulted", [desk, 4]);
      await venue.chain.undone(async () => {
        await send();
        expect(await state()).toBe("Healthy");
      });
      await venue.chain.undone(async () => {
        await send({ mode: 1 });
        expect(await state()).toBe("Stale");
      });
      await publishTo(11n, 11n);
      expect(await state()).toBe("Defaulted");
      for (const mode of [0, 1, 2]) await expectRevert(send({ mode }), "SizingGateAccountDefaulted", [desk]);
    }));

  it("gives its collateral tokens to the default fund, once, and keeps its commitment", () =>
    venue.chain.undone(async () => {
      await send({ flowAmount: 1_000n });
      await send({ flowAsset: 1, flowAmount: 3n });
      await send({ flowAsset: 2, flowAmount: 4n });
      const { commitment } = await accountOf(venue, desk);
      await publishTo(2n, 11n);
      await markDefault();
      for (const [asset, lots] of [0n, 3n, 4n].entries()) {
        const claim = await venue.get("CollateralVault", venue.vault, "claimable", [venue.fund, asset]);
        expect(claim).toBe(lots);
      }
      const after = await accountOf(venue, desk);
      expect([after.commitment, after.seized]).toEqual([commitment, true]);
      expect(await state()).toBe("Defaulted");
      await expectRevert(markDefault(), "SizingGateAlreadySeized", [desk]);
      await expectRevert(send(), "SizingGateAccountDefaulted", [desk]);
    }));

  it("survives on maintenance m epochs in a row, and not more", () =>
    venue.chain.undone(async () => {
      await send({ flowAmount: 1_000n });
      await send({ mode: 2 });
      expect(await health()).toMatchObject({ state: 3, maintenance: 1 });
      await send({ mode: 2, flowAmount: 5n });
      expect((await health()).maintenance).toBe(1);
      await publishTo(2n, 5n);
      await send({ mode: 1 });
      expect(await health()).toMatchObject({ state: 3, maintenance: 1, provenEpoch: 1n });
      await send({ mode: 2 });
      expect(await health()).toMatchObject({ state: 3, maintenance: 2, provenEpoch: 5n });
      await publishTo(6n, 6n);
      await expectRevert(send({ mode: 2 }), "SizingGateMaintenanceExhausted", [2]);
      await send();
      expect(await health()).toMatchObject({ state: 2, maintenance: 0 });
      await send({ mode: 2 });
      expect((await health()).maintenance).toBe(1);
    }));

  it("does not age while no epoch is published in time", () =>
    venue.chain.undone(async () => {
      await send({ flowAmount: 1_000n });
      await venue.publish(500n);
      expect(await health()).toMatchObject({ state: 2, age: 1n });
    }));

  it("is proven at the predecessor's tick when it uses the predecessor", () =>
    venue.chain.undone(async () => {
      await venue.publish(2n);
      await send({ flowAmount: 1_000n, epoch: 1n });
      expect(await health()).toMatchObject({ provenEpoch: 1n, age: 1n });
    }));
});
