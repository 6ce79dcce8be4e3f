/**
 * `npm run bench [-- --rounds N]`: every number of the README in one run, side by side, into `bench/latest.json`. With `--classes` the classes of
 * books beside each other, into `bench/classes.json`.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BallastError, EXIT } from "../model/errors.ts";
import { at } from "../model/integers.ts";
import { perpetualListing } from "../scripts/demo/listing.ts";
import { bundledHistory } from "../scripts/demo/prices.ts";
import { openScreen, type Screen } from "../scripts/demo/screen/screen.ts";
import { buildTimeline, type Timeline } from "../scripts/demo/timeline.ts";
import { homeIn, openWorld, type World } from "../scripts/demo/world.ts";
import { benchClasses, classLines } from "./classes.ts";
import { benchExplaining } from "./explaining.ts";
import { benchGas } from "./gas.ts";
import { parseBenchOptions, USAGE } from "./options.ts";
import { benchProving } from "./proving.ts";
import { type BenchReport, machine, reportLines, reportText, type Timing, timingsOf } from "./report.ts";
import { openMarketSubject, openSubject } from "./subject.ts";
import { benchVerifying } from "./verifying.ts";

/** Trading days before the story's stressed day: an epoch for each sample of each kind. */
const RUN_UP = 25;

/** Times proofs and verifications in a folder that is gone afterwards. */
async function timeProofs({ workshop }: World, timeline: Timeline, screen: Screen, rounds: number) {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-"));
  try {
    const subject = await openSubject(workshop.circuit, folder);
    const options = (note: (text: string) => void) => ({ rounds, folder, onRound: (i: number) => note(`round ${i}`) });
    const { times, proof } = await screen.step(`proofs, ${rounds} rounds`, (note) =>
      benchProving(subject, workshop.backend, options(note)),
    );
    const verified = await screen.step("verification", () => benchVerifying(subject, { proof, folder, rounds }));
    const market = await openMarketSubject(workshop.marketCircuit, timeline, folder);
    const { times: markets } = await screen.step(`market proofs, ${rounds} rounds`, (note) =>
      benchProving(market, workshop.backend, options(note)),
    );
    const timings = [timingsOf("prove", times), timingsOf("prove market", markets), timingsOf("verify", verified)];
    return { subjects: [subject, market], timings: timings.flat() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeExplain(world: World, screen: Screen, rounds: number): Promise<Timing[]> {
  const judge = await world.advanceTo(2 * rounds);
  const times = await screen.step("explain", () => benchExplaining(world.desk.store.live.book, judge, rounds));
  return timingsOf("explain", times);
}

async function measure(screen: Screen, rounds: number): Promise<BenchReport> {
  const history = await bundledHistory();
  const timeline = buildTimeline(history, RUN_UP);
  const listing = perpetualListing(at(timeline.days, 0).market);
  const setting = { history, timeline, listing, home: homeIn("bench") };
  await using world = await openWorld(setting, screen);
  const { subjects, timings } = await timeProofs(world, timeline, screen, rounds);
  const gas = await screen.step("gas of real proofs on a local chain", (note) => benchGas(world, rounds, note));
  return {
    date: new Date().toISOString(),
    machine: machine(),
    circuits: subjects.map(({ circuit: { artifacts }, constraints }) => ({
      name: artifacts.circuit,
      constraints,
      zkey: artifacts.zkey,
    })),
    rounds,
    times: [...timings, ...(await timeExplain(world, screen, rounds))],
    gas,
  };
}

/** What a run leaves: a file, its text, and the tables of the screen. */
interface Result {
  readonly file: string;
  readonly text: string;
  readonly lines: readonly string[];
}

async function runAll(screen: Screen, rounds: number): Promise<Result> {
  const report = await measure(screen, rounds);
  return { file: "latest.json", text: reportText(report), lines: reportLines(report) };
}

async function runClasses(screen: Screen, rounds: number): Promise<Result> {
  const report = await benchClasses(screen, rounds);
  return { file: "classes.json", text: reportText(report), lines: classLines(report) };
}

try {
  const { rounds, classes, help, json } = parseBenchOptions(process.argv.slice(2));
  if (help) process.stdout.write(USAGE);
  else {
    const screen = openScreen(json);
    const { file, text, lines } = await (classes ? runClasses : runAll)(screen, rounds);
    writeFileSync(join(import.meta.dirname, file), text);
    if (json) process.stdout.write(text);
    screen.show(["", ...lines]);
  }
} catch (cause) {
  const known = cause instanceof BallastError;
  process.stderr.write(`\nbench: ${known ? cause.message : cause instanceof Error ? cause.stack : String(cause)}\n`);
  process.exitCode = known ? cause.exitCode : EXIT.internal;
}
