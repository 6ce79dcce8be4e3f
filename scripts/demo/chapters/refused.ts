import type { TargetSize } from "../../../model/change.ts";
import type { RuleReport } from "../../../model/explain.ts";
import { readAccount } from "../../../prover/chain/read-chain.ts";
import { brokenRuleIds, PolicyRefusal } from "../../../prover/refusals.ts";
import { makeOffer } from "../../../prover/trade/make-offer.ts";
import type { Play } from "../play.ts";
import { grouped, percent } from "../screen/figures.ts";
import { ink } from "../screen/ink.ts";
import { deltasTo, type Judge } from "../sizing.ts";

/** Asks for a trade that the policy must refuse; shows the rules, and that neither disk nor chain heard of it. */
export async function playRefusal(
  { world, screen, refusals }: Play,
  ask: { readonly attempt: string; readonly sizes: readonly TargetSize[]; readonly mode?: "full" | "reduce" },
  judge: Judge,
): Promise<void> {
  const { desk } = world;
  const { gate, account } = desk.account;
  const { openings, offers } = desk.store.state;
  const nonce = (await readAccount(desk.clients.read, gate, account)).nonce;
  const refusal = await refusalOf(world.desk, ask, judge);
  const now = await readAccount(desk.clients.read, gate, account);
  const untouched = now.nonce === nonce && desk.store.state.openings.size === openings.size;
  if (!untouched || desk.store.state.offers.length !== offers.length) throw new Error("a refused change left a trace");
  const reason = brokenRuleIds(refusal.explanation).join(", ");
  refusals.push({ attempt: ask.attempt, by: "policy", reason });
  screen.show([
    `${ink.bad("✗")} ${ask.attempt}: ${ink.bad(`refused by ${reason}`)}; nothing proven, written or sent`,
    ...refusal.explanation.violations.map(({ id, message, at }) => ink.faint(`  ${id}: ${message} (${at})`)),
    ...refusal.explanation.rules.flatMap(brokenLine),
  ]);
}

async function refusalOf(
  desk: Play["world"]["desk"],
  {
    sizes,
    mode = "full",
    attempt,
  }: { readonly sizes: readonly TargetSize[]; readonly mode?: "full" | "reduce"; readonly attempt: string },
  judge: Judge,
): Promise<PolicyRefusal> {
  try {
    const deltas = deltasTo(desk.store.live.book, sizes);
    await makeOffer({ ...judge, deltas, mode, deadline: 2n ** 40n }, desk);
  } catch (cause) {
    if (cause instanceof PolicyRefusal) return cause;
    throw cause;
  }
  throw new Error(`${attempt}: the policy should have refused this`);
}

/** How far beyond its limit a rule is. S-13 compares squares, so its root is shown. */
function brokenLine(rule: RuleReport): string[] {
  if (rule.ok || "off" in rule) return [];
  const place = rule.at === "" ? "" : ` (${rule.at})`;
  if (rule.limit <= 0n) return [ink.faint(`  ${rule.id}: above a limit of ${grouped(rule.limit)}${place}`)];
  const share = Number((rule.lhs * 1_000_000n) / rule.limit) / 1e6;
  if (rule.id !== "S-13") return [ink.faint(`  ${rule.id}: ${percent(share)} of the limit${place}`)];
  return [ink.faint(`  S-13: ${percent(Math.sqrt(share))} of the volatility target`)];
}
