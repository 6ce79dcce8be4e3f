import { join } from "node:path";
import { BookStore } from "../../../prover/store/book-store.ts";
import { deskAccount, deskSeed } from "./desk.ts";
import { temporaryDirectory } from "./temporary.ts";

export { toyDesk8 } from "./toy-circuit-desk.ts";

/** A new store of the test desk. */
export function newDeskStore(account = deskAccount, seed = deskSeed): BookStore {
  return BookStore.create(join(temporaryDirectory(), "books"), seed, account);
}
