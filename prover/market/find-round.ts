import type { Round, RoundSource } from "./feed-rounds.ts";

/** Which round of a feed an epoch takes, and the one before it. Both 0: there is none. */
export interface RoundHint {
  readonly round: bigint;
  readonly predecessor: bigint;
}

/** No round: "the feed is at fault", which the registry finds out itself. */
export const NO_ROUND: RoundHint = { round: 0n, predecessor: 0n };

/** Aggregator rounds are the low 64 bits of a round's id; a proxy puts the number of its aggregator above them. */
const PHASE_BITS = 64n;
const MASK = (1n << PHASE_BITS) - 1n;

/**
 * Phases looked at before the present one. A registry takes rounds of the present phase and of the one before it, whose
 * opening round has its predecessor in the one before that; deeper, a feed that answers for everything would be followed far.
 */
const MOST_BACK = 2;

const idOf = (phase: bigint, number: bigint): bigint => (phase << PHASE_BITS) | number;

/**
 * Finds a feed's first round at or after a boundary, by doubling steps back from the latest round and bisection, and
 * across the change of a proxy's aggregator. `undefined` while there is no such round.
 *
 * @param boundary Unix seconds
 * @example
 * const hint = (await findRound(feedRounds(client, feed, block), boundary)) ?? NO_ROUND;
 */
export async function findRound(rounds: RoundSource, boundary: bigint): Promise<RoundHint | undefined> {
  const latest = await rounds.latest();
  if (latest === undefined || latest.updatedAt < boundary) return undefined;
  return (await firstIn(rounds, boundary, latest)).hint;
}

/** A hint with the time of its round, by which two phases' candidates compare. */
interface Candidate {
  readonly hint: RoundHint;
  readonly updatedAt: bigint;
}

/** The first round at or after the boundary, given one that is, looking into earlier phases when its phase began after it. */
async function firstIn(rounds: RoundSource, boundary: bigint, known: Round, back = 0): Promise<Candidate> {
  const phase = known.id >> PHASE_BITS;
  const first = await firstOfPhase(rounds, boundary, known);
  const number = first.id & MASK;
  if (number > 1n) return candidate(first, idOf(phase, number - 1n));
  return phase === 0n || back > MOST_BACK ? candidate(first, 0n) : crossing(rounds, boundary, first, back);
}

/** The round before a phase's first one is the last of the phase before that the boundary leaves behind. */
async function crossing(rounds: RoundSource, boundary: bigint, first: Round, back: number): Promise<Candidate> {
  const before = (first.id >> PHASE_BITS) - 1n;
  const last = await lastOfPhase(rounds, before);
  if (last === undefined) return candidate(first, 0n);
  if (last.updatedAt < boundary) return candidate(first, last.id);
  const older = await firstIn(rounds, boundary, last, back + 1);
  // An aggregator may go on after the proxy has left it: what it says later than its successor does not count.
  return older.updatedAt <= first.updatedAt ? older : candidate(first, older.hint.predecessor);
}

const candidate = ({ id, updatedAt }: Round, predecessor: bigint): Candidate => ({
  hint: { round: id, predecessor },
  updatedAt,
});

/** Within one phase: the lowest round at or after the boundary, times ascending. An absent round counts as before it. */
async function firstOfPhase(rounds: RoundSource, boundary: bigint, known: Round): Promise<Round> {
  const phase = known.id >> PHASE_BITS;
  let reached = known;
  let before = 0n;
  const probe = async (number: bigint): Promise<void> => {
    const round = await rounds.round(idOf(phase, number));
    if (round !== undefined && round.updatedAt >= boundary) reached = { ...round, id: idOf(phase, number) };
    else before = number;
  };
  const top = known.id & MASK;
  for (let step = 1n; before === 0n && step < top; step *= 2n) await probe(top - step);
  while ((reached.id & MASK) - before > 1n) await probe(((reached.id & MASK) + before) / 2n);
  return reached;
}

/** The last round of a phase, undefined when it has none: numbers run from 1 without gaps. */
async function lastOfPhase(rounds: RoundSource, phase: bigint): Promise<Round | undefined> {
  let found: Round | undefined;
  let [present, absent] = [0n, 0n];
  const probe = async (number: bigint): Promise<void> => {
    const round = await rounds.round(idOf(phase, number));
    if (round === undefined) absent = number;
    else [present, found] = [number, { ...round, id: idOf(phase, number) }];
  };
  for (let number = 1n; absent === 0n && number <= MASK; number *= 2n) await probe(number);
  while (absent - present > 1n) await probe((present + absent) / 2n);
  return found;
}
