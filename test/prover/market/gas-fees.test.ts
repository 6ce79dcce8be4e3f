import { createPublicClient, custom, type PublicClient } from "viem";
import { hardhat } from "viem/chains";
import { describe, expect, it } from "vitest";
import { GasFees } from "../../../prover/market/gas-fees.ts";

const GWEI = 10n ** 9n;
const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** A client of a node that asks for these prices, in wei; without a base fee it is one of the old kind. */
function asking(prices: { base?: bigint; tip: bigint }): PublicClient {
  const request = async ({ method }: { method: string }): Promise<unknown> => {
    if (method === "eth_gasPrice") return hex(prices.tip);
    if (method === "eth_maxPriorityFeePerGas") return hex(prices.tip);
    const block = { number: "0x1", timestamp: "0x1", transactions: [] };
    return prices.base === undefined ? block : { ...block, baseFeePerGas: hex(prices.base) };
  };
  return createPublicClient({ chain: hardhat, transport: custom({ request }, { retryCount: 0 }) });
}

describe("what a sender pays", () => {
  it("is what the node asks, and a quarter more than what waits unmined with the same nonce", async () => {
    const fees = new GasFees();
    const node = asking({ base: 10n * GWEI, tip: GWEI });
    const first = await fees.of(node, 7);
    expect(first).toEqual({ maxFeePerGas: 13n * GWEI, maxPriorityFeePerGas: GWEI });
    expect(await fees.of(node, 7)).toEqual(first);
    fees.unmined(7, first);
    const second = await fees.of(node, 7);
    expect(second).toEqual({ maxFeePerGas: 16_250_000_001n, maxPriorityFeePerGas: 1_250_000_001n });
    expect(await fees.of(node, 8)).toEqual(first);
  });

  it("is never more than four times what is asked, nor more than the limit", async () => {
    const [loose, tight] = [new GasFees(), new GasFees(20n * GWEI)];
    const node = asking({ base: 10n * GWEI, tip: GWEI });
    for (let time = 0; time < 60; time++) {
      loose.unmined(0, await loose.of(node, 0));
      tight.unmined(0, await tight.of(node, 0));
    }
    expect(await loose.of(node, 0)).toEqual({ maxFeePerGas: 52n * GWEI, maxPriorityFeePerGas: 4n * GWEI });
    expect(await tight.of(node, 0)).toEqual({ maxFeePerGas: 20n * GWEI, maxPriorityFeePerGas: 4n * GWEI });
  });

  it("is nothing when more is asked than the limit, for a first attempt too", async () => {
    const refused = { code: "BAL-413", exitCode: 6 };
    const fees = new GasFees();
    await expect(fees.of(asking({ base: GWEI, tip: 15n * 10n ** 15n }), 0)).rejects.toMatchObject(refused);
    await expect(fees.of(asking({ base: 90n * GWEI, tip: 0n }), 0)).rejects.toMatchObject(refused);
    await expect(fees.of(asking({ tip: 101n * GWEI }), 0)).rejects.toThrow(/101 gwei, more than --max-fee 100/);
  });

  it("has one price on a chain without a base fee", async () => {
    const fees = new GasFees();
    const price = await fees.of(asking({ tip: 5n * GWEI }), 0);
    expect(price).toEqual({ gasPrice: 5n * GWEI });
    fees.unmined(0, price);
    expect(await fees.of(asking({ tip: 5n * GWEI }), 0)).toEqual({ gasPrice: 6_250_000_001n });
  });
});
