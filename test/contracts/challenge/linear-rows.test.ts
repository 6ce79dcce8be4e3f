/** What voids an epoch, what does not, and what is left afterwards. Proofs are true ones of a toy circuit. */
import { type Address, decodeEventLog, encodeDeployData, getAddress, type Hex, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linearRowsAbi } from "../../../contracts/generated/abi.ts";
import { DOMAINS } from "../../../model/domains.ts";
import { R } from "../../../model/field.ts";
import { P5 } from "../../../model/poseidon.ts";
import { accountOf, draft, latestEpoch, proven, register, trade, update, updatePair } from "../support/changes.ts";
import { rootOfEpoch, signReport } from "../support/reports.ts";
import { expectRevert } from "../support/reverts.ts";
import { said } from "../support/said.ts";
import { closeProver, type ProofWords } from "../support/toy-prover.ts";
import { deployArtifact, EXPIRY, GRACE, HOUR, NOTICE, newVenue, testArtifact, type Venue } from "../support/venue.ts";
import { collateralWord, GRID, statedRows, termsOf, voidRow } from "../support/void.ts";

type Published = readonly [bigint, number, bigint];

let venue: Venue;
let stranger: Venue["owner"];
let desk: Address;

beforeAll(async () => {
  venue = await newVenue({ rows: await statedRows(), rules: { refreshEvery: 1n, grace: 0n, defaultAfter: 1n } });
  stranger = venue.chain.wallets[7] as Venue["owner"];
  desk = venue.desk.account.address;
  for (const wallet of [venue.desk, venue.maker]) await register(venue, wallet);
  await update(venue, venue.desk, await proven(venue, desk, { flowAmount: 1_000n }));
  await update(venue, venue.maker, await proven(venue, venue.maker.account.address, { flowAmount: 1_000n }));
});
afterAll(async () => {
  await venue.chain.close();
  await closeProver();
});

const registry = <T>(fn: string, args: readonly unknown[] = []): Promise<T> =>
  venue.get<T>("MarketRegistry", venue.market, fn, args);
const rows = (fn: string, args: readonly unknown[], from = venue.owner) =>
  venue.write(from, "LinearRows", venue.rows ?? "0x", fn, args);
const stated = (subject: bigint, boundary: bigint): Promise<bigint> =>
  venue.get<bigint>("LinearRows", venue.rows ?? "0x", "statedAt", [subject, boundary]);
const undone = (test: () => Promise<unknown>) => () => venue.chain.undone(test);
/** In which three epochs can be voided. */
const ORDERS = [
  [2n, 3n, 4n],
  [2n, 4n, 3n],
  [3n, 2n, 4n],
  [3n, 4n, 2n],
  [4n, 2n, 3n],
  [4n, 3n, 2n],
] as const;
const boundaryOf = (epoch: bigint): bigint => venue.start + epoch * HOUR;
const health = (): Promise<{ state: number; age: bigint }> => venue.get("SizingGate", venue.gate, "health", [desk]);
const refresh = async (epoch: bigint) => update(venue, venue.desk, await proven(venue, desk, { epoch }));

describe("a stranger with a proof", () => {
  it(
    "voids the latest epoch: it is gone, its predecessor serves, and the log says who, what and of which row",
    undone(async () => {
      await venue.publish(2n);
      const { logs } = await voidRow(venue, stranger, { epoch: 2n });
      const [log] = logs;
      const { args } = decodeEventLog({
        ...{ abi: linearRowsAbi, eventName: "EpochVoided" },
        ...{ topics: log?.topics as [Hex, ...Hex[]], data: log?.data as Hex },
      });
      const prover = getAddress(stranger.account.address);
      const market = getAddress(venue.market);
      expect(args).toEqual({ market, epoch: 2n, row: 17n, prover });
      expect(logs.map(({ address }) => getAddress(address))).toEqual([getAddress(venue.rows ?? "0x")]);
      expect(await registry<Published>("epochs", [2n])).toEqual([0n, 255, 2n]);
      expect([await registry("usable", [2n]), await registry("usable", [1n])]).toEqual([false, true]);
      expect((await registry<[bigint, bigint, bigint]>("latest"))[0]).toBe(1n);
    }),
  );

  it(
    "voids by a row of collateral, for which nothing has to be stated",
    undone(async () => {
      for (const row of [1n, 2n, 3n, 4n]) await venue.chain.undone(() => voidRow(venue, stranger, { epoch: 1n, row }));
      await expectRevert(voidRow(venue, stranger, { epoch: 1n, row: 5n }), "LinearRowsNothingStated", [5n]);
      await expectRevert(voidRow(venue, stranger, { epoch: 1n, row: 0n }), "LinearRowsNothingStated", [0n]);
      await expectRevert(voidRow(venue, stranger, { epoch: 1n, row: 18n }), "LinearRowsNothingStated", [18n]);
    }),
  );

  it("proves for itself alone, of this market, sheet, grid and row", async () => {
    const wrong = (place: number, value: bigint) => ({
      epoch: 1n,
      inputs: (honest: readonly bigint[]) => honest.with(place, value) as never,
    });
    const others = [
      [0, 999n],
      [1, 999n],
      [2, GRID + 1n],
      [3, collateralWord(0n)],
      [3, termsOf(17n) + 2n ** 83n],
      [4, BigInt(desk)],
    ] as const;
    for (const [place, value] of others)
      await expectRevert(voidRow(venue, stranger, wrong(place, value)), "Groth16VerifierInvalidProof");
    const proof = (await proven(venue, desk)).proof;
    await expectRevert(voidRow(venue, stranger, { epoch: 1n, proof }), "Groth16VerifierInvalidProof");
    const zeros = Array.from({ length: 8 }, () => 0n) as unknown as ProofWords;
    await expectRevert(voidRow(venue, stranger, { epoch: 1n, proof: zeros }), "Groth16VerifierPointOffCurve");
  });

  it("names the published sheet and policy, of an epoch that there is", async () => {
    const [, policyRoot] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
    const given = P5(DOMAINS.risk, rootOfEpoch(1n), 7n, policyRoot, 0n);
    const [published] = await registry<Published>("epochs", [1n]);
    const other = voidRow(venue, stranger, { epoch: 1n, sheetRoot: 7n });
    await expectRevert(other, "LinearRowsOtherSheet", [1n, published, given]);
    await expectRevert(voidRow(venue, stranger, { epoch: 1n, policyRoot: 7n }), "LinearRowsOtherSheet");
    await expectRevert(voidRow(venue, stranger, { epoch: 9n }), "LinearRowsNothingToVoid", [9n]);
  });

  it(
    "does it once",
    undone(async () => {
      await voidRow(venue, stranger, { epoch: 1n });
      await expectRevert(voidRow(venue, stranger, { epoch: 1n }), "LinearRowsNothingToVoid", [1n]);
    }),
  );

  it(
    "voids nothing where the verifier's address says something else, or nothing",
    undone(async () => {
      const verifier = getAddress(venue.rowVerifier ?? "0x");
      const become = (name: string) =>
        venue.chain.request("hardhat_setCode", [verifier, testArtifact(name).deployedBytecode]);
      await become("Garbling");
      await expectRevert(voidRow(venue, stranger, { epoch: 1n }), "LinearRowsNoAnswer", [verifier]);
      await become("Silent");
      await expect(voidRow(venue, stranger, { epoch: 1n })).rejects.toThrow();
      expect(await registry("usable", [1n])).toBe(true);
      await become("MockSizeVerifier");
      await voidRow(venue, stranger, { epoch: 1n });
    }),
  );

  it("is the only way: the registry hears nobody else, nor anybody where no contract was named", async () => {
    for (const wallet of [venue.owner, venue.guardian, stranger]) {
      const call = venue.write(wallet, "MarketRegistry", venue.market, "markVoid", [1n]);
      await expectRevert(call, "MarketRegistryNotVoider", [wallet.account.address]);
    }
    const bare = await newVenue();
    expect(await bare.get("MarketRegistry", bare.market, "VOIDER")).toBe(zeroAddress);
    const call = bare.write(bare.owner, "MarketRegistry", bare.market, "markVoid", [1n]);
    await expectRevert(call, "MarketRegistryNotVoider");
    await bare.chain.close();
  });
});

describe("a contract of the same code beside the registry's own", () => {
  /** Arguments of a constructor that takes them. */
  const sound = (): readonly unknown[] => {
    const words = [GRID, termsOf(17n)];
    return [venue.owner.account.address, venue.rowVerifier, venue.poseidon, NOTICE, [0n, 17n], words];
  };
  const built = (...args: readonly unknown[]) => deployArtifact(venue.chain, testArtifact("LinearRows"), args);
  const another = (name: string) => deployArtifact(venue.chain, testArtifact(name), []);

  it("voids nothing, be its verifier as willing as its maker likes", async () => {
    for (const verifier of [venue.rowVerifier, await another("MockSizeVerifier")]) {
      const own = await built(...sound().with(1, verifier));
      const call = voidRow({ ...venue, rows: own }, stranger, { epoch: 1n });
      await expectRevert(call, "MarketRegistryNotVoider", [getAddress(own)]);
    }
    expect(await registry("usable", [1n])).toBe(true);
  });

  it("keeps what it was built with, and says what it states from the first word on", () =>
    venue.chain.undone(async () => {
      const own = await built(...sound());
      const read = <T>(fn: string, args: readonly unknown[] = []) => venue.get<T>("LinearRows", own, fn, args);
      expect(await read("VERIFIER")).toBe(getAddress(venue.rowVerifier ?? "0x"));
      expect(await read("POSEIDON")).toBe(getAddress(venue.poseidon));
      expect(await read("NOTICE")).toBe(NOTICE);
      expect([await read("statedAt", [0n, 0n]), await read("statedAt", [17n, 0n])]).toEqual([GRID, termsOf(17n)]);
      const logs = await venue.chain.read.getLogs({ address: own, fromBlock: await venue.chain.read.getBlockNumber() });
      expect(said("LinearRows", own, { logs }).slice(-2)).toEqual([
        ["Stated", 0n, GRID, 0n],
        ["Stated", 17n, termsOf(17n), 0n],
      ]);
      const write = (fn: string, args: readonly unknown[]) => venue.write(venue.owner, "LinearRows", own, fn, args);
      const stated = await write("state", [16n, termsOf(16n)]);
      const from = (await venue.chain.now()) + NOTICE;
      expect(said("LinearRows", own, stated)).toEqual([["Stated", 16n, termsOf(16n), from]]);
      expect(said("LinearRows", own, await write("cancel", [16n]))).toEqual([["StatementCancelled", 16n]]);
      await expectRevert(write("cancel", [16n]), "LinearRowsNothingPending", [16n]);
      await write("state", [16n, termsOf(16n)]);
      await venue.chain.goTo((await venue.chain.now()) + NOTICE);
      await expectRevert(write("cancel", [16n]), "LinearRowsNothingPending", [16n]);
      expect(await read("statedAt", [16n, 2n ** 40n])).toBe(termsOf(16n));
    }));

  it("is not built without code for its verifier, with another hash, or on first words that judge nothing", async () => {
    const { abi, bytecode } = testArtifact("LinearRows");
    const build = (args: readonly unknown[]) =>
      venue.chain.read.estimateGas({ account: desk, data: encodeDeployData({ abi, bytecode, args: [...args] }) });
    await build(sound());
    const refused = async (place: number, value: unknown, error: RegExp) =>
      expect(build(sound().with(place, value))).rejects.toThrow(error);
    await refused(1, desk, /LinearRowsVerifierWithoutCode/);
    await refused(2, await another("Garbling"), /PoseidonT6WrongHash/);
    await refused(4, [0n], /LinearRowsLengthMismatch\(1, 2/);
    await refused(5, [GRID], /LinearRowsLengthMismatch\(2, 1/);
    await refused(4, [0n, 18n], /LinearRowsBadTerms\(18/);
    await refused(5, [2n ** 255n, termsOf(17n)], /LinearRowsBadTerms\(0/);
  });
});

describe("at a void epoch", () => {
  it(
    "nothing is accepted, whatever the mode, and each refusal says why",
    undone(async () => {
      await venue.publish(2n);
      const pair = await trade(venue);
      const before = await accountOf(venue, desk);
      await voidRow(venue, stranger, { epoch: 2n });
      for (const mode of [0, 1, 2]) {
        const call = update(venue, venue.desk, await draft(venue, desk, { epoch: 2n, mode }));
        await expectRevert(call, "MarketRegistryEpochVoid", [2n]);
      }
      await expectRevert(updatePair(venue, venue.desk, ...pair), "MarketRegistryEpochVoid", [2n]);
      await expectRevert(registry("serving", [2n]), "MarketRegistryEpochVoid", [2n]);
      expect(await accountOf(venue, desk)).toEqual(before);
    }),
  );

  it(
    "no other sheet takes its place",
    undone(async () => {
      await venue.publish(2n);
      await voidRow(venue, stranger, { epoch: 2n });
      for (const sheetRoot of [2_002n, 77n]) {
        const { report, signatures } = await signReport(venue.market, venue.chainId, venue.publishers.slice(0, 2), {
          ...{ epoch: 2n, sheetRoot },
        });
        const call = venue.write(venue.owner, "MarketRegistry", venue.market, "publishSheet", [report, signatures]);
        await expectRevert(call, "MarketRegistryEpochOutOfOrder");
      }
    }),
  );

  it(
    "what was proven stays, and refreshes at the epoch that serves",
    undone(async () => {
      await venue.publish(2n);
      await refresh(2n);
      const before = await accountOf(venue, desk);
      await voidRow(venue, stranger, { epoch: 2n });
      expect(await accountOf(venue, desk)).toEqual(before);
      await refresh(1n);
      expect((await accountOf(venue, desk)).provenTick).toBe(2n);
      await updatePair(venue, venue.desk, ...(await trade(venue)));
    }),
  );
});

describe("after a void epoch", () => {
  it(
    "the predecessor serves past its grace, until it expires, and then reductions",
    undone(async () => {
      await venue.publish(2n);
      await voidRow(venue, stranger, { epoch: 2n });
      await venue.chain.goTo(boundaryOf(2n) + GRACE + 60n);
      await refresh(1n);
      expect(await registry("stale")).toBe(false);
      await venue.chain.goTo(boundaryOf(1n) + EXPIRY);
      expect(await registry("stale")).toBe(true);
      await expectRevert(update(venue, venue.desk, await draft(venue, desk, { epoch: 1n })), "SizingGateStaleEpoch");
      await updatePair(venue, venue.desk, ...(await trade(venue, { mode: 1 })));
    }),
  );

  it(
    "a calmer predecessor serves reductions alone",
    undone(async () => {
      await venue.publish(2n, 2);
      await voidRow(venue, stranger, { epoch: 2n });
      await expectRevert(update(venue, venue.desk, await draft(venue, desk, { epoch: 1n })), "SizingGateStaleEpoch");
    }),
  );

  it(
    "the next epoch has the void one's tick, so nobody ages by it, and its predecessor is the last right one",
    undone(async () => {
      await venue.publish(2n);
      await voidRow(venue, stranger, { epoch: 2n });
      await venue.publish(3n);
      expect(await registry<Published>("epochs", [3n])).toEqual([expect.any(BigInt), 0, 2n]);
      expect([await registry("usable", [1n]), await registry("usable", [3n])]).toEqual([true, true]);
      expect((await health()).age).toBe(1n);
      await venue.publish(4n);
      expect((await registry<Published>("epochs", [4n]))[2]).toBe(3n);
    }),
  );

  it(
    "an account at its last tick is not defaulted by one void epoch after the other",
    undone(async () => {
      await venue.publish(2n);
      for (const epoch of [3n, 4n, 5n, 6n]) {
        await venue.publish(epoch);
        expect((await health()).age).toBe(2n);
        await voidRow(venue, stranger, { epoch });
      }
      await venue.publish(7n);
      expect((await health()).age).toBe(2n);
      await refresh(7n);
    }),
  );

  it(
    "when its predecessor is void too, nothing serves until the next epoch; flat exits do not ask",
    undone(async () => {
      await venue.publish(2n);
      await voidRow(venue, stranger, { epoch: 2n });
      await voidRow(venue, stranger, { epoch: 1n, row: 1n });
      expect([await registry("stale"), await registry("usable", [1n]), await registry("usable", [2n])]).toEqual([
        ...[true, false, false],
      ]);
      await expectRevert(registry("serving", [1n]), "MarketRegistryEpochVoid", [1n]);
      await venue.publish(3n);
      await refresh(3n);
      expect(await registry("stale")).toBe(false);
    }),
  );

  it(
    "publishers who sign wrong rows twice in a row, and nothing after, lock nobody in: the last right epoch serves reductions, in whichever order the two are voided",
    undone(async () => {
      await venue.publish(2n);
      await venue.publish(3n);
      for (const order of [
        [3n, 2n],
        [2n, 3n],
      ] as const) {
        await venue.chain.undone(async () => {
          for (const epoch of order) await voidRow(venue, stranger, { epoch });
          expect(await registry("usable", [1n])).toBe(true);
          expect(await latestEpoch(venue)).toBe(1n);
          await venue.chain.goTo(boundaryOf(3n) + EXPIRY);
          await updatePair(venue, venue.desk, ...(await trade(venue, { mode: 1 })));
          await venue.publish(40n);
          expect((await registry<Published>("epochs", [40n]))[2]).toBe(3n);
        });
      }
    }),
  );

  it(
    "the newest right epoch serves, in whichever order three in a row are voided",
    undone(async () => {
      for (const epoch of [2n, 3n, 4n]) await venue.publish(epoch);
      for (const order of ORDERS) {
        await venue.chain.undone(async () => {
          const right = new Set([1n, 2n, 3n, 4n]);
          for (const epoch of order) {
            await voidRow(venue, stranger, { epoch });
            right.delete(epoch);
            expect(await latestEpoch(venue), `${order}`).toBe([...right].at(-1));
          }
          expect(await registry("usable", [1n])).toBe(true);
        });
      }
    }),
  );

  it(
    "an epoch published after void ones is voided like every other: the last right one serves, and then the one before that",
    undone(async () => {
      for (const epoch of [2n, 3n]) await venue.publish(epoch);
      await voidRow(venue, stranger, { epoch: 3n });
      await venue.publish(4n);
      await voidRow(venue, stranger, { epoch: 4n });
      expect(await latestEpoch(venue)).toBe(2n);
      await voidRow(venue, stranger, { epoch: 2n });
      expect([await latestEpoch(venue), await registry("usable", [1n])]).toEqual([1n, true]);
      await venue.publish(5n);
      await refresh(5n);
      expect([await registry("usable", [1n]), await registry("usable", [4n])]).toEqual([true, false]);
    }),
  );

  it(
    "the predecessor alone can be void: the latest one serves on",
    undone(async () => {
      await venue.publish(2n);
      await voidRow(venue, stranger, { epoch: 1n });
      expect(await latestEpoch(venue)).toBe(2n);
      await refresh(2n);
      await voidRow(venue, stranger, { epoch: 2n });
      expect(await registry("stale")).toBe(true);
      await venue.publish(3n);
      await refresh(3n);
    }),
  );

  it(
    "the first epoch of all may be void",
    undone(async () => {
      await voidRow(venue, stranger, { epoch: 1n });
      expect(await registry("stale")).toBe(true);
      await expectRevert(registry("serving", [1n]), "MarketRegistryEpochVoid", [1n]);
      await venue.publish(2n);
      await refresh(2n);
    }),
  );
});

describe("what the venue states", () => {
  it(
    "binds epochs from its notice on, and the ones before stay judged by what they were signed under",
    undone(async () => {
      const other = termsOf(17n) + 5n * 2n ** 55n;
      await rows("state", [17n, other]);
      const from = (await venue.chain.now()) + NOTICE;
      expect([await stated(17n, from - 1n), await stated(17n, from)]).toEqual([termsOf(17n), other]);
      await expectRevert(rows("state", [17n, other]), "LinearRowsStatementPending", [17n, from]);
      await venue.chain.goTo(from);
      await rows("state", [17n, 0n]);
      expect(await stated(17n, from)).toBe(other);
      await rows("cancel", [17n]);
      await expectRevert(rows("cancel", [17n]), "LinearRowsNothingPending", [17n]);
      expect(await stated(17n, 2n ** 40n)).toBe(other);
    }),
  );

  it("judges an epoch that begins in the second from which it binds, and none that began before", async () => {
    const other = termsOf(17n) + 5n * 2n ** 55n;
    const epoch = 40n;
    for (const late of [0n, 1n])
      await venue.chain.undone(async () => {
        await venue.chain.request("evm_setNextBlockTimestamp", [Number(boundaryOf(epoch) - NOTICE + late)]);
        await rows("state", [17n, other]);
        await venue.publish(epoch);
        const by = (terms: bigint) => ({
          epoch,
          inputs: (honest: readonly bigint[]) => honest.with(3, terms) as never,
        });
        const [right, wrong] = late === 0n ? [other, termsOf(17n)] : [termsOf(17n), other];
        await expectRevert(voidRow(venue, stranger, by(wrong)), "Groth16VerifierInvalidProof");
        await voidRow(venue, stranger, by(right));
      });
  });

  it(
    "cannot be stated anew to leave an epoch without a judge",
    undone(async () => {
      for (const subject of [0n, 17n]) await rows("state", [subject, await stated(subject, 0n)]);
      const from = (await venue.chain.now()) + NOTICE;
      const epoch = (from - venue.start) / HOUR;
      await venue.publish(epoch);
      expect(boundaryOf(epoch)).toBeLessThan(from);
      await venue.chain.goTo(from);
      for (const subject of [0n, 17n]) await rows("state", [subject, 0n]);
      expect(await latestEpoch(venue)).toBe(epoch);
      await voidRow(venue, stranger, { epoch });
    }),
  );

  it(
    "what is taken back is judged no more from then on",
    undone(async () => {
      await rows("state", [17n, 0n]);
      await voidRow(venue, stranger, { epoch: 1n });
      await venue.chain.goTo((await venue.chain.now()) + NOTICE);
      const epoch = ((await venue.chain.now()) - venue.start) / HOUR + 1n;
      await venue.publish(epoch);
      await expectRevert(voidRow(venue, stranger, { epoch }), "LinearRowsNothingStated", [17n]);
    }),
  );

  it("is refused when a number is out of range, or of another instrument", async () => {
    const good = termsOf(17n);
    const bad: readonly (readonly [bigint, bigint])[] = [
      [17n, termsOf(18n)],
      [16n, good],
      [15n, termsOf(15n)],
      [1n, collateralWord(0n)],
      [2n ** 32n + 17n, good],
      [17n, good + 2n ** 203n],
      [17n, good - 10_000n * 2n ** 35n],
      [17n, good - 2n ** 123n],
      [17n, good - 2n ** 163n],
      [17n, good - 2n ** 163n + 2n ** 162n],
      [17n, good + 10_001n * 2n ** 55n],
      [17n, good + 10_001n * 2n ** 69n],
      [17n, good - 10_000n * 2n ** 35n + 2n ** 55n],
      [0n, R],
      [0n, 2n ** 255n],
    ];
    for (const [subject, word] of bad) await expectRevert(rows("state", [subject, word]), "LinearRowsBadTerms");
    for (const [subject, word] of [
      [17n, good + 10_000n * 2n ** 55n + 10_000n * 2n ** 69n],
      // Odd numbers beside each other, and each of its highest bit alone: no number reaches into the next.
      [17n, good + 2n ** 32n + 2n ** 55n + 2n ** 69n + 2n ** 83n],
      [17n, 17n + 2n ** 54n + 10_000n * 2n ** 55n + 9_999n * 2n ** 69n + 2n ** 83n + 2n ** 162n + 2n ** 202n],
      [16n, termsOf(16n)],
      [0n, R - 1n],
      [2n ** 32n - 1n, termsOf(2n ** 32n - 1n)],
      [0n, 0n],
    ] as const)
      await venue.chain.undone(() => rows("state", [subject, word]));
    await expectRevert(rows("state", [17n, good], stranger), "OwnableUnauthorizedAccount");
    await expectRevert(rows("cancel", [17n], stranger), "OwnableUnauthorizedAccount");
  });
});
