/** Batches of changes: each is judged alone, in order, with its own gas. The verifier takes every proof. */
import {
  type Address,
  decodeErrorResult,
  encodeFunctionData,
  type Hex,
  parseEventLogs,
  toFunctionSelector,
} from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batchRelayAbi, sizingGateAbi } from "../../contracts/generated/abi.ts";
import { gateChangesIn } from "../../verifier/transaction/gate-changes.ts";
import { expectGas } from "../support/gas-snapshot.ts";
import type { Wallet } from "./support/chain.ts";
import { accountOf, type Change, consent, draft, fresh, update } from "./support/changes.ts";
import { byOperator, grant, mandateVenue } from "./support/mandates.ts";
import { expectRevert } from "./support/reverts.ts";
import { deployArtifact, type Receipt, testArtifact, type Venue } from "./support/venue.ts";

interface Item {
  readonly gas: bigint;
  readonly data: Hex;
}

let venue: Venue;
let book: Address;
let relay: Address;
let keeper: Wallet;
const GAS = 600_000n;

beforeAll(async () => {
  ({ venue, book } = await mandateVenue());
  relay = await deployArtifact(venue.chain, testArtifact("BatchRelay"), []);
  keeper = venue.guardian;
});
afterAll(() => venue.chain.close());

const undone = <T>(work: () => Promise<T>) => venue.chain.undone(work);
const send = (items: readonly Item[]): Promise<Receipt> =>
  venue.write(keeper, "BatchRelay", relay, "relay", [venue.gate, items]);
const single = (change: Change, gas = GAS): Item => ({
  gas,
  data: encodeFunctionData({ abi: sizingGateAbi, functionName: "update", args: [change as never] }),
});
const pair = (first: Change, second: Change, gas = 2n * GAS): Item => ({
  gas,
  data: encodeFunctionData({ abi: sizingGateAbi, functionName: "updatePair", args: [first as never, second as never] }),
});
const signed = async (wallet: Wallet, over: Partial<Change> = {}, ahead = 0n): Promise<Change> => {
  const change = await draft(venue, wallet.account.address, over);
  return { ...change, authorization: await consent(venue, wallet, change, ahead) };
};
const trade = async (ahead = 0n): Promise<Item> => {
  const common = { trade: fresh() };
  return pair(await signed(venue.desk, common, ahead), await signed(venue.maker, { ...common, side: 1 }));
};
const outcomes = (receipt: Receipt) =>
  parseEventLogs({ abi: batchRelayAbi, logs: receipt.logs as never }).map(({ eventName, args }) => {
    const index = Number(args.index);
    if (eventName === "Accepted" || !("reason" in args)) return [index, "accepted"];
    return [index, args.reason === "0x" ? "" : decodeErrorResult({ abi: sizingGateAbi, data: args.reason }).errorName];
  });
const nonces = async () => {
  const of = async (wallet: Wallet) => (await accountOf(venue, wallet.account.address)).nonce;
  return [await of(venue.desk), await of(venue.maker)];
};

describe("a batch", () => {
  it("takes singles and pairs in order, two of one account among them", () =>
    undone(async () => {
      const items = [
        single(await signed(venue.desk, { flowAmount: 5n })),
        single(await signed(venue.desk, {}, 1n)),
        await trade(2n),
      ];
      expect(outcomes(await send(items))).toEqual([
        [0, "accepted"],
        [1, "accepted"],
        [2, "accepted"],
      ]);
      expect(await nonces()).toEqual([5n, 3n]);
    }));

  it("loses one refused item and no other, and says why", () =>
    undone(async () => {
      const bare = { ...(await signed(venue.maker)), authorization: "0x" } as const;
      const late = await signed(venue.maker, { deadline: 1n });
      const items = [single(await signed(venue.desk, {}, 1n)), single(bare), single(late), await trade()];
      expect(outcomes(await send(items))).toEqual([
        [0, "SizingGateNoConsent"],
        [1, "SizingGateNoConsent"],
        [2, "SizingGateDeadlinePassed"],
        [3, "accepted"],
      ]);
      expect(await nonces()).toEqual([3n, 3n]);
    }));

  it("carries what operators signed, and is itself no operator", () =>
    undone(async () => {
      const operator = venue.owner;
      await grant(venue, book, venue.desk, operator.account.address);
      const change = await draft(venue, venue.desk.account.address);
      const word = byOperator(operator.account.address, await consent(venue, operator, change));
      const asRelay = { ...change, authorization: byOperator(relay) };
      const asOperator = { ...change, authorization: byOperator(operator.account.address) };
      const items = [single(asRelay), single(asOperator), single({ ...change, authorization: word })];
      expect(outcomes(await send(items))).toEqual([
        [0, "MandateBookNoMandate"],
        [1, "SizingGateNoConsent"],
        [2, "accepted"],
      ]);
    }));

  it("makes an operator of everybody when an account grants its mandate to the relay", () =>
    undone(async () => {
      await grant(venue, book, venue.desk, relay);
      const change = await draft(venue, venue.desk.account.address);
      expect(outcomes(await send([single({ ...change, authorization: byOperator(relay) })]))).toEqual([
        [0, "accepted"],
      ]);
    }));

  it("shows its changes to a verifier that reads the transaction", () =>
    undone(async () => {
      const change = await signed(venue.desk);
      const { transactionHash } = await send([single(change), await trade(1n)]);
      const { input } = await venue.chain.read.getTransaction({ hash: transactionHash });
      expect(gateChangesIn(input).map(({ account }) => account)).toHaveLength(3);
      expect(gateChangesIn(input)[0]).toMatchObject({ newCommitment: change.newCommitment });
    }));

  it("is empty without harm", async () => {
    expect(outcomes(await send([]))).toEqual([]);
  });
});

describe("a relayer", () => {
  it("cannot make an item fail for want of gas", () =>
    undone(async () => {
      const item = single(await signed(venue.desk));
      await expectRevert(send([{ ...item, gas: GAS - 1n }]), "BatchRelayAllowanceTooLow", [0n, GAS, GAS - 1n]);
      const both = await trade();
      const tight = send([{ ...both, gas: 2n * GAS - 1n }]);
      await expectRevert(tight, "BatchRelayAllowanceTooLow", [0n, 2n * GAS, 2n * GAS - 1n]);
      const items = [item, single(await signed(venue.maker))];
      const data = encodeFunctionData({ abi: batchRelayAbi, functionName: "relay", args: [venue.gate, items] });
      const before = await nonces();
      const statuses = new Set<string>();
      for (const gas of [700_000n, 800_000n, 900_000n, 1_000_000n, 1_100_000n]) {
        const hash = await keeper.sendTransaction({ to: relay, data, gas });
        const { status, logs } = await venue.chain.read.getTransactionReceipt({ hash });
        statuses.add(status);
        const after = await nonces();
        if (status === "reverted") expect(after).toEqual(before);
        else expect(outcomes({ logs } as never).filter(([, what]) => what !== "accepted")).toEqual([]);
        if (status === "success") break;
      }
      expect(statuses).toEqual(new Set(["reverted", "success"]));
    }));

  it("can call nothing but changes", async () => {
    const items = ["register(uint32)", "flatExit(int256,uint256)", "setMandateBook(address)"].map((signature) => ({
      gas: GAS,
      data: toFunctionSelector(signature),
    }));
    for (const item of items) {
      await expectRevert(send([item]), "BatchRelayNotAChange", [0n, item.data]);
    }
    for (const data of ["0x", "0x82"] as const) {
      await expectRevert(send([{ gas: GAS, data }]), "BatchRelayNotAChange", [0n, "0x00000000"]);
    }
  });

  it("pays for a callee that burns or returns what it can, and for no more", () =>
    undone(async () => {
      const odd = await deployArtifact(venue.chain, testArtifact("OddSigner"), []);
      const item = single(await signed(venue.desk));
      await venue.write(keeper, "OddSigner", odd, "set", [0, odd, "0x"]);
      const outside = await venue.write(keeper, "BatchRelay", relay, "relay", [odd, [item]]);
      expect(parseEventLogs({ abi: batchRelayAbi, logs: outside.logs as never })[0]?.args).toMatchObject({
        reason: "0x",
      });
      const bomb = await deployArtifact(venue.chain, testArtifact("OddGate"), []);
      for (const burns of [false, true]) {
        await venue.write(keeper, "OddGate", bomb, "set", [burns]);
        const { logs, gasUsed } = await venue.write(keeper, "BatchRelay", relay, "relay", [bomb, [item, item]]);
        const seen = parseEventLogs({ abi: batchRelayAbi, eventName: "Refused", logs: logs as never });
        expect(seen.map(({ args }) => args.reason.length / 2 - 1)).toEqual(burns ? [0, 0] : [256, 256]);
        expect(gasUsed).toBeLessThan(2n * GAS + 200_000n);
      }
    }));
});

describe("gas", () => {
  it("of an item beside that of its own transaction stays at its snapshot", () =>
    undone(async () => {
      const gasOf = (wallets: readonly Wallet[]) =>
        undone(async () => {
          const items: Item[] = [];
          for (const wallet of wallets) items.push(single(await signed(wallet)));
          return withoutCalldata(await send(items));
        });
      const [one, two] = [await gasOf([venue.desk]), await gasOf([venue.desk, venue.maker])];
      const alone = await withoutCalldata(await update(venue, keeper, await signed(venue.desk)));
      const measured = { alone, inBatchOfOne: one, eachFurther: two - one };
      expect(measured.eachFurther).toBeLessThan(measured.alone);
      expectGas("test/contracts/relay.gas.snapshot.json", measured, 300n);
    }));
});

const withoutCalldata = async ({ gasUsed, transactionHash }: Receipt): Promise<bigint> => {
  const { input } = await venue.chain.read.getTransaction({ hash: transactionHash });
  return gasUsed - calldataGas(input);
};

const calldataGas = (data: Hex): bigint =>
  (data.slice(2).match(/../g) ?? []).reduce((sum, byte) => sum + (byte === "00" ? 4n : 16n), 0n);
