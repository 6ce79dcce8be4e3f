import type { Claims } from "../claims.ts";
import { grouped, signed } from "./figures.ts";
import { ink } from "./ink.ts";
import { table } from "./table.ts";

/** What the accounts may claim next to what the vault holds, in µ-quote and lots, to the last unit. */
export function claimsTable(
  when: string,
  { assets, lots, balanced }: Claims,
  nameOf: (instrument: number) => string,
): string[] {
  const columns = [
    { name: `claims ${when}` },
    { name: "in both books", right: true },
    { name: "credited, not taken", right: true },
    { name: "tokens in the vault", right: true },
    { name: "" },
  ];
  const rows = assets.map(({ asset, books, unpaid, tokens }) => [
    asset,
    grouped(books),
    grouped(unpaid),
    grouped(tokens),
    books + unpaid === tokens ? ink.good("=") : ink.bad("≠"),
  ]);
  const totals = lots
    .map(({ instrument, total }) => `${nameOf(instrument)} ${total === 0n ? "0" : signed(total)}`)
    .join(", ");
  const verdict = balanced ? ink.good("claims equal tokens") : ink.bad("claims and tokens differ");
  return [
    ...table(columns, rows),
    `${verdict}; lots over all accounts: ${totals === "" ? "none, all closed" : totals}`,
  ];
}
