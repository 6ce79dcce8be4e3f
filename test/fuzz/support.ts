/** Budget and seed of the fuzz tests: BALLAST_FUZZ_RUNS and BALLAST_SEED. */
import { BASE_MODULUS as Q, GROUP_ORDER as R } from "../../verifier/proof.ts";
import { type SeededRandom, seededRandom } from "../support/seeded-random.ts";

/** Cases per test. */
export const RUNS = Number(process.env.BALLAST_FUZZ_RUNS ?? 120);

/** Printed in each test's name; give it back to repeat a run. */
export const SEED = process.env.BALLAST_SEED ?? String(Date.now());

/** A stream of its own for a test. */
export const randomFor = (name: string): SeededRandom => seededRandom(`${SEED}/${name}`);

const MOST = 2n ** 256n - 1n;

/** A word at an edge, near an old value, or anywhere. */
export function oddWord(random: SeededRandom, old: bigint): bigint {
  const edges = [0n, 1n, 2n, R - 1n, R, R + 1n, Q - 1n, Q, 2n ** 255n, MOST, old + R, old + Q, Q - (old % Q), old + 1n];
  const value = random.chance(0.6) ? random.pick(edges) : random.bigint(0n, MOST);
  return BigInt.asUintN(256, value);
}
