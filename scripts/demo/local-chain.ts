import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Chain, createPublicClient, createWalletClient, defineChain, http, type PublicClient } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { BallastError } from "../../model/errors.ts";
import type { ChainClients } from "../../prover/chain/submit.ts";

/** A local chain behind HTTP. Close it, best with `await using`. */
export interface LocalChain extends AsyncDisposable {
  readonly url: string;
  readonly read: PublicClient;
  /** Clients that sign for one of the chain's funded accounts. */
  clients(index: number): ChainClients & { readonly signer: ReturnType<typeof mnemonicToAccount> };
  /** Sets the second of the next block and mines it. */
  goTo(time: bigint): Promise<void>;
}

/** The published words of every local test chain; its accounts hold test ether there and nothing elsewhere. */
const MNEMONIC = "test test test test test test test test test test test junk";
const CHAIN_ID = 31337;
const POLLING = 10;

/**
 * Starts a chain whose clock begins at a Unix second, and compiles the contracts first if they changed.
 * Throws BallastError BAL-408 (exit 6) with the process's own words when it does not come up.
 */
export async function startChain(start: bigint): Promise<LocalChain> {
  const child = fork(join(import.meta.dirname, "chain-process.ts"), [`${start}`], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const url = await addressOf(child);
  const chain = chainAt(url);
  // While a proof fills every core the chain may close an idle connection just as the next request takes it.
  const fetchOptions = { headers: { connection: "close" } };
  const options = { chain, transport: http(url, { retryCount: 0, fetchOptions }), pollingInterval: POLLING };
  const read = createPublicClient(options);
  const clients = (index: number) => {
    const signer = mnemonicToAccount(MNEMONIC, { addressIndex: index });
    return { read, wallet: createWalletClient({ ...options, account: signer }), signer };
  };
  return { url, read, clients, goTo: (time) => goTo(url, time), [Symbol.asyncDispose]: () => stop(child) };
}

function chainAt(url: string): Chain {
  const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
  return defineChain({ id: CHAIN_ID, name: "local", nativeCurrency, rpcUrls: { default: { http: [url] } } });
}

async function addressOf(child: ChildProcess): Promise<string> {
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words += chunk.toString();
  });
  const said = once(child, "message").then(([message]) => (message as { url: string }).url);
  const ended = once(child, "exit").then(() => undefined);
  const url = await Promise.race([said, ended]);
  if (url !== undefined) return url;
  const details = `Run \`npx hardhat build\` to see what is wrong. ${words.trim()}`;
  throw new BallastError("BAL-408", "the local chain did not start.", { details });
}

async function goTo(url: string, time: bigint): Promise<void> {
  for (const [method, params] of [
    ["evm_setNextBlockTimestamp", [Number(time)]],
    ["evm_mine", []],
  ] as const) {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const { error } = (await answer.json()) as { error?: { message: string } };
    if (error !== undefined) throw new BallastError("BAL-408", `the local chain refuses ${method}: ${error.message}.`);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  if (child.connected) child.disconnect();
  await ended;
}
