/** `npm run bench [-- --rounds N]`: every number of the README in one run, side by side, into `bench/latest.json`. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BallastError, EXIT } from "../model/errors.ts";
import { bundledHistory } from "../scripts/demo/prices.ts";
import { openScreen, type Screen } from "../scripts/demo/screen/screen.ts";
import { buildTimeline } from "../scripts/demo/timeline.ts";
import { homeIn, openWorld, type World } from "../scripts/demo/world.ts";
import { benchExplaining } from "./explaining.ts";
import { benchGas } from "./gas.ts";
import { parseBenchOptions, USAGE } from "./options.ts";
import { benchProving } from "./proving.ts";
import { type BenchReport, machine, reportLines, reportText, type Timing, timingsOf } from "./report.ts";
import { openSubject } from "./subject.ts";
import { benchVerifying } from "./verifying.ts";

/** Times proofs and verifications in a folder that is gone afterwards. */
async function timeProofs({ workshop }: World, screen: Screen, rounds: number) {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-"));
  try {
    const subject = await openSubject(workshop.circuit, folder);
    const { times, proof } = await screen.step(`proofs, ${rounds} rounds`, (note) =>
      benchProving(subject, workshop.backend, { rounds, folder, onRound: (round) => note(`round ${round}`) }),
    );
    const verified = await screen.step("verification", () => benchVerifying(subject, { proof, folder, rounds }));
    return { subject, timings: [...timingsOf("prove", times), ...timingsOf("verify", verified)] };
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
  const setting = { history, timeline: buildTimeline(history), home: homeIn("bench") };
  await using world = await openWorld(setting, screen);
  const { subject, timings } = await timeProofs(world, screen, rounds);
  const gas = await screen.step("gas of real proofs on a local chain", (note) => benchGas(world, rounds, note));
  const { artifacts } = world.workshop.circuit;
  return {
    date: new Date().toISOString(),
    machine: machine(),
    circuit: { name: artifacts.circuit, constraints: subject.constraints, zkey: artifacts.zkey },
    rounds,
    times: [...timings, ...(await timeExplain(world, screen, rounds))],
    gas,
  };
}

try {
  const { rounds, help, json } = parseBenchOptions(process.argv.slice(2));
  if (help) process.stdout.write(USAGE);
  else {
    const screen = openScreen(json);
    const report = await measure(screen, rounds);
    const text = reportText(report);
    writeFileSync(join(import.meta.dirname, "latest.json"), text);
    if (json) process.stdout.write(text);
    screen.show(["", ...reportLines(report)]);
  }
} catch (cause) {
  const known = cause instanceof BallastError;
  process.stderr.write(`\nbench: ${known ? cause.message : cause instanceof Error ? cause.stack : String(cause)}\n`);
  process.exitCode = known ? cause.exitCode : EXIT.internal;
}
