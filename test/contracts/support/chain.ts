import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  custom,
  type PublicClient,
  type Transport,
  type WalletClient,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { withLock } from "./lock.ts";

/** A wallet client with its account and chain. */
export type Wallet = WalletClient<Transport, Chain, Account>;

/** An in-process chain: a reader, wallets of local accounts, and its clock. */
export interface TestChain {
  readonly read: PublicClient;
  readonly wallets: readonly Wallet[];
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  /** Seconds since 1970 of the latest block. */
  now(): Promise<bigint>;
  /** Moves the clock to a second and mines a block. */
  goTo(time: bigint): Promise<void>;
  /** Runs something and puts the chain back. */
  undone<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Of the chain's accounts, as every development node has it. */
export const MNEMONIC = "test test test test test test test test test test test junk";

const build = (): void => {
  const cli = join(dirname(createRequire(import.meta.url).resolve("hardhat/package.json")), "dist/src/cli.js");
  execFileSync(process.execPath, [cli, "build", "--quiet"], { stdio: ["ignore", "ignore", "pipe"] });
};

let built = false;

/** Compiles the contracts once per process; processes wait for each other. */
export async function ensureBuilt(): Promise<void> {
  if (!built) await withLock(".ballast/contracts/build.lock", build);
  built = true;
}

/**
 * A fresh chain with the contracts compiled.
 * @param chainId its id; that of a Hardhat chain unless told
 * @example const chain = await newChain()
 */
export async function newChain(chainId: number = hardhat.id): Promise<TestChain> {
  await ensureBuilt();
  const { default: hre } = await import("hardhat");
  const connection = await hre.network.create({ override: { chainId, throwOnTransactionFailures: false } });
  const request = (method: string, params: readonly unknown[]): Promise<unknown> =>
    connection.provider.request({ method, params: [...params] });
  const transport = custom({ request: ({ method, params }) => request(method, params ?? []) }, { retryCount: 0 });
  const here = { ...hardhat, id: chainId };
  const read = createPublicClient({ chain: here, transport, pollingInterval: 5 });
  const wallets = Array.from({ length: 8 }, (_, addressIndex) =>
    createWalletClient({ account: mnemonicToAccount(MNEMONIC, { addressIndex }), chain: here, transport }),
  );
  const goTo = async (time: bigint): Promise<void> => {
    await request("evm_setNextBlockTimestamp", [Number(time)]);
    await request("evm_mine", []);
  };
  const undone = async <T>(work: () => Promise<T>): Promise<T> => {
    const snapshot = await request("evm_snapshot", []);
    try {
      return await work();
    } finally {
      await request("evm_revert", [snapshot]);
    }
  };
  const now = async (): Promise<bigint> => (await read.getBlock()).timestamp;
  return { read, wallets, request, now, goTo, undone, close: () => connection.close() };
}
