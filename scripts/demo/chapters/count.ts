import { countClaims } from "../claims.ts";
import type { Play } from "../play.ts";
import { claimsTable } from "../screen/claims-table.ts";
import type { Judge } from "../sizing.ts";

/** Counts what accounts may claim against the tokens that the vault holds. Throws if one unit is missing. */
export async function playCount(
  { world, screen, claims: shown }: Play,
  { nameOf }: Judge,
  when: string,
): Promise<void> {
  const { desk, maker, venue, symbols } = world;
  const claims = await countClaims([desk, maker], venue, [
    "cash",
    ...symbols.slice(0, 4).map((symbol) => `${symbol} tokens`),
  ]);
  shown.push({ when, claims });
  screen.show(claimsTable(when, claims, nameOf));
  if (!claims.balanced) throw new Error(`claims do not equal the vault's tokens ${when}`);
}
