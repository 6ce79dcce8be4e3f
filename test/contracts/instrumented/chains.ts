/** Every chain that a test process opens: which mutant is on there, what was reached, and the way back to an earlier state. */

import hre from "hardhat";
import { decodeErrorResult, type Hex } from "viem";
import * as abis from "../../../contracts/generated/abi.ts";

type Request = (call: { method: string; params?: readonly unknown[] }) => Promise<unknown>;

/** What is needed of a connection, whatever its kind of chain. */
interface OpenChain {
  readonly provider: { request: Request };
  close(): Promise<void>;
}

/** Whose balance is the number of the mutant that is on. */
export const SWITCH = "0x00000000000000000000000000006d7574616e74";

const open = new Set<OpenChain>();
let reports = new Set<string>();
let on = 0;

const turn = (connection: OpenChain): Promise<unknown> =>
  connection.provider.request({ method: "hardhat_setBalance", params: [SWITCH, `0x${on.toString(16)}`] });

const errors = Object.values(abis)
  .flat()
  .filter(({ type }) => type === "error");

/** Adds to a refusal what Hardhat says of contracts that it compiled itself: the error's name and values. */
function explain(cause: unknown): void {
  if (!(cause instanceof Error)) return;
  const { data } = cause as { data?: Hex | { data?: Hex } };
  const words = typeof data === "object" ? data.data : data;
  if (words === undefined || words.length < 10) return;
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: errors, data: words });
    cause.message += ` reverted with custom error '${errorName}(${args.join(", ")})'`;
  } catch {
    // an error of somebody else's
  }
}

function explainRefusals({ provider }: OpenChain): void {
  const request: Request = provider.request.bind(provider);
  provider.request = async (call) => {
    try {
      return await request(call);
    } catch (cause) {
      explain(cause);
      throw cause;
    }
  };
}

/**
 * Watches the chains that one of Hardhat's environments opens from now on; Hardhat lifts its limits of code and gas for whoever
 * listens to coverage.
 */
export function watchEnvironment({ hooks }: Pick<typeof hre, "hooks">): void {
  hooks.registerHandlers("network", {
    onCoverageData: async (_context, tags) => {
      for (const tag of tags) reports.add(tag);
    },
    newConnection: async (context, next) => {
      const connection = await next(context);
      explainRefusals(connection as OpenChain);
      open.add(connection);
      if (on !== 0) await turn(connection);
      return connection;
    },
    closeConnection: async (context, connection, next) => {
      open.delete(connection);
      await next(context, connection);
    },
  });
}

/** Watches the project's own environment. The process ends with the one that started it, which a run out of time cuts short. */
export function watchChains(): void {
  process.once("disconnect", () => process.exit(1));
  watchEnvironment(hre);
}

/** Turns one mutant on, everywhere and from now on; 0 for none. */
export async function turnOn(mutant: number): Promise<void> {
  on = mutant;
  for (const connection of open) await turn(connection);
}

/** What was reported since the last time it was asked: words of 32 bytes, in hexadecimal digits. */
export function takeReports(): ReadonlySet<string> {
  const taken = reports;
  reports = new Set();
  return taken;
}

/** A state of all open chains that one can go back to, again and again. Chains opened since are closed then. */
export async function rememberChains(): Promise<() => Promise<void>> {
  const remembered = new Map<OpenChain, unknown>();
  const take = async (connection: OpenChain): Promise<void> => {
    remembered.set(connection, await connection.provider.request({ method: "evm_snapshot" }));
  };
  for (const connection of open) await take(connection);
  return async () => {
    for (const connection of [...open]) {
      if (!remembered.has(connection)) await connection.close();
      else {
        await connection.provider.request({ method: "evm_revert", params: [remembered.get(connection)] });
        await take(connection);
      }
    }
  };
}
