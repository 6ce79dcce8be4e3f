import { decodeFunctionData } from "viem";
import { expect, test } from "vitest";
import { collateralVaultAbi } from "../../../contracts/generated/abi.ts";
import { plannedCall } from "../../../prover/chain/planned-call.ts";
import { safeBatch, safeChecksum } from "../../../prover/chain/safe-batch.ts";

/** A batch that Safe's Transaction Builder 1.18.2 exported, as its makers' command line (5afe/safe-cli-nodejs) documents it. */
const EXPORTED = {
  version: "1.0",
  chainId: "1",
  createdAt: 1761326849944,
  meta: {
    name: "Transactions Batch",
    description: "",
    txBuilderVersion: "1.18.2",
    createdFromSafeAddress: "0xA77DE01e157f9f57C7c4A326eeE9C4874D0598b6",
    createdFromOwnerAddress: "",
  },
  transactions: [
    {
      to: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
      value: "0",
      data: null,
      contractMethod: {
        inputs: [
          { internalType: "address", name: "spender", type: "address" },
          { internalType: "uint256", name: "value", type: "uint256" },
        ],
        name: "approve",
        payable: false,
      },
      contractInputsValues: { spender: "0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8", value: "100000000000" },
    },
  ],
} as const;
const ITS_CHECKSUM = "0x8b5032f716845c8b08bab3d63dbd9ba92e056f3557793cd041e59b84e16aa989";

test("a published batch has the checksum it was published with, whatever its name and the order of its keys", () => {
  expect(safeChecksum(EXPORTED)).toBe(ITS_CHECKSUM);
  const { meta, version, ...rest } = EXPORTED;
  expect(safeChecksum({ ...rest, meta: { ...meta, name: "renamed" }, version })).toBe(ITS_CHECKSUM);
  expect(safeChecksum({ ...EXPORTED, chainId: "2" })).not.toBe(ITS_CHECKSUM);
});

test("a batch of ours carries its calls as data, and the checksum of itself without it", () => {
  const vault = `0x${"ab".repeat(20)}` as const;
  const from = `0x${"cd".repeat(20)}` as const;
  const withdraw = { address: vault, abi: collateralVaultAbi, functionName: "withdraw", args: [1n, 7n] } as const;
  const call = plannedCall(withdraw);
  expect(call).toMatchObject({
    function: "withdraw(uint256,uint256)",
    arguments: { asset: 1n, amount: 7n },
    value: 0n,
  });
  const batch = safeBatch([call], { chain: 10n, from, name: "Ballast: collect", createdAt: 1_700_000_000_000 });
  const { checksum, ...meta } = batch.meta;
  expect(safeChecksum({ ...batch, meta })).toBe(checksum);
  expect(batch).toMatchObject({ version: "1.0", chainId: "10", meta: { createdFromSafeAddress: from } });
  const [sent] = batch.transactions;
  expect(sent).toMatchObject({ to: vault, value: "0", contractMethod: null, contractInputsValues: null });
  expect(decodeFunctionData({ abi: collateralVaultAbi, data: sent?.data ?? "0x" }).args).toEqual([1n, 7n]);
});

test("a function that a contract does not have cannot be planned", () => {
  const missing = { address: `0x${"00".repeat(20)}`, abi: collateralVaultAbi, functionName: "rob", args: [] } as const;
  expect(() => plannedCall(missing)).toThrow(RangeError);
});
