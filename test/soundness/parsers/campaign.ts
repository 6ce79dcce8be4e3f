/** Spoilt files for every reader, seeded: none may be accepted that means something else, none may throw but the typed error, none may take long. */

import { seededRandom } from "../../support/seeded-random.ts";
import { openTargets, type Target } from "./targets.ts";

/** What the readers did with their files. */
export type ParserCampaign = {
  readonly files: number;
  readonly lines: readonly {
    readonly name: string;
    readonly files: number;
    readonly refused: number;
    readonly accepted: number;
    /** The most processor time that one file took, in milliseconds. */
    readonly slowest: number;
  }[];
  readonly problems: readonly string[];
};

/** Processor time that one file may take, in milliseconds. */
const MOST_TIME = 2_000;
const MOST_PROBLEMS = 20;

/** Reads `count` spoilt files in all; equal seeds make equal ones. */
export async function runParserCampaign(seed: string, count: number): Promise<ParserCampaign> {
  const targets = await openTargets();
  const parts = targets.reduce((sum, target) => sum + target.parts, 0);
  const problems: string[] = [];
  const lines: ParserCampaign["lines"][number][] = [];
  for (const target of targets) {
    const { line, problems: own } = await runTarget(target, seed, Math.ceil((count * target.parts) / parts));
    lines.push(line);
    problems.push(...own);
  }
  return { files: lines.reduce((sum, line) => sum + line.files, 0), lines, problems };
}

async function runTarget({ name, honest, attack }: Target, seed: string, files: number) {
  const problems: string[] = [];
  const random = seededRandom(`parsers/${name}/${seed}`);
  for (const reading of await honest())
    if (reading !== "accepted") problems.push(`${name}: an honest file is ${JSON.stringify(reading)}`);
  let [refused, accepted, slowest] = [0, 0, 0];
  for (let i = 0; i < files && problems.length < MOST_PROBLEMS; i++) {
    const before = process.cpuUsage();
    const reading = await attack(random);
    const { user, system } = process.cpuUsage(before);
    const time = (user + system) / 1000;
    slowest = Math.max(slowest, time);
    if (time > MOST_TIME) problems.push(`${name}, file ${i}: ${Math.round(time)} ms`);
    if (reading === "refused") refused++;
    else if (reading === "accepted") accepted++;
    else problems.push(`${name}, file ${i} of seed ${seed}: ${reading.problem}`);
  }
  const read = refused + accepted + problems.length;
  return { line: { name, files: Math.min(files, read), refused, accepted, slowest: Math.round(slowest) }, problems };
}
