import { decodeEventLog, getAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import {
  accountOf,
  type Change,
  consent,
  draft,
  fresh,
  inputsOf,
  opening,
  packCall,
  proven,
  register,
  trade,
  tradeAcross,
  update,
  updatePair,
} from "../support/changes.ts";
import { expectRevert } from "../support/reverts.ts";
import { closeProver, prove } from "../support/toy-prover.ts";
import { EXPIRY, HOUR, newVenue, type Venue } from "../support/venue.ts";

let venue: Venue;

beforeAll(async () => {
  venue = await newVenue();
  await register(venue, venue.desk);
  await register(venue, venue.maker);
  for (const wallet of [venue.desk, venue.maker]) {
    await update(venue, wallet, await proven(venue, wallet.account.address, { flowAmount: 1_000n }));
  }
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const both = async () => [
  await accountOf(venue, venue.desk.account.address),
  await accountOf(venue, venue.maker.account.address),
];

const refusedUnchanged = async (first: Change, second: Change, name: string, args?: readonly unknown[]) => {
  const before = await both();
  await expectRevert(updatePair(venue, venue.desk, first, second), name, args);
  await expectRevert(updatePair(venue, venue.desk, second, first), name);
  expect(await both()).toEqual(before);
};

describe("a pair", () => {
  it("moves both accounts, in either order, whoever sends it", () =>
    venue.chain.undone(async () => {
      const [first, second] = await trade(venue);
      await updatePair(venue, venue.desk, second, first);
      const [desk, maker] = await both();
      expect([desk?.commitment, maker?.commitment]).toEqual([first.newCommitment, second.newCommitment]);
      expect([desk?.nonce, maker?.nonce, desk?.tradeCount, maker?.tradeCount]).toEqual([2n, 2n, 1, 1]);
      const [third, fourth] = await trade(venue);
      const signed = { ...third, authorization: await consent(venue, venue.desk, third) };
      await updatePair(venue, venue.owner, signed, fourth);
    }));

  it("says of each side what was traded and by which nonce, and moves no token without a flow", () =>
    venue.chain.undone(async () => {
      const [first, second] = await trade(venue);
      const receipt = await updatePair(venue, venue.desk, first, second);
      const updated = receipt.logs.map(({ topics, data }) =>
        decodeEventLog({ abi: sizingGateAbi, eventName: "Updated", topics: [...topics] as never, data }),
      );
      expect(updated.map(({ args: { account, trade: traded, nonce } }) => ({ account, traded, nonce }))).toEqual([
        { account: getAddress(venue.desk.account.address), traded: first.trade, nonce: 1n },
        { account: getAddress(venue.maker.account.address), traded: first.trade, nonce: 1n },
      ]);
    }));

  it("moves flows of both sides too", () =>
    venue.chain.undone(async () => {
      const out = { flowOut: true, flowAmount: 300n, recipient: venue.owner.account.address };
      const [first, second] = await trade(venue, {}, [{ flowAsset: 1, flowAmount: 2n }, out]);
      await updatePair(venue, venue.desk, first, second);
      expect(await venue.get("CollateralVault", venue.vault, "held", [1])).toBe(2n);
      const args = [venue.owner.account.address, 0];
      expect(await venue.get("CollateralVault", venue.vault, "claimable", args)).toBe(300n);
    }));

  it("of two reducers works while the gate is paused", () =>
    venue.chain.undone(async () => {
      await venue.write(venue.guardian, "SizingGate", venue.gate, "pause", []);
      const [first, second] = await trade(venue, { mode: 1 });
      await updatePair(venue, venue.desk, first, second);
    }));

  it("of two reducers works when paused, stale and stopped", () =>
    venue.chain.undone(async () => {
      await venue.write(venue.guardian, "SizingGate", venue.gate, "pause", []);
      await venue.write(venue.owner, "VerifierRouter", venue.router, "stop", [1, 1]);
      await venue.chain.goTo(venue.start + HOUR + 50n * EXPIRY);
      for (let i = 0; i < 4; i += 1) {
        const [first, second] = await trade(venue, { mode: 1 });
        await updatePair(venue, venue.desk, first, second);
      }
    }));
});

describe("a pair of two classes", () => {
  const three = async () => [...(await both()), await accountOf(venue, venue.owner.account.address)];
  const acrossUndone = (act: () => Promise<void>) =>
    venue.chain.undone(async () => {
      await register(venue, venue.owner, 2);
      await act();
    });
  /** Refused in either order, and no account of the three is another. */
  const refused = async (first: Change, second: Change, name: string) => {
    const before = await three();
    await expectRevert(updatePair(venue, venue.desk, first, second), name);
    const signed = { ...first, authorization: await consent(venue, venue.desk, first) };
    await expectRevert(updatePair(venue, venue.owner, second, signed), name);
    expect(await three()).toEqual(before);
  };

  it("moves both accounts, in either order", async () => {
    for (const turned of [false, true]) {
      await acrossUndone(async () => {
        const [first, second] = await tradeAcross(venue);
        await updatePair(venue, venue.desk, ...((turned ? [second, first] : [first, second]) as [Change, Change]));
        const [desk, , wide] = await three();
        expect([desk?.commitment, wide?.commitment]).toEqual([first.newCommitment, second.newCommitment]);
        expect([desk?.class, wide?.class, wide?.nonce, wide?.tradeCount]).toEqual([1, 2, 1n, 1]);
      });
    }
  });

  it("takes each proof under its own class's key alone", () =>
    acrossUndone(async () => {
      const [first, second] = await tradeAcross(venue);
      const swapped = [
        { ...first, proof: second.proof },
        { ...second, proof: first.proof },
      ] as const;
      await refused(swapped[0], second, "Groth16VerifierInvalidProof");
      await refused(first, swapped[1], "Groth16VerifierInvalidProof");
      await refused(...swapped, "Groth16VerifierInvalidProof");
      // True proofs of exactly what the gate will ask, each under the other class's key.
      const underOther = async (change: Change, keys = venue.otherKeys) => ({
        ...change,
        proof: await prove(keys, await inputsOf(venue, change)),
      });
      await refused(await underOther(first), second, "Groth16VerifierInvalidProof");
      await refused(first, await underOther(second, venue.keys), "Groth16VerifierInvalidProof");
    }));

  it("knows the class of an account by itself, whatever a proof says of it", () =>
    acrossUndone(async () => {
      const [first, second] = await tradeAcross(venue);
      for (const [change, key, classId] of [
        [first, venue.keys, 2],
        [second, venue.otherKeys, 1],
      ] as const) {
        const { nonce } = await accountOf(venue, change.account);
        const call = packCall(change, { chainId: venue.chainId, gate: venue.gate, nonce, classId });
        const [before, after, risk, shown] = await inputsOf(venue, change);
        const lie = { ...change, proof: await prove(key, [before, after, risk, shown, call]) };
        const pair: [Change, Change] = change === first ? [lie, second] : [first, lie];
        await refused(...pair, "Groth16VerifierInvalidProof");
      }
      const short = await tradeAcross(venue, [{}, { opening: opening(7, 1) }]);
      await refused(...short, "SizingGateWrongOpeningLength");
    }));

  it("changes neither account when one class's version is stopped, and reductions go on", () =>
    acrossUndone(async () => {
      await updatePair(venue, venue.desk, ...(await tradeAcross(venue)));
      await venue.write(venue.owner, "VerifierRouter", venue.router, "stop", [2, 1]);
      await refused(...(await tradeAcross(venue)), "VerifierRouterStopped");
      await updatePair(venue, venue.desk, ...(await tradeAcross(venue, [{ mode: 1 }, { mode: 1 }])));
    }));
});

describe("a refused pair changes nothing", () => {
  it("with unequal or no trades", async () => {
    const [first, second] = await trade(venue, {}, [{}, { trade: 77n }]);
    await refusedUnchanged(first, second, "SizingGateTradesDiffer", [first.trade, 77n]);
    const [third, fourth] = await trade(venue, { trade: 0n });
    await refusedUnchanged(third, fourth, "SizingGatePairWithoutTrade");
    const [fifth, sixth] = await trade(venue, {}, [{}, { trade: 0n }]);
    await expectRevert(updatePair(venue, venue.desk, fifth, sixth), "SizingGateTradesDiffer", [fifth.trade, 0n]);
  });

  it("with equal sides or unknown ones", async () => {
    for (const side of [0, 1]) {
      const [first, second] = await trade(venue, {}, [{ side }, { side }]);
      await refusedUnchanged(first, second, "SizingGateSameSide", [side]);
    }
    const [first, second] = await trade(venue, {}, [{}, { side: 2 }]);
    await refusedUnchanged(first, second, "SizingGateWrongSide", [2]);
  });

  it("with one account twice", async () => {
    const [first] = await trade(venue);
    const again = await proven(venue, first.account, { trade: first.trade, side: 1 });
    await refusedUnchanged(first, again, "SizingGateSameAccount", [first.account]);
  });

  it("with different epochs, though both are served", () =>
    venue.chain.undone(async () => {
      await venue.publish(2n);
      const [first, second] = await trade(venue, {}, [{ epoch: 1n }, { epoch: 2n }]);
      await refusedUnchanged(first, second, "SizingGateEpochsDiffer", [1n, 2n]);
    }));

  it("with one bad proof, whichever", async () => {
    const [first, second] = await trade(venue);
    const [third, fourth] = await trade(venue);
    await refusedUnchanged({ ...first, proof: third.proof }, second, "Groth16VerifierInvalidProof");
    await refusedUnchanged(first, { ...second, proof: fourth.proof }, "Groth16VerifierInvalidProof");
    await refusedUnchanged(first, { ...second, proof: first.proof }, "Groth16VerifierInvalidProof");
  });

  it("without the other side's signature", async () => {
    const [first, second] = await trade(venue);
    await refusedUnchanged(first, { ...second, authorization: "0x" }, "SizingGateNoConsent");
  });

  it("with a maintenance refresh", async () => {
    const [first, second] = await trade(venue, {}, [{}, { mode: 2 }]);
    await refusedUnchanged(first, second, "SizingGateTradeInMaintenance", [second.account]);
  });

  it("when paused, if one side is in mode 0", () =>
    venue.chain.undone(async () => {
      await venue.write(venue.guardian, "SizingGate", venue.gate, "pause", []);
      const [first, second] = await trade(venue, {}, [{}, { mode: 1 }]);
      await refusedUnchanged(first, second, "SizingGatePaused");
    }));

  it("when its inflow fails", () =>
    venue.chain.undone(async () => {
      const token = venue.tokens[0];
      await venue.write(venue.owner, "OddToken", token, "setBlocked", [venue.maker.account.address, true]);
      const [first, second] = await trade(venue, {}, [{}, { flowAsset: 1, flowAmount: 1n }]);
      await refusedUnchanged(first, second, "OddTokenBlocked");
    }));
});

describe("trades per epoch", () => {
  it("are limited in mode 0, by account, and start anew with the next epoch", () =>
    venue.chain.undone(async () => {
      const limited = async (over: Partial<Change>) => {
        const [first, second] = await trade(venue, over);
        return updatePair(venue, venue.desk, first, second);
      };
      await limited({});
      await limited({});
      await expectRevert(limited({}), "SizingGateTooManyTrades", [venue.desk.account.address, 2]);
      await limited({ mode: 1 });
      const set = (account: string, limit: number) =>
        venue.write(venue.owner, "SizingGate", venue.gate, "setTradeLimit", [account, limit]);
      await set(venue.desk.account.address, 5);
      await expectRevert(limited({}), "SizingGateTooManyTrades", [venue.maker.account.address, 2]);
      await set(venue.maker.account.address, 3);
      await limited({});
      await expectRevert(limited({}), "SizingGateTooManyTrades");
      await venue.publish(2n);
      await limited({});
      await limited({ epoch: 1n });
      await limited({ epoch: 2n });
      await expectRevert(limited({ epoch: 1n }), "SizingGateTooManyTrades", [venue.maker.account.address, 3]);
      await set(venue.desk.account.address, 0);
      expect((await accountOf(venue, venue.desk.account.address)).tradeLimit).toBe(0);
      await expectRevert(set(venue.owner.account.address, 1), "SizingGateNotRegistered");
    }));
});

it("a draft alone proves nothing", async () => {
  const common = { trade: fresh() };
  const first = await draft(venue, venue.desk.account.address, common);
  const second = await draft(venue, venue.maker.account.address, { ...common, side: 1 });
  const signed = { ...second, authorization: await consent(venue, venue.maker, second) };
  await refusedUnchanged(first, signed, "Groth16VerifierPointOffCurve");
});
