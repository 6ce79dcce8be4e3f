import type { Command } from "commander";
import type { PublicClient } from "viem";
import type { Address } from "../../verifier/account-context.ts";
import { readerAt } from "./desk.ts";
import { addressOption, rpcOption, usageError } from "./input.ts";

/** Options of a command that may ask what a venue stated of its linear rows. */
export interface StatedAtOptions {
  readonly registry?: string;
  readonly rpc?: string;
}

/** The registry that names the contract in which it is stated, and who reads the chain. */
export interface StatedAt {
  readonly client: PublicClient;
  readonly registry: Address;
}

/** Adds `--registry` and `--rpc`, both or neither. */
export function withStatedAt(command: Command): Command {
  return command
    .option("--registry <address>", "the venue's MarketRegistry: holds linear rows to what is stated on the chain")
    .option("--rpc <url>", "with --registry: RPC address of the chain");
}

/** Where to ask, or undefined when the chain is left out. Throws BallastError BAL-251 (exit 2) when one of the two is missing. */
export function statedAt({ registry, rpc }: StatedAtOptions): StatedAt | undefined {
  if (registry === undefined && rpc === undefined) return undefined;
  if (rpc === undefined) throw usageError("--rpc", "give the RPC address of the registry's chain");
  if (registry === undefined) throw usageError("--registry", "name the venue's MarketRegistry");
  return { client: readerAt(rpcOption("--rpc", rpc)), registry: addressOption("--registry", registry) };
}
