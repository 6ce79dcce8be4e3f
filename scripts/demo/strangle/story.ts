import type { Story } from "../stories.ts";
import { playAftershock } from "./chapters/aftershock.ts";
import { playExpiry } from "./chapters/expiry.ts";
import { playHedging } from "./chapters/hedge.ts";
import { playSelling } from "./chapters/sell.ts";
import { playSpike } from "./chapters/spike.ts";
import { strangleListing } from "./listing.ts";

/** A desk is short a strangle, hedged, while volatility spikes, until its options expire. */
export const optionsStory: Story = {
  title: "a desk runs a short strangle, hedged, through a volatility spike; nobody sees its book",
  listing: strangleListing,
  chapters: [playSelling, playHedging, playSpike, playAftershock, playExpiry],
};
