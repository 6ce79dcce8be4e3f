/** `npm run demo [-- --story NAME --prices FILE --json]`: the whole system as one story, on a local chain, over real prices. */

import { BallastError, EXIT } from "../model/errors.ts";
import { type DemoOptions, parseOptions, USAGE } from "./demo/options.ts";
import type { Play } from "./demo/play.ts";
import { bundledHistory, readHistory } from "./demo/prices.ts";
import { reportOf, reportText } from "./demo/report.ts";
import { ink } from "./demo/screen/ink.ts";
import { openScreen } from "./demo/screen/screen.ts";
import { summaryLines } from "./demo/screen/summary.ts";
import { loadStory } from "./demo/stories.ts";
import { buildTimeline } from "./demo/timeline.ts";
import { homeIn, openWorld } from "./demo/world.ts";

async function run({ story: name, prices, json, home = homeIn("demo") }: DemoOptions): Promise<void> {
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
  const screen = openScreen(json);
  const { title, listing, chapters } = await loadStory(name);
  const history = prices === undefined ? await bundledHistory() : await readHistory(prices);
  const timeline = buildTimeline(history);
  screen.show(["", `${ink.strong("Ballast")}: ${title}`, history.source]);
  screen.chapter("a venue on a local chain");
  await using world = await openWorld({ history, timeline, listing: listing(timeline), home }, screen);
  const play: Play = { world, screen, timeline, refusals: [], claims: [], risks: [] };
  for (const chapter of chapters) await chapter(play);
  screen.chapter("summary");
  screen.show(summaryLines(play, seconds()));
  if (json) process.stdout.write(reportText(reportOf(play, history, seconds())));
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(USAGE);
  else await run(options);
} catch (cause) {
  const known = cause instanceof BallastError;
  process.stderr.write(`\ndemo: ${known ? cause.message : cause instanceof Error ? cause.stack : String(cause)}\n`);
  process.exitCode = known ? cause.exitCode : EXIT.internal;
}
