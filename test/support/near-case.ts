/** Cases next to a given one: the same book, market and sheet, and a change or a policy that differs by little, where verdicts turn. */
import type { Change } from "../../model/change.ts";
import { max, min } from "../../model/integers.ts";
import type { Policy } from "../../model/policy.ts";
import { lots, micros } from "../../model/units.ts";
import { POLICY_NUMBERS, withNumber } from "./policy-numbers.ts";
import { type Case, randomChange } from "./random-case.ts";
import type { SeededRandom } from "./seeded-random.ts";

const MOST_SIZE = 2n ** 40n - 1n;

/** By one, or by some bits. */
const nudge = (random: SeededRandom, bits: number): bigint =>
  random.chance(0.5) ? random.pick([1n, -1n]) : random.signed(bits);

function nearSizes(random: SeededRandom, { change, sheet }: Case): Change {
  const isLive = (id: number): boolean => sheet.rows.some(({ instrument, settled }) => instrument === id && !settled);
  const sizes = change.sizes.map(({ instrument, size }) =>
    isLive(instrument) && random.chance(0.7)
      ? { instrument, size: lots(max(-MOST_SIZE, min(MOST_SIZE, size + nudge(random, 12)))) }
      : { instrument, size },
  );
  return { ...change, sizes };
}

function nearTerms(random: SeededRandom, { change }: Case): Change {
  if (change.flow !== undefined && random.chance(0.6)) {
    const { asset, amount } = change.flow;
    const other = amount + nudge(random, 20);
    return { ...change, flow: { asset, amount: other === 0n ? amount : other } };
  }
  if (change.cost !== undefined) return { ...change, cost: micros(change.cost + nudge(random, 20)) };
  return { ...change, mode: random.pick(["full", "reduce", "maintenance"] as const) };
}

function nearPolicy(random: SeededRandom, policy: Policy): Policy {
  const [name, { least, most }] = random.pick(POLICY_NUMBERS);
  const other = BigInt(policy[name]) + nudge(random, name === "volTarget" ? 8 : 3);
  return withNumber(policy, name, max(least, min(most, other)));
}

/** A neighbour of a case; equal streams give equal ones. It may be one that the model calls bad input. */
export function nearCase(one: Case, random: SeededRandom): Case {
  const kind = random.integer(0, 9);
  if (kind < 4) return { ...one, change: nearSizes(random, one) };
  if (kind < 6) return { ...one, change: nearTerms(random, one) };
  if (kind < 8) return { ...one, policy: nearPolicy(random, one.policy) };
  return { ...one, change: randomChange(random, one.book, one.sheet) };
}
