import { playCount } from "../../chapters/count.ts";
import { begin, type Play } from "../../play.ts";
import { ink } from "../../screen/ink.ts";
import { riskPanel } from "../risk-panel.ts";
import { noteRisk } from "./note-risk.ts";

/** The day after: the reduced book stands by itself, and the claims are counted with both books open. */
export async function playAftershock(play: Play): Promise<void> {
  const { world, screen } = play;
  const judge = await begin(play, "after", "the day after the spike");
  const risk = noteRisk(play, judge, "after", "as left");
  const verdict =
    risk.broken.length === 0 ? ink.good("within the policy") : ink.bad(`breaks ${risk.broken.join(", ")}`);
  screen.show([...riskPanel(world.desk, judge, risk), `nothing to prove today: the book is ${verdict}`, ""]);
  await playCount(play, judge, "with both books open");
}
