import { type Address, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Wallet } from "../support/chain.ts";
import { expectRevert } from "../support/reverts.ts";
import { GUARDIAN_LIMIT, newVenue, type Venue } from "../support/venue.ts";

const FOR_GOOD = 2 ** 40 - 1;
const VERSION = [1, 1] as const;

let venue: Venue;

beforeAll(async () => {
  venue = await newVenue({ firstEpoch: false });
});
afterAll(() => venue.chain.close());

/** The two things that can be stopped, told alike. */
const stoppable = () =>
  [
    { contract: "SizingGate", address: venue.gate, stop: "pause", end: "endPause", state: "pauseState", args: [] },
    {
      contract: "VerifierRouter",
      address: venue.router,
      stop: "stop",
      end: "resume",
      state: "stopUntil",
      args: VERSION,
    },
  ] as const;

type Part = ReturnType<typeof stoppable>[number];

const call = (part: Part, from: Wallet, fn: string, args: readonly unknown[]) =>
  venue.write(from, part.contract, part.address, fn, args);
const stop = (part: Part, from: Wallet) => call(part, from, part.stop, part.args);
const end = (part: Part, from: Wallet) => call(part, from, part.end, part.args);
const state = (part: Part) => venue.get<[number, boolean]>(part.contract, part.address, part.state, part.args);
const holds = async (part: Part): Promise<boolean> =>
  part.contract === "SizingGate"
    ? venue.get<boolean>(part.contract, part.address, "paused")
    : (await venue.get<[Address, bigint, boolean]>(part.contract, part.address, "entry", part.args))[2];

describe.each([0, 1])("a stop of part %i", (index) => {
  const part = (): Part => stoppable()[index] as Part;

  it("by the guardian lapses after the limit, and is spent until the owner speaks", () =>
    venue.chain.undone(async () => {
      await stop(part(), venue.guardian);
      const until = Number(await venue.chain.now()) + GUARDIAN_LIMIT;
      expect(await state(part())).toEqual([until, true]);
      expect(await holds(part())).toBe(true);
      await expectRevert(stop(part(), venue.guardian), "GuardedStopSpent");
      await venue.chain.goTo(BigInt(until) - 1n);
      expect(await holds(part())).toBe(true);
      await venue.chain.goTo(BigInt(until));
      expect(await holds(part())).toBe(false);
      await expectRevert(stop(part(), venue.guardian), "GuardedStopSpent");
      await end(part(), venue.owner);
      await stop(part(), venue.guardian);
      expect(await holds(part())).toBe(true);
    }));

  it("lasts when the owner confirms it, and the guardian cannot shorten the owner's", () =>
    venue.chain.undone(async () => {
      await stop(part(), venue.guardian);
      await stop(part(), venue.owner);
      expect(await state(part())).toEqual([FOR_GOOD, true]);
      await venue.chain.goTo((await venue.chain.now()) + BigInt(GUARDIAN_LIMIT) + 1n);
      expect(await holds(part())).toBe(true);
      await end(part(), venue.owner);
      expect([await holds(part()), await state(part())]).toEqual([false, [0, false]]);
      await stop(part(), venue.owner);
      await stop(part(), venue.guardian);
      expect(await state(part())).toEqual([FOR_GOOD, true]);
    }));

  it("is ended by the owner alone", () =>
    venue.chain.undone(async () => {
      await stop(part(), venue.guardian);
      for (const other of [venue.guardian, venue.desk])
        await expect(end(part(), other)).rejects.toThrow(/OwnableUnauthorizedAccount/);
      await expectRevert(stop(part(), venue.desk), "GuardedNotGuardian", [venue.desk.account.address]);
    }));

  it("belongs to an office that is offered by the owner and taken by whom it was offered to", () =>
    venue.chain.undone(async () => {
      const desk = venue.desk.account.address;
      const who = () => venue.get<Address>(part().contract, part().address, "guardian");
      await expectRevert(call(part(), venue.desk, "acceptGuardian", []), "GuardedNotNominee", [desk]);
      await call(part(), venue.owner, "proposeGuardian", [desk]);
      expect((await who()).toLowerCase()).toBe(venue.guardian.account.address.toLowerCase());
      await expectRevert(stop(part(), venue.desk), "GuardedNotGuardian");
      await call(part(), venue.desk, "acceptGuardian", []);
      await expectRevert(stop(part(), venue.guardian), "GuardedNotGuardian");
      await expectRevert(call(part(), venue.desk, "acceptGuardian", []), "GuardedNotNominee");
      await stop(part(), venue.desk);
      await call(part(), venue.owner, "proposeGuardian", [venue.maker.account.address]);
      await call(part(), venue.owner, "revokeGuardian", []);
      await expectRevert(call(part(), venue.maker, "acceptGuardian", []), "GuardedNotNominee");
      expect(await who()).toBe(zeroAddress);
      expect(await holds(part()), "a stop outlives the office").toBe(true);
      await expectRevert(stop(part(), venue.desk), "GuardedNotGuardian");
    }));
});
