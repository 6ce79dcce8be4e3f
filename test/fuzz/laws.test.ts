/** The laws of test/contracts/laws in the EVM, on random values; `npm run laws:contracts` tries far more of them. */
import { expect, it } from "vitest";
import { PROOFS, WORDS } from "../contracts/laws/contracts.ts";
import { tryLaws } from "../contracts/laws/run.ts";
import { RUNS } from "./support.ts";

const SEED = `0x${Buffer.from(process.env.BALLAST_SEED ?? String(Date.now())).toString("hex")}`;

it(`hold on ${RUNS} values each (seed ${SEED})`, () => {
  const tried = tryLaws([...WORDS, ...PROOFS], { runs: RUNS, seed: SEED });
  expect(tried.filter(({ holds }) => !holds)).toEqual([]);
  expect(new Set(tried.map(({ contract }) => contract))).toEqual(new Set([...WORDS, ...PROOFS]));
  expect(tried.every(({ runs }) => runs === RUNS)).toBe(true);
});
