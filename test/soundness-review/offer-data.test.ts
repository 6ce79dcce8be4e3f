/** A signed offer is a promise at a price: it may only be made on the data that the chain's risk root stands for. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { expect, it } from "vitest";
import { type Book, commit, emptyBook } from "../../model/book.ts";
import { riskRootOf } from "../../model/risk-root.ts";
import { BookStore } from "../../prover/store/book-store.ts";
import { makeOffer, type OfferRequest } from "../../prover/trade/make-offer.ts";
import type { Address } from "../../verifier/account-context.ts";
import { epochData, PERP } from "../e2e/support/market.ts";

it("refuses to sign an offer priced on a sheet that is not the chain's", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-review-"));
  const signer = privateKeyToAccount(`0x${"42".repeat(32)}`);
  const store = richStore(join(folder, "books"), signer.address.toLowerCase() as Address);
  try {
    const { market, sheet, policy } = epochData(30n);
    const riskRoot = riskRootOf(market, sheet, policy);
    const rows = sheet.rows.map((row) => (row.instrument === PERP ? { ...row, mark: 3n * row.mark } : row));
    const terms = { deltas: [{ instrument: PERP, lots: 1_000n }], deadline: 2n ** 40n };
    const request = { ...terms, market, sheet: { ...sheet, rows }, policy, riskRoot };
    await expect(makeOffer(request as OfferRequest, { store, signer })).rejects.toMatchObject({ exitCode: 5 });
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
});

/** A store whose live book holds cash. */
function richStore(directory: string, account: Address): BookStore {
  const place = { class: "desk-8", chain: 1n, gate: `0x${"11".repeat(20)}`, account } as const;
  const store = BookStore.create(directory, new Uint8Array(32).fill(7), place);
  const empty = emptyBook("desk-8");
  const book: Book = { ...empty, cash: 10n ** 12n, salt: 5n };
  const [oldCommitment, newCommitment] = [commit(empty), commit(book)];
  const bound = { nonce: 0n, attempt: 0, epoch: 30n, deadline: 2n ** 40n, trade: 0n, opening: "0x00" } as const;
  store.prepare({ ...bound, oldCommitment, newCommitment, book });
  store.reconcile({ commitment: newCommitment, nonce: 1n, block: 1n });
  return store;
}
