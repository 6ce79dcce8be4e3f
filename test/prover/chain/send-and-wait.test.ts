import { afterAll, beforeAll, expect, test } from "vitest";
import { sendAndWait } from "../../../prover/chain/send-and-wait.ts";
import { newChain, type TestChain, type Wallet } from "../../contracts/support/chain.ts";

/** Init code that reverts, and init code that leaves an empty contract. */
const [REVERTS, SUCCEEDS] = ["0x60006000fd", "0x60006000f3"] as const;
const GAS = 100_000n;
let chain: TestChain;
let wallet: Wallet;

beforeAll(async () => {
  chain = await newChain();
  [wallet] = chain.wallets as [Wallet];
}, 300_000);
afterAll(() => chain.close());

const deploy = (data: typeof REVERTS | typeof SUCCEEDS) => () => wallet.sendTransaction({ data, gas: GAS });

test("a transaction that was mined and succeeded gives its receipt; its hash is told before", async () => {
  const told: string[] = [];
  const receipt = await sendAndWait(chain.read, "deploy", deploy(SUCCEEDS), { onSent: (hash) => told.push(hash) });
  expect(receipt).toMatchObject({ status: "success", transactionHash: told[0] });
});

test("one that was mined and reverted is an error that names it and says what to do next", async () => {
  const told: string[] = [];
  const failed = sendAndWait(chain.read, "deploy", deploy(REVERTS), {
    onSent: (hash) => told.push(hash),
    next: "wait",
  });
  await expect(failed).rejects.toMatchObject({
    code: "BAL-405",
    exitCode: 6,
    details: expect.stringMatching(/: wait\.$/),
  });
  await expect(failed).rejects.toThrow(told[0]);
});

test("what was not sent is an error of ours too, and nobody is told of a hash", async () => {
  const told: string[] = [];
  const unsent = sendAndWait(chain.read, "deploy", () => wallet.sendTransaction({ data: SUCCEEDS, gas: 1n }), {
    onSent: (hash) => told.push(hash),
  });
  await expect(unsent).rejects.toMatchObject({ code: expect.stringMatching(/^BAL-40/), exitCode: 6 });
  expect(told).toEqual([]);
});
