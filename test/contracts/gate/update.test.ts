import { type Address, decodeEventLog, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { bookClasses } from "../../../contracts/generated/classes.ts";
import {
  accountOf,
  type Change,
  consent,
  draft,
  inputsOf,
  opening,
  proven,
  register,
  update,
} from "../support/changes.ts";
import { expectRevert } from "../support/reverts.ts";
import { closeProver } from "../support/toy-prover.ts";
import { EXPIRY, HOUR, newVenue, type Receipt, type Venue } from "../support/venue.ts";

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

const updatedIn = (receipt: Receipt) => {
  const log = receipt.logs.find((each) => each.address.toLowerCase() === venue.gate.toLowerCase());
  if (log === undefined) throw new Error("the gate logged nothing");
  const topics = log.topics as [Hex, ...Hex[]];
  return decodeEventLog({ abi: sizingGateAbi, eventName: "Updated", topics, data: log.data }).args;
};

const held = (asset: number): Promise<bigint> => venue.get("CollateralVault", venue.vault, "held", [asset]);
const claim = (who: Address, asset: number): Promise<bigint> =>
  venue.get("CollateralVault", venue.vault, "claimable", [who, asset]);

/** Sends a change with a true proof of whatever the gate would build for it. */
const send = async (over: Partial<Change>) => update(venue, venue.desk, await proven(venue, desk, over));

/** Sends a change without a proof: the condition must fail before any proof is looked at. */
const tryUnproven = async (over: Partial<Change>) => update(venue, venue.desk, await draft(venue, desk, over));

describe("registration", () => {
  it("starts at the constant commitment of the class, once", async () => {
    expect((await accountOf(venue, desk)).commitment).toBe(bookClasses["desk-8"].emptyCommitment);
    const { emptyCommitment } = bookClasses["desk-16"];
    expect(await venue.get("SizingGate", venue.gate, "emptyCommitment", [2])).toBe(emptyCommitment);
    await expectRevert(register(venue, venue.desk), "SizingGateAlreadyRegistered", [desk]);
    await expectRevert(register(venue, venue.maker, 3), "SizingGateUnknownClass", [3]);
    await expectRevert(venue.get("SizingGate", venue.gate, "emptyCommitment", [9]), "SizingGateUnknownClass", [9]);
  });
});

describe("an accepted update", () => {
  it("moves the commitment, the nonce and the tokens, and logs what an auditor replays", () =>
    venue.chain.undone(async () => {
      const change = await proven(venue, desk, { flowAsset: 2, flowAmount: 5n });
      const [oldCommitment, newCommitment, riskRoot, , call] = await inputsOf(venue, change);
      const receipt = await update(venue, venue.desk, change);
      expect(updatedIn(receipt)).toEqual({
        account: desk,
        epoch: 1n,
        oldCommitment,
        newCommitment,
        riskRoot,
        trade: 0n,
        call,
        nonce: 0n,
        deadline: change.deadline,
        recipient: change.recipient,
        version: 1,
        opening: change.opening,
      });
      const after = await accountOf(venue, desk);
      expect([after.commitment, after.nonce, after.collateral]).toEqual([newCommitment, 1n, 5n << 40n]);
      expect(await held(2)).toBe(5n);
      expect(await venue.get("OddToken", venue.tokens[1], "balanceOf", [venue.vault])).toBe(5n * 10n ** 4n);
    }));

  it("builds the fifth input as specified", async () => {
    const over = { flowAsset: 4, flowOut: true, flowAmount: 2n ** 64n - 1n, deadline: 2n ** 64n - 1n };
    for (const change of [await draft(venue, desk), await draft(venue, desk, over)]) {
      const [, , , , call] = await inputsOf(venue, change);
      expect(await venue.get("SizingGate", venue.gate, "callOf", [change])).toBe(call);
      expect(call).toBeLessThan(2n ** 251n);
    }
  });

  it("credits outflows to the recipient, asset by asset", () =>
    venue.chain.undone(async () => {
      await send({ flowAmount: 1_000n });
      await send({ flowAsset: 1, flowAmount: 7n });
      const { owner } = venue;
      await send({ flowAmount: 400n, flowOut: true, recipient: owner.account.address });
      await send({ flowAsset: 1, flowAmount: 7n, flowOut: true, recipient: owner.account.address });
      expect(await claim(owner.account.address, 0)).toBe(400n);
      expect(await claim(owner.account.address, 1)).toBe(7n);
      expect((await accountOf(venue, desk)).collateral).toBe(0n);
      await venue.write(owner, "CollateralVault", venue.vault, "withdraw", [1, 7n]);
      expect(await held(1)).toBe(0n);
      expect(await venue.get("OddToken", venue.tokens[0], "balanceOf", [owner.account.address])).toBe(7n * 10n ** 15n);
    }));

  it("may be sent by anyone with the account's signature, of an owner key or a contract wallet", () =>
    venue.chain.undone(async () => {
      const change = await proven(venue, desk);
      const signed = { ...change, authorization: await consent(venue, venue.desk, change) };
      await update(venue, venue.owner, signed);
      expect((await accountOf(venue, desk)).nonce).toBe(1n);
    }));
});

describe("a refused update", () => {
  it("is one without consent, though its proof is true: an empty book's opening is public", async () => {
    const change = await proven(venue, desk);
    await expectRevert(update(venue, venue.maker, change), "SizingGateNoConsent");
    const byMaker = { ...change, authorization: await consent(venue, venue.maker, change) };
    await expectRevert(update(venue, venue.maker, byMaker), "SizingGateNoConsent");
    const signed = { ...change, authorization: await consent(venue, venue.desk, change) };
    const edits: Partial<Change>[] = [
      { newCommitment: 5n },
      { deadline: change.deadline - 1n },
      { recipient: venue.maker.account.address },
      { opening: opening(99) },
      { flowAmount: 1n },
    ];
    for (const edit of edits) {
      await expectRevert(update(venue, venue.maker, { ...signed, ...edit }), "SizingGateNoConsent");
    }
  });

  it("has a deadline in the past", async () => {
    const deadline = await venue.chain.now();
    await expectRevert(tryUnproven({ deadline: deadline - 1n }), "SizingGateDeadlinePassed");
  });

  it("is of an account that does not exist", async () => {
    const change = await draft(venue, venue.owner.account.address);
    await expectRevert(update(venue, venue.owner, change), "SizingGateNotRegistered", [venue.owner.account.address]);
  });

  it("has an unknown mode, a side, a trade, or an opening of another length", async () => {
    await expectRevert(tryUnproven({ mode: 3 }), "SizingGateUnknownMode", [3]);
    await expectRevert(tryUnproven({ side: 1 }), "SizingGateWrongSide", [1]);
    await expectRevert(tryUnproven({ trade: 4n }), "SizingGateTradeWithoutCounterparty", [4n]);
    const long: Hex = `${opening(1)}00`;
    await expectRevert(tryUnproven({ opening: long }), "SizingGateWrongOpeningLength", [192n, 193n]);
    await expectRevert(tryUnproven({ opening: "0x" }), "SizingGateWrongOpeningLength", [192n, 0n]);
  });

  it("has a flow that is not canonical, has no recipient, or is not there", async () => {
    await expectRevert(tryUnproven({ flowAsset: 5, flowAmount: 1n }), "SizingGateUnknownFlowAsset", [5]);
    await expectRevert(tryUnproven({ flowAsset: 1 }), "SizingGateFlowNotCanonical", [1, false]);
    await expectRevert(tryUnproven({ flowOut: true }), "SizingGateFlowNotCanonical", [0, true]);
    const recipient = "0x0000000000000000000000000000000000000000";
    await expectRevert(tryUnproven({ flowOut: true, flowAmount: 1n, recipient }), "SizingGateNoRecipient");
    const out = { flowAsset: 3, flowOut: true, flowAmount: 1n };
    await expectRevert(send(out), "SizingGateCollateralShort", [3, 0n, 1n]);
    const flood = { flowAsset: 1, flowAmount: 2n ** 40n };
    await expectRevert(send(flood), "SizingGateCollateralTooLarge", [1, 2n ** 40n]);
    await expectRevert(send({ flowAsset: 3, flowAmount: 1n }), "CollateralVaultUnknownAsset", [3n]);
  });

  it("takes value out in mode 1 or 2, or starts an empty account in them", () =>
    venue.chain.undone(async () => {
      await expectRevert(tryUnproven({ mode: 1 }), "SizingGateEmptyAccount", [1]);
      await expectRevert(tryUnproven({ mode: 2 }), "SizingGateEmptyAccount", [2]);
      await send({ flowAmount: 10n });
      for (const mode of [1, 2]) {
        const attempt = tryUnproven({ mode, flowOut: true, flowAmount: 1n });
        await expectRevert(attempt, "SizingGateOutflowInMode", [mode]);
      }
    }));

  it("uses an epoch that is not served, or is stale outside mode 1", () =>
    venue.chain.undone(async () => {
      await expectRevert(tryUnproven({ epoch: 2n }), "MarketRegistryEpochNotUsable", [2n, 1n]);
      await send({ flowAmount: 10n });
      await venue.chain.goTo(venue.start + HOUR + EXPIRY);
      await expectRevert(tryUnproven({}), "SizingGateStaleEpoch", [1n]);
      await expectRevert(tryUnproven({ mode: 2 }), "SizingGateStaleEpoch", [1n]);
      await send({ mode: 1 });
    }));

  it("names a version that is unknown, waits, or is stopped", () =>
    venue.chain.undone(async () => {
      const { owner, router } = venue;
      const write = (fn: string, args: readonly unknown[]) => venue.write(owner, "VerifierRouter", router, fn, args);
      await expectRevert(tryUnproven({ version: 0 }), "VerifierRouterUnknownVersion", [1, 0]);
      await expectRevert(tryUnproven({ version: 2 }), "VerifierRouterUnknownVersion", [1, 2]);
      await expectRevert(write("add", [1, desk]), "VerifierRouterNoCode", [desk]);
      await expectRevert(write("add", [0, venue.verifiers[1]]), "VerifierRouterZeroClass");
      await write("add", [1, venue.verifiers[1]]);
      await expectRevert(tryUnproven({ version: 2 }), "VerifierRouterNotActive");
      await send({ flowAmount: 10n });
      await write("stop", [1, 1]);
      await expectRevert(tryUnproven({}), "VerifierRouterStopped", [1, 1]);
      await send({ mode: 1 });
      await send({ mode: 2 });
      await write("resume", [1, 1]);
      await send({});
      await expectRevert(write("stop", [1, 3]), "VerifierRouterUnknownVersion", [1, 3]);
      await expectRevert(venue.write(venue.desk, "VerifierRouter", router, "stop", [1, 1]), "GuardedNotGuardian", [
        desk,
      ]);
    }));
});

describe("the guardian's pause", () => {
  it("stops outflows in mode 0 and nothing else of an update", () =>
    venue.chain.undone(async () => {
      await send({ flowAmount: 10n });
      const pause = (from = venue.guardian) => venue.write(from, "SizingGate", venue.gate, "pause", []);
      await expectRevert(pause(venue.desk), "GuardedNotGuardian", [desk]);
      await pause();
      await expectRevert(tryUnproven({ flowOut: true, flowAmount: 1n }), "SizingGatePaused");
      await send({ flowAmount: 1n });
      await send({});
      await send({ mode: 1 });
      await send({ mode: 2 });
      await venue.write(venue.owner, "SizingGate", venue.gate, "endPause", []);
      await send({ flowOut: true, flowAmount: 1n });
    }));

  it("is no business of others, nor is the limit of trades", async () => {
    for (const [fn, args] of [
      ["endPause", []],
      ["proposeGuardian", [desk]],
    ] as const) {
      const stranger = venue.write(venue.guardian, "SizingGate", venue.gate, fn, args);
      await expect(stranger).rejects.toThrow(/OwnableUnauthorizedAccount/);
    }
    const limit = venue.write(venue.desk, "SizingGate", venue.gate, "setTradeLimit", [desk, 1]);
    await expect(limit).rejects.toThrow(/OwnableUnauthorizedAccount/);
  });
});
