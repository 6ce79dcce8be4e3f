import type { Bundle } from "../../../verifier/bundle.ts";
import { parseBundle } from "../../../verifier/parse-bundle.ts";
import { attempt, type Changes } from "../cheat.ts";
import type { Party } from "../party.ts";
import type { Play } from "../play.ts";
import { grouped } from "../screen/figures.ts";
import { ink } from "../screen/ink.ts";

/** The desk sends changes that no honest software sends, straight at the contract; shows the error that they meet. */
export async function playCheat({ world, screen, refusals }: Play, what: string, changes: Changes): Promise<void> {
  const { error, gas } = await attempt(world.desk, changes);
  world.workshop.measures.gas.push({ what, gas, accepted: false });
  refusals.push({ attempt: what, by: "contract", reason: error });
  screen.show([
    `${ink.bad("✗")} ${what}: ${ink.bad(error)} ${ink.faint(`(reverted, ${grouped(gas)} gas; account unchanged)`)}`,
  ]);
}

/** The oldest proof that a desk ever sent. */
export function firstBundle({ store }: Party): Bundle {
  const [oldest] = [...store.state.openings.values()]
    .filter(({ bundle }) => bundle !== undefined)
    .sort((a, b) => (a.nonce < b.nonce ? -1 : 1));
  return bundleIn(oldest?.bundle ?? "");
}

/** A bundle in its one text. Throws Error when it is none. */
export function bundleIn(text: string): Bundle {
  const parsed = parseBundle(text);
  if (parsed.status !== "parsed") throw new Error("the desk holds no such proof");
  return parsed.bundle;
}
