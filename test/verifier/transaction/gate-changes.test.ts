import { concat, encodeFunctionData, type Hex, pad, parseAbi } from "viem";
import { describe, expect, it } from "vitest";
import { sizingGateAbi } from "../../../contracts/generated/abi.ts";
import { type GateChange, gateChangesIn } from "../../../verifier/transaction/gate-changes.ts";

const ACCOUNT = "0x00000000000000000000000000000000000000aa";
const OTHER = "0x00000000000000000000000000000000000000bb";

function change(account: `0x${string}`, newCommitment: bigint): GateChange {
  return {
    account,
    deadline: 1_700_000_000n,
    epoch: 12n,
    recipient: account,
    mode: 0,
    side: 0,
    flowAsset: 0,
    flowOut: true,
    flowAmount: 5n,
    version: 1,
    newCommitment,
    trade: 0n,
    proof: [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n],
    opening: pad("0x01", { size: 188 }),
    authorization: "0x",
  };
}

// The ABI's tuple type is mutable, ours is not.
const encoded = (functionName: "update" | "updatePair", args: readonly GateChange[]): Hex =>
  encodeFunctionData({ abi: sizingGateAbi, functionName, args } as unknown as Parameters<typeof encodeFunctionData>[0]);

describe("changes in a transaction's input", () => {
  it("are read from a direct call", () => {
    expect(gateChangesIn(encoded("update", [change(ACCOUNT, 7n)]))).toEqual([change(ACCOUNT, 7n)]);
  });

  it("are read from both sides of a pair, in their order", () => {
    const sides = [change(ACCOUNT, 7n), change(OTHER, 8n)];
    expect(gateChangesIn(encoded("updatePair", sides))).toEqual(sides);
  });

  it("are found inside the call of a multisig, and inside a batch of them", () => {
    const [one, two] = [encoded("update", [change(ACCOUNT, 7n)]), encoded("update", [change(OTHER, 8n)])];
    const execute = encodeFunctionData({
      abi: parseAbi(["function execTransaction(address to, uint256 value, bytes data, uint8 operation)"]),
      args: [OTHER, 0n, one, 0],
    });
    const batch = encodeFunctionData({ abi: parseAbi(["function multicall(bytes[] calls)"]), args: [[one, two]] });
    expect(gateChangesIn(execute)).toEqual([change(ACCOUNT, 7n)]);
    expect(gateChangesIn(batch)).toEqual([change(ACCOUNT, 7n), change(OTHER, 8n)]);
  });

  it("are none where bytes do not decode as a call, however many there are", () => {
    const selector = encoded("update", [change(ACCOUNT, 7n)]).slice(0, 10) as Hex;
    expect(gateChangesIn("0x")).toEqual([]);
    expect(gateChangesIn(selector)).toEqual([]);
    const flood = concat(Array.from({ length: 5_000 }, () => selector));
    expect(gateChangesIn(flood)).toEqual([]);
  });
});
