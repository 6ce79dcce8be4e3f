/** What the gate keeps of each asset and says of every call. The verifier takes every proof: only the books are looked at. */
import { type Address, getAddress, getContractAddress, maxUint256, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookClasses } from "../../../contracts/generated/classes.ts";
import { R } from "../../../model/field.ts";
import { flatBook } from "../support/books.ts";
import { newChain, type Wallet } from "../support/chain.ts";
import {
  accountOf,
  type Change,
  consent,
  draft,
  fresh,
  packCall,
  register,
  update,
  updatePair,
} from "../support/changes.ts";
import { expectRevert } from "../support/reverts.ts";
import { said } from "../support/said.ts";
import {
  deployArtifact,
  deployToken,
  GUARDIAN_LIMIT,
  newVenue,
  type Receipt,
  testArtifact,
  type Venue,
} from "../support/venue.ts";

const MOST = 2n ** 40n - 1n;
const ASSETS = [1, 2, 3, 4] as const;
const SALT = 5n;
const FOR_GOOD = 2 ** 40 - 1;

let venue: Venue;
let desk: Address;
let tokens: readonly Address[];

beforeAll(async () => {
  const chain = await newChain();
  const all: Address[] = [];
  for (const asset of ASSETS) all.push(await deployToken(chain, `T${asset}`));
  tokens = all;
  const artifact = testArtifact("MockSizeVerifier");
  const collateral = tokens.map((token) => ({ token, lot: 1n }));
  const verifiers = [
    { bookClass: "desk-8", artifact, development: true },
    { bookClass: "desk-16", artifact, development: true },
  ] as const;
  venue = await newVenue({ verifiers, collateral }, chain);
  desk = venue.desk.account.address;
  for (const token of tokens) {
    await venue.write(venue.owner, "OddToken", token, "mint", [desk, 2n ** 50n]);
    await venue.write(venue.desk, "OddToken", token, "approve", [venue.vault, maxUint256]);
  }
  await register(venue, venue.desk);
});
afterAll(() => venue.chain.close());

const undone = (work: () => Promise<unknown>) => venue.chain.undone(work);
const gate = (from: Wallet, fn: string, args: readonly unknown[] = []): Promise<Receipt> =>
  venue.write(from, "SizingGate", venue.gate, fn, args);
const ask = <T>(fn: string, args: readonly unknown[] = []): Promise<T> =>
  venue.get<T>("SizingGate", venue.gate, fn, args);
const send = async (over: Partial<Change> = {}): Promise<Receipt> =>
  update(venue, venue.desk, await draft(venue, desk, over));
const exit = (cash: bigint): Promise<Receipt> => gate(venue.desk, "flatExit", [cash, SALT]);
const saidBy = (contract: string, receipt: Receipt) =>
  said(contract, contract === "SizingGate" ? venue.gate : venue.vault, receipt);
const packed = (lots: readonly bigint[]): bigint => lots.reduce((sum, each, k) => sum + (each << BigInt(40 * k)), 0n);
/** Deposits lots of each asset, and leaves a flat book of them and of this cash. */
const hold = async (cash: bigint, lots: readonly bigint[]): Promise<void> => {
  for (const [k, amount] of lots.entries()) if (amount > 0n) await send({ flowAsset: k + 1, flowAmount: amount });
  await send({ flowAmount: 1_000n, newCommitment: flatBook(cash, lots, SALT) });
};

describe("collateral", () => {
  it("of each asset has forty bits of its own, and moves by its flow alone", () =>
    undone(async () => {
      const lots = [0n, 0n, 0n, 0n];
      const collateral = async () => (await accountOf(venue, desk)).collateral;
      const claim = (asset: number) => venue.get("CollateralVault", venue.vault, "claimable", [desk, asset]);
      for (const asset of ASSETS) {
        const receipt = await send({ flowAsset: asset, flowAmount: MOST });
        expect(saidBy("CollateralVault", receipt)).toEqual([["Collected", desk, BigInt(asset), MOST]]);
        lots[asset - 1] = MOST;
        expect(await collateral()).toBe(packed(lots));
      }
      const out = { flowOut: true, recipient: desk };
      for (const asset of ASSETS) {
        const more = send({ flowAsset: asset, flowAmount: 1n });
        await expectRevert(more, "SizingGateCollateralTooLarge", [asset, MOST + 1n]);
        const all = { ...out, flowAsset: asset };
        const short = send({ ...all, flowAmount: MOST + 1n });
        await expectRevert(short, "SizingGateCollateralShort", [asset, MOST, MOST + 1n]);
        const receipt = await send({ ...all, flowAmount: MOST - BigInt(asset) });
        expect(saidBy("CollateralVault", receipt)).toEqual([["Credited", desk, BigInt(asset), MOST - BigInt(asset)]]);
        lots[asset - 1] = BigInt(asset);
        expect(await collateral()).toBe(packed(lots));
        expect(await claim(asset)).toBe(MOST - BigInt(asset));
        await send({ flowAsset: asset, flowAmount: 1n });
        lots[asset - 1] = BigInt(asset) + 1n;
        expect(await collateral()).toBe(packed(lots));
      }
      await expectRevert(send({ flowAsset: 5, flowAmount: 1n }), "SizingGateUnknownFlowAsset", [5]);
      await expectRevert(
        send({ flowAsset: 1, flowAmount: 1n, flowOut: true, recipient: zeroAddress }),
        "SizingGateNoRecipient",
      );
    }));

  it("leaves by an exit, asset by asset, with the cash, and what is none is not spoken of", async () => {
    for (const [cash, lots] of [
      [900n, [3n, 4n, 5n, 6n]],
      [0n, [0n, 4n, 0n, 6n]],
      [-7n, [3n, 0n, 5n, 0n]],
      [1n, [0n, 0n, 0n, 0n]],
    ] as const)
      await undone(async () => {
        await hold(cash, lots);
        const { nonce, commitment } = await accountOf(venue, desk);
        const receipt = await exit(cash);
        expect(saidBy("SizingGate", receipt)).toEqual([["Exited", desk, nonce, commitment, cash, packed(lots)]]);
        expect(saidBy("CollateralVault", receipt)).toEqual([
          ...lots.flatMap((each, k) => (each > 0n ? [["Credited", desk, BigInt(k + 1), each]] : [])),
          ...(cash > 0n ? [["Credited", desk, 0n, cash]] : []),
          ...(cash < 0n ? [["Collected", desk, 0n, -cash]] : []),
        ]);
        expect(await accountOf(venue, desk)).toMatchObject({
          ...{ commitment: bookClasses["desk-8"].emptyCommitment, nonce: nonce + 1n, collateral: 0n },
          ...{ provenTick: 0n, seized: false },
        });
      });
  });

  it("goes to the fund by a default, asset by asset, and the exit after it pays none", () =>
    undone(async () => {
      const lots = [3n, 4n, 5n, 6n];
      await hold(900n, lots);
      const { commitment } = await accountOf(venue, desk);
      for (let epoch = 2n; epoch <= 11n; epoch += 1n) await venue.publish(epoch);
      const receipt = await gate(venue.maker, "markDefault", [desk]);
      expect(saidBy("SizingGate", receipt)).toEqual([["Defaulted", desk, commitment, packed(lots)]]);
      expect(saidBy("CollateralVault", receipt)).toEqual(
        lots.map((each, k) => ["Credited", getAddress(venue.fund), BigInt(k + 1), each]),
      );
      expect(await accountOf(venue, desk)).toMatchObject({ commitment, collateral: packed(lots), seized: true });
      expect(await ask("health", [desk])).toEqual({ state: 5, class: 1, provenEpoch: 1n, age: 0n, maintenance: 0 });
      const left = await exit(900n);
      expect(saidBy("SizingGate", left)[0]?.slice(-2)).toEqual([900n, 0n]);
      expect(saidBy("CollateralVault", left)).toEqual([["Credited", desk, 0n, 900n]]);
      expect(await accountOf(venue, desk)).toMatchObject({ collateral: 0n, seized: false });
      expect(await ask("health", [desk])).toEqual({ state: 1, class: 1, provenEpoch: 0n, age: 0n, maintenance: 0 });
    }));
});

describe("an account", () => {
  it("is shown whole, with what each change left of it", () =>
    undone(async () => {
      await venue.publish(2n);
      await gate(venue.owner, "setTradeLimit", [desk, 7]);
      await register(venue, venue.maker, 2);
      const maker = venue.maker.account.address;
      const trade = fresh();
      const [ours, theirs] = [await draft(venue, desk, { trade }), await draft(venue, maker, { trade, side: 1 })];
      const signed = { ...theirs, authorization: await consent(venue, venue.maker, theirs) };
      await updatePair(venue, venue.desk, ours, signed);
      await send({ flowAsset: 3, flowAmount: 9n });
      const last = await draft(venue, desk, { mode: 2 });
      await update(venue, venue.desk, last);
      const rest = { tradeEpoch: 2n, tradeCount: 1, seized: false, provenTick: 2n };
      const own = { commitment: last.newCommitment, nonce: 3n, class: 1, collateral: packed([0n, 0n, 9n]) };
      expect(await accountOf(venue, desk)).toEqual({ ...own, ...rest, tradeLimit: 7 });
      const other = { commitment: theirs.newCommitment, nonce: 1n, class: 2, collateral: 0n };
      expect(await accountOf(venue, maker)).toEqual({ ...other, ...rest, tradeLimit: 0 });
      expect(await ask("health", [desk])).toEqual({ state: 3, class: 1, provenEpoch: 2n, age: 0n, maintenance: 1 });
      expect(await ask("health", [maker])).toEqual({ state: 2, class: 2, provenEpoch: 2n, age: 0n, maintenance: 0 });
      const nobody = venue.owner.account.address;
      expect(await ask("health", [nobody])).toEqual({ state: 0, class: 0, provenEpoch: 0n, age: 0n, maintenance: 0 });
    }));

  it("may change until the last second of its deadline, and not later", async () => {
    const now = await venue.chain.now();
    const simulate = (change: Change) =>
      venue.chain.read.simulateContract({
        ...{ abi: testArtifact("SizingGate").abi, address: venue.gate, functionName: "update" },
        ...{ args: [change], account: venue.desk.account },
      });
    await simulate(await draft(venue, desk, { deadline: now }));
    await expectRevert(simulate(await draft(venue, desk, { deadline: now - 1n })), "SizingGateDeadlinePassed", [
      now - 1n,
      now,
    ]);
  });

  it("changes by the word of a verifier that answers, alone and in a pair", () =>
    undone(async () => {
      await register(venue, venue.maker);
      const maker = venue.maker.account.address;
      const verifier = getAddress(venue.verifiers[0] ?? zeroAddress);
      // Answers every call with a word of zeros.
      await venue.chain.request("hardhat_setCode", [verifier, "0x60205ff3"]);
      await expectRevert(send(), "SizingGateNoAnswer", [verifier]);
      const trade = fresh();
      const [ours, theirs] = [await draft(venue, desk, { trade }), await draft(venue, maker, { trade, side: 1 })];
      const signed = { ...theirs, authorization: await consent(venue, venue.maker, theirs) };
      await expectRevert(updatePair(venue, venue.desk, ours, signed), "SizingGateNoAnswer", [verifier]);
    }));

  it("asks for no more gas than it takes where there is no listener", async () => {
    const change = await draft(venue, desk);
    const { abi } = testArtifact("SizingGate");
    const call = { abi, address: venue.gate, functionName: "update", args: [change], account: venue.desk.account };
    const taken = await undone(() => update(venue, venue.desk, change));
    const gas = (taken as Receipt).gasUsed + 60_000n;
    await venue.chain.read.simulateContract({ ...call, gas });
  });
});

describe("the log tells", () => {
  it("who registered in which class, first and anew", () =>
    undone(async () => {
      const maker = venue.maker.account.address;
      const empty = { 1: bookClasses["desk-8"].emptyCommitment, 2: bookClasses["desk-16"].emptyCommitment };
      for (const id of [1, 2] as const)
        expect(saidBy("SizingGate", await register(venue, venue.maker, id))).toEqual([
          ["Registered", maker, id, empty[id]],
        ]);
      expect(await accountOf(venue, maker)).toMatchObject({ class: 2, nonce: 1n, commitment: empty[2] });
    }));

  it("who paused until when, and that the owner ended it", () =>
    undone(async () => {
      const paused = await gate(venue.guardian, "pause");
      const until = Number(await venue.chain.now()) + GUARDIAN_LIMIT;
      expect(saidBy("SizingGate", paused)).toEqual([["Paused", venue.guardian.account.address, until]]);
      expect([await ask("paused"), await ask("pauseState")]).toEqual([true, [until, true]]);
      const confirmed = await gate(venue.owner, "pause");
      expect(saidBy("SizingGate", confirmed)).toEqual([["Paused", venue.owner.account.address, FOR_GOOD]]);
      expect(saidBy("SizingGate", await gate(venue.owner, "endPause"))).toEqual([["Unpaused"]]);
      expect([await ask("paused"), await ask("pauseState")]).toEqual([false, [0, false]]);
    }));

  it("whose trades the owner limited, and which book an account named", () =>
    undone(async () => {
      expect(saidBy("SizingGate", await gate(venue.owner, "setTradeLimit", [desk, 3]))).toEqual([
        ["TradeLimitSet", desk, 3],
      ]);
      const book = getAddress(venue.vault);
      for (const named of [book, zeroAddress]) {
        expect(saidBy("SizingGate", await gate(venue.desk, "setMandateBook", [named]))).toEqual([
          ["MandateBookSet", desk, named],
        ]);
        expect(await ask("mandateBookOf", [desk])).toBe(named);
      }
    }));
});

describe("a gate that is deployed", () => {
  const deployed = async (over: object, classes: readonly object[]): Promise<Address> => {
    const own = venue.owner.account.address;
    const nonce = await venue.chain.read.getTransactionCount({ address: own });
    const none = { token: zeroAddress, lot: 0n };
    const vault = await deployArtifact(venue.chain, testArtifact("CollateralVault"), [
      ...[getContractAddress({ from: own, nonce: BigInt(nonce) + 1n }), venue.cash],
      [none, none, none, none],
    ]);
    const wiring = {
      ...{ poseidon: venue.poseidon, market: venue.market, router: venue.router, vault },
      ...{ listener: tokens[0], defaultFund: tokens[1], ...over },
    };
    return deployArtifact(venue.chain, testArtifact("SizingGate"), [
      ...[own, { nominee: desk, limit: 77 }],
      ...[wiring, classes],
    ]);
  };
  const eight = bookClasses["desk-8"];

  it("is wired as it was told and serves the classes that it was given, each from its own empty book", () =>
    undone(async () => {
      const high = { ...eight, class: 2 ** 16 - 1, domain: R - 1n, emptySlotsHash: R - 1n, openingLength: 5 };
      const at = await deployed({}, [eight, high]);
      const read = <T>(fn: string, args: readonly unknown[] = []) => venue.get<T>("SizingGate", at, fn, args);
      const { poseidon, market, router } = venue;
      const vault = await read<Address>("VAULT");
      expect(await venue.get("CollateralVault", vault, "gate")).toBe(getAddress(at));
      for (const [name, address] of Object.entries({
        ...{ POSEIDON: poseidon, MARKET: market, ROUTER: router },
        ...{ LISTENER: tokens[0], DEFAULT_FUND: tokens[1], pendingGuardian: desk, owner: venue.owner.account.address },
      }))
        expect(await read(name), name).toBe(getAddress(address as Address));
      expect(await read("GUARDIAN_LIMIT")).toBe(77);
      expect(await read("emptyCommitment", [eight.class])).toBe(eight.emptyCommitment);
      expect(await read("emptyCommitment", [high.class])).not.toBe(eight.emptyCommitment);
      await venue.write(venue.desk, "SizingGate", at, "register", [high.class]);
      const change = { ...(await draft(venue, desk)), opening: "0x0102030405" as const };
      const bound = { chainId: venue.chainId, gate: at, nonce: 0n, classId: high.class };
      expect(await read("callOf", [change])).toBe(packCall(change, bound));
      const long = venue.write(venue.desk, "SizingGate", at, "update", [await draft(venue, desk)]);
      await expectRevert(long, "SizingGateWrongOpeningLength", [5n, 192n]);
    }));

  it("takes no class that is zero, too high, there already or no field element", () =>
    undone(async () => {
      const bad = [
        ...[{ class: 0 }, { class: 2 ** 16 }, { domain: 0n }, { domain: R }, { emptySlotsHash: R }],
        ...[{ domain: maxUint256 }, { emptySlotsHash: maxUint256 }],
      ];
      for (const edit of bad) {
        const wrong = { ...eight, ...edit };
        await expectRevert(deployed({}, [wrong]), "SizingGateBadClass", [wrong.class]);
      }
      await expectRevert(deployed({}, [eight, { ...eight, domain: 7n }]), "SizingGateBadClass", [eight.class]);
      await expectRevert(deployed({ defaultFund: zeroAddress }, [eight]), "SizingGateNoDefaultFund");
      const { vault } = venue;
      await expectRevert(deployed({ vault }, [eight]), "SizingGateVaultMismatch", [
        getAddress(vault),
        getAddress(venue.gate),
      ]);
    }));
});
