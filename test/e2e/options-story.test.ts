import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Play } from "../../scripts/demo/play.ts";
import { bundledHistory } from "../../scripts/demo/prices.ts";
import { reportOf } from "../../scripts/demo/report.ts";
import { openScreen } from "../../scripts/demo/screen/screen.ts";
import type { Circuits } from "../../scripts/demo/set-up.ts";
import { loadStory } from "../../scripts/demo/stories.ts";
import { buildTimeline } from "../../scripts/demo/timeline.ts";
import { openWorld } from "../../scripts/demo/world.ts";
import { ballastHere } from "../prover/support/ballast.ts";
import { temporaryDirectory } from "../prover/support/temporary.ts";
import { openTrapdoorBackend } from "./support/trapdoor-backend.ts";

const MINUTES = 60_000;

/**
 * `npm run demo -- --story options` proves each step; here witnesses are computed and the proofs come from the trapdoor, which the
 * contracts and the verifier judge as any.
 */
test(
  "the options story plays to its end: hedged, refused, reduced in the spike, settled without a counterparty, claims equal tokens",
  async () => {
    const home = temporaryDirectory();
    const history = await bundledHistory();
    const timeline = buildTimeline(history);
    const { chapters, listing } = await loadStory("options");
    const backendFor = ({ book, market }: Circuits) => openTrapdoorBackend([book, market]);
    const screen = openScreen(true);
    await using world = await openWorld({ history, timeline, listing: listing(timeline), home, backendFor }, screen);
    const play: Play = { world, screen, timeline, refusals: [], claims: [], risks: [] };
    for (const chapter of chapters) await chapter(play);
    const report = reportOf(play, history, 0);
    expect(report.refusals.map(({ by, reason }) => [by, reason])).toEqual([
      ["policy", expect.stringContaining("S-22")],
      ["policy", expect.stringContaining("S-22")],
    ]);
    expect(report.transactions.map(({ what }) => what)).toEqual([
      "deposit and strangle (both sides)",
      "delta hedge (both sides)",
      "reduction (both sides)",
      "settlement",
      "closing trade (both sides)",
      "flat exit",
    ]);
    expect(report.proofs).toHaveLength(9);
    expect(report.balanced).toBe(true);
    expect(report.claims.map(({ claims }) => claims.lots.length)).toEqual([3, 0]);
    const days = (report.risks ?? []).map(({ what, broken }) => [what, broken]);
    expect(days).toEqual([
      ["sold and hedged", []],
      ["as left", ["S-13"]],
      ["hedged", []],
      ["as left", ["S-13", "S-15"]],
      ["reduced", []],
      ["as left", []],
    ]);
    await canBeRebuilt(join(home, "epochs", "3"));
  },
  5 * MINUTES,
);

/** What a run leaves of an epoch is enough to build its sheet again. */
async function canBeRebuilt(epoch: string): Promise<void> {
  const inputs = ["market", "instruments", "quotes"].flatMap((name) => [`--${name}`, join(epoch, `${name}.json`)]);
  expect(existsSync(join(epoch, "quotes.json"))).toBe(true);
  const ran = await ballastHere(["sheet", "verify", "--sheet", join(epoch, "sheet.csv"), ...inputs, "--json"]);
  expect(JSON.parse(ran.stdout)).toMatchObject({ matches: true, faults: [] });
}
