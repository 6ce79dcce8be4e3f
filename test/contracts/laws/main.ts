/**
 * Laws tried on random values, far more of them than the tests try: `node test/contracts/laws/main.ts [--words N] [--proofs N] [--seed HEX]`.
 * Words are tried 100,000 times each and the verifier 10,000 times, unless told otherwise; then once more on sources with slips in them, fewer
 * times, so that a law that cannot fail is seen. `test/contracts/laws/results.json` has the outcome.
 * Exit codes: 0 every law held and some slip breaks each, 1 one did not hold, or nothing breaks it.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { commitName } from "../../soundness/run/store.ts";
import { sourcesName } from "../proofs/sources.ts";
import { PROOFS, WORDS } from "./contracts.ts";
import { brokenBy, type Tried, tryLaws } from "./run.ts";
import { SLIPS } from "./slips.ts";

const PAGE = "test/contracts/laws/results.json";

/** Values for each law where a slip is in the sources. */
const RUNS_OF_SLIPS = 1_000;

const { values } = parseArgs({
  options: {
    words: { type: "string", default: "100000" },
    proofs: { type: "string", default: "10000" },
    seed: { type: "string", default: "0x62616c6c617374" },
  },
});
const { seed } = values;

const tell = (isGood: boolean, text: string): void => console.log(`${isGood ? "ok  " : "FLAG"} ${text}`);

function tryContract(contract: string, runs: number): readonly Tried[] {
  const tried = tryLaws([contract], { runs, seed });
  for (const { law, holds } of tried) tell(holds, `${contract}.${law} (${runs})`);
  return tried;
}

function trySlips(tried: readonly Tried[]) {
  const found = brokenBy(SLIPS, { runs: RUNS_OF_SLIPS, seed });
  const slips = SLIPS.map((slip, index) => ({ ...slip, breaks: found[index] ?? [] }));
  for (const { contract, find, breaks } of slips)
    tell(breaks.length > 0, `${contract} without "${find.trim()}": ${breaks.join(", ") || "nothing breaks"}`);
  const laws = tried.map((law) => ({
    ...law,
    brokenBy: slips.filter(({ contract, breaks }) => contract === law.contract && breaks.includes(law.law)).length,
  }));
  return { laws, slips };
}

const start = Date.now();
const { laws, slips } = trySlips([
  ...WORDS.flatMap((contract) => tryContract(contract, Number(values.words))),
  ...PROOFS.flatMap((contract) => tryContract(contract, Number(values.proofs))),
]);
const seconds = Math.round((Date.now() - start) / 1000);
const page = { commit: commitName(), sources: sourcesName("laws"), seed, seconds, laws, slips };
writeFileSync(PAGE, `${JSON.stringify(page, null, 2)}\n`);
const broken = laws.filter(({ holds }) => !holds);
const idle = laws.filter((law) => law.brokenBy === 0);
for (const { contract, law } of idle) tell(false, `${contract}.${law} is broken by no slip`);
console.log(
  `${laws.length} laws, ${broken.length} broken, ${idle.length} that no slip breaks, ${seconds} s; ${PAGE} written`,
);
process.exitCode = broken.length + idle.length === 0 ? 0 : 1;
