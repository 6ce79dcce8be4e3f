/**
 * Laws tried on random values, far more of them than the tests try: `npm run laws:contracts -- [--words N] [--proofs N] [--seed HEX]`.
 * Words are tried 100,000 times each and the verifier 10,000 times, unless told otherwise; then once more on sources with slips in them, fewer
 * times, so that a law that cannot fail is seen. `test/contracts/laws/results.json` has the outcome.
 * Exit codes: 0 every law held and some slip breaks each, 1 one did not hold, or nothing breaks it, 2 wrong usage.
 */
import { parseArgs } from "node:util";
import { commitName } from "../../soundness/run/store.ts";
import { sourcesName } from "../proofs/sources.ts";
import { runCommand } from "../support/command.ts";
import { writeFigures } from "../support/figures.ts";
import { PROOFS, WORDS } from "./contracts.ts";
import { brokenBy, type Tried, tryLaws } from "./run.ts";
import { SLIPS } from "./slips.ts";

const PAGE = "test/contracts/laws/results.json";

/** Values for each law where a slip is in the sources. */
const RUNS_OF_SLIPS = 1_000;

type Options = { readonly words: number; readonly proofs: number; readonly seed: string };

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      words: { type: "string", default: "100000" },
      proofs: { type: "string", default: "10000" },
      seed: { type: "string", default: "0x62616c6c617374" },
    },
  });
  const [words, proofs] = [Number(values.words), Number(values.proofs)];
  for (const [name, value] of Object.entries({ words, proofs }))
    if (!(Number.isInteger(value) && value > 0)) throw new Error(`--${name} takes a whole number above 0`);
  if (!/^0x[0-9a-f]{1,64}$/i.test(values.seed))
    throw new Error("--seed takes hexadecimal digits, 64 at most, after 0x");
  return { words, proofs, seed: values.seed };
}

const tell = (isGood: boolean, text: string): void => console.log(`${isGood ? "ok  " : "FLAG"} ${text}`);

function tryContract(contract: string, runs: number, seed: string): readonly Tried[] {
  const tried = tryLaws([contract], { runs, seed });
  for (const { law, holds } of tried) tell(holds, `${contract}.${law} (${runs})`);
  return tried;
}

function trySlips(tried: readonly Tried[], seed: string) {
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

function run({ words, proofs, seed }: Options): number {
  const named = { commit: commitName(), sources: sourcesName("laws"), seed };
  const start = Date.now();
  const tried = [
    ...WORDS.flatMap((contract) => tryContract(contract, words, seed)),
    ...PROOFS.flatMap((contract) => tryContract(contract, proofs, seed)),
  ];
  const { laws, slips } = trySlips(tried, seed);
  const seconds = Math.round((Date.now() - start) / 1000);
  // What was edited meanwhile is not what was tried.
  if (named.sources !== sourcesName("laws")) console.log("the sources changed meanwhile: nothing is written");
  else writeFigures(PAGE, { ...named, seconds, laws, slips }, (page) => page.laws.map(({ runs }) => runs));
  const broken = laws.filter(({ holds }) => !holds);
  const idle = laws.filter((law) => law.brokenBy === 0);
  for (const { contract, law } of idle) tell(false, `${contract}.${law} is broken by no slip`);
  console.log(`${laws.length} laws, ${broken.length} broken, ${idle.length} that no slip breaks, ${seconds} s`);
  return broken.length + idle.length === 0 ? 0 : 1;
}

runCommand(readOptions, run);
