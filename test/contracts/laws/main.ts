/**
 * Laws tried on random values, far more of them than the tests try: `node test/contracts/laws/main.ts [--words N] [--proofs N] [--seed HEX]`.
 * Words are tried 100,000 times each and the verifier 10,000 times, unless told otherwise; `test/contracts/laws/results.json` has the outcome.
 * Exit codes: 0 every law held, 1 one did not.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { commitName } from "../../soundness/run/store.ts";
import { sourcesName } from "../proofs/sources.ts";
import { PROOFS, WORDS } from "./contracts.ts";
import { tryLaws } from "./run.ts";

const PAGE = "test/contracts/laws/results.json";

const { values } = parseArgs({
  options: {
    words: { type: "string", default: "100000" },
    proofs: { type: "string", default: "10000" },
    seed: { type: "string", default: "0x62616c6c617374" },
  },
});
const start = Date.now();
const tried = [
  ...WORDS.flatMap((contract) => tryLaws([contract], Number(values.words), values.seed)),
  ...PROOFS.flatMap((contract) => tryLaws([contract], Number(values.proofs), values.seed)),
];
for (const { contract, law, runs, holds } of tried)
  console.log(`${holds ? "ok  " : "FLAG"} ${contract}.${law} (${runs})`);
const seconds = Math.round((Date.now() - start) / 1000);
const page = { commit: commitName(), sources: sourcesName("laws"), seed: values.seed, seconds, laws: tried };
writeFileSync(PAGE, `${JSON.stringify(page, null, 2)}\n`);
const broken = tried.filter(({ holds }) => !holds);
console.log(`${tried.length} laws, ${broken.length} broken, ${seconds} s; ${PAGE} written`);
process.exitCode = broken.length === 0 ? 0 : 1;
