/** The runner behind a node that asks for a fortune, answers nonsense or forgets, and with a sender that has no money. */
import { createPublicClient, createWalletClient, custom, parseEther, parseTransaction } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainClients } from "../../../prover/chain/submit.ts";
import { DEFAULT_MAX_FEE, GasFees } from "../../../prover/market/gas-fees.ts";
import { Poker } from "../../../prover/market/poke.ts";
import { readHead } from "../../../prover/market/read-registry.ts";
import { runMarket } from "../../../prover/market/run-market.ts";
import { MNEMONIC } from "../../contracts/support/chain.ts";
import { invented } from "./support/invented.ts";
import { openRegistryStage, type RegistryStage } from "./support/registry-stage.ts";
import { metricOf, openWorkshop, runnerOf, type Workshop } from "./support/runner.ts";

const INDEX = 3;
const account = mnemonicToAccount(MNEMONIC, { addressIndex: INDEX });
const pauses = { look: 5, retry: 5, longest: 5 };
const FORTUNE = `0x${(15n * 10n ** 15n).toString(16)}`;

let workshop: Workshop;
let stage: RegistryStage;

beforeAll(async () => {
  workshop = await openWorkshop();
  stage = await openRegistryStage(invented(2));
  await stage.play(0, { poke: false });
});
afterAll(async () => {
  await workshop.backend.close();
  await stage.chain.close();
});

/** The chain as a node shows it that answers some methods in its own way; undefined is the truth. */
function behind(lie: (method: string, params: readonly unknown[]) => unknown): ChainClients {
  const request = async ({ method, params }: { method: string; params?: readonly unknown[] }): Promise<unknown> =>
    lie(method, params ?? []) ?? stage.chain.request(method, [...(params ?? [])]);
  const transport = custom({ request } as never, { retryCount: 0 });
  const read = createPublicClient({ chain: hardhat, transport, pollingInterval: 5 });
  return { read, wallet: createWalletClient({ account, chain: hardhat, transport }) };
}

const balance = () => stage.chain.read.getBalance({ address: account.address });
const published = async (): Promise<boolean> => (await readHead(stage.chain.read, stage.registry)).any;

describe("a node that asks for a fortune", () => {
  it("is paid neither for an epoch nor for a poke, and once ends with 6", () =>
    stage.chain.undone(async () => {
      const before = await balance();
      const runner = runnerOf(stage, workshop, INDEX, {
        clients: behind((method) => (method === "eth_maxPriorityFeePerGas" ? FORTUNE : undefined)),
      });
      const refused = { code: "BAL-413", exitCode: 6 };
      await expect(runMarket(runner.parts, { pauses, once: true })).rejects.toMatchObject(refused);
      const poker = new Poker(runner.parts.clients, stage.facts, runner.parts);
      await expect(poker.poke(await stage.chain.read.getBlockNumber())).rejects.toMatchObject(refused);
      expect([await balance(), await published()]).toEqual([before, false]);
    }));

  it("is waited for, aloud, until it asks for less", () =>
    stage.chain.undone(async () => {
      let refused = 0;
      const clients = behind((method) => (method === "eth_maxPriorityFeePerGas" && refused < 3 ? FORTUNE : undefined));
      const say = (words: string): void => void (words.includes("more than --max-fee 100.") && refused++);
      const runner = runnerOf(stage, workshop, INDEX, { clients, say });
      await runMarket(runner.parts, {
        ...{ pauses, once: false },
        onTurn: ({ kind }) => void (kind === "published" && runner.stop.abort()),
      });
      expect(await published()).toBe(true);
      expect(await metricOf(runner, "ballast_market_failures_total", { reason: "BAL-413" })).toBe(3);
      expect(refused).toBe(3);
    }));
});

describe("a node that forgets what it was sent", () => {
  it("is offered at most four times what it asks", () =>
    stage.chain.undone(async () => {
      const offered: bigint[] = [];
      const stop = new AbortController();
      const clients = behind((method, [raw]) => {
        if (method !== "eth_sendRawTransaction") return undefined;
        offered.push(parseTransaction(raw as `0x${string}`).maxFeePerGas ?? 0n);
        if (offered.length === 25) stop.abort();
        return `0x${"11".repeat(32)}`;
      });
      const runner = runnerOf(stage, workshop, INDEX, { clients, patience: 1, signal: stop.signal });
      await runMarket(runner.parts, { pauses, once: false });
      const [first = 0n, second = 0n] = offered;
      expect(second).toBe((first * 5n) / 4n + 1n);
      expect(offered.at(-1)).toBe(4n * first);
    }));
});

describe("a sender without money", () => {
  it("pays the usual price once it has some, however often it failed before", () =>
    stage.chain.undone(async () => {
      const give = (ether: string) =>
        stage.chain.request("hardhat_setBalance", [account.address, `0x${parseEther(ether).toString(16)}`]);
      await give("0");
      let failures = 0;
      const runner = runnerOf(stage, workshop, INDEX, {
        say: (words) => void (words.includes("[BAL-4") && ++failures === 20 && give("10")),
      });
      await runMarket(runner.parts, {
        ...{ pauses, once: false },
        onTurn: ({ kind }) => void (kind === "published" && runner.stop.abort()),
      });
      expect(failures).toBeGreaterThanOrEqual(20);
      expect(await published()).toBe(true);
      expect(parseEther("10") - (await balance())).toBeLessThan(2_000_000n * 10n ** 10n);
    }));
});

describe("a transaction that an earlier process left", () => {
  it("is replaced although this process never sent it", () =>
    stage.chain.undone(async () => {
      await stage.chain.request("evm_setAutomine", [false]);
      try {
        const earlier = runnerOf(stage, workshop, INDEX, { patience: 50 });
        await expect(earlier.runner.turn()).rejects.toMatchObject({ code: "BAL-410" });
        const next = runnerOf(stage, workshop, INDEX, { patience: 50, fees: new GasFees(DEFAULT_MAX_FEE) });
        await expect(next.runner.turn()).rejects.toMatchObject({ code: "BAL-409" });
        await expect(next.runner.turn()).rejects.toMatchObject({ code: "BAL-410" });
        await stage.chain.request("evm_mine", []);
      } finally {
        await stage.chain.request("evm_setAutomine", [true]);
      }
      expect(await published()).toBe(true);
      expect(await stage.chain.read.getTransactionCount({ address: account.address })).toBe(1);
    }));
});

describe("a node that answers nonsense", () => {
  it.each([5, "x", {}, { number: "0x1" }, { number: "0x1", timestamp: "soon" }])(
    "a block that is %j is counted, and the runner goes on",
    (nonsense) =>
      stage.chain.undone(async () => {
        let asked = 0;
        const clients = behind((method) => (method === "eth_getBlockByNumber" && ++asked <= 2 ? nonsense : undefined));
        const runner = runnerOf(stage, workshop, INDEX, { clients });
        let turns = 0;
        const onTurn = (): void => {
          turns++;
          runner.stop.abort();
        };
        await runMarket(runner.parts, { pauses, once: false, onTurn });
        expect(turns).toBe(1);
        expect(await metricOf(runner, "ballast_market_failures_total", { reason: "BAL-409" })).toBe(2);
      }),
  );
});

describe("two nodes behind one address, one of which lags", () => {
  it("are asked again after a pause, not at once", () =>
    stage.chain.undone(async () => {
      const old = await stage.chain.request("eth_getBlockByNumber", ["latest", false]);
      expect(await runnerOf(stage, workshop).runner.turn()).toEqual({ kind: "published" });
      let asked = 0;
      const clients = behind((method, [tag]) =>
        method === "eth_getBlockByNumber" && tag === "latest" && asked++ % 2 === 0 ? old : undefined,
      );
      const runner = runnerOf(stage, workshop, INDEX, { clients });
      const lost: number[] = [];
      const onTurn = ({ kind }: { readonly kind: string }): void => {
        expect(kind).toBe("lost");
        if (lost.push(performance.now()) === 3) runner.stop.abort();
      };
      await runMarket(runner.parts, { pauses: { ...pauses, retry: 300 }, once: false, onTurn });
      expect(lost.length).toBe(3);
      for (const [i, time] of lost.slice(1).entries()) expect(time - (lost[i] ?? 0)).toBeGreaterThan(290);
    }));
});
