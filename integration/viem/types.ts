import type { Account, Chain, Client, ContractFunctionArgs, Transport } from "viem";
import type { sizingGateAbi } from "../../contracts/generated/abi.ts";
import type { bookClasses } from "../../contracts/generated/classes.ts";

/** Any client of viem: the actions need its transport only, and its account to send. */
export type AnyClient = Client<Transport, Chain | undefined, Account | undefined>;

/** An address as viem types it. */
export type Address = `0x${string}`;

/** Name of a size class of books. */
export type BookClass = keyof typeof bookClasses;

/** One account's side of a call, as the gate takes it. The prover makes it from a bundle. */
export type GateChange = ContractFunctionArgs<typeof sizingGateAbi, "nonpayable", "update">[0];

/** What an account's call asks for: everything, less risk, or to be kept at the maintenance margin. */
export type Mode = "full" | "reduce" | "maintenance";

/** Where the contracts of a venue are; the gate names the others, for good. */
export type Venue = {
  readonly gate: Address;
  readonly market: Address;
  readonly router: Address;
  readonly vault: Address;
  readonly policies: Address;
};
