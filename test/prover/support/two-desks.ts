import { privateKeyToAccount } from "viem/accounts";
import type { BookStore } from "../../../prover/store/book-store.ts";
import type { Address } from "../../../verifier/account-context.ts";
import { deskAccount } from "./desk.ts";
import { newDeskStore } from "./toy-desk.ts";

/** A desk with a key, a seed and a store. */
export interface Desk {
  readonly signer: ReturnType<typeof privateKeyToAccount>;
  readonly seed: Uint8Array;
  readonly store: BookStore;
}

/** A desk whose account is the address of a fixed key. */
export function newDesk(number: number): Desk {
  const signer = privateKeyToAccount(`0x${number.toString(16).padStart(64, "0")}`);
  const seed = new Uint8Array(32).fill(number);
  const account = { ...deskAccount, account: signer.address.toLowerCase() as Address };
  return { signer, seed, store: newDeskStore(account, seed) };
}
