import { at } from "../../../model/integers.ts";
import { perpetualListing } from "../listing.ts";
import type { Story } from "../stories.ts";
import { playLeaving } from "./leave.ts";
import { playOpening } from "./open.ts";
import { playResizing } from "./resize.ts";
import { playStress } from "./stress.ts";

/** A desk holds one symbol hedged with another, through a stressed day and out again. */
export const deskStory: Story = {
  title: "two desks trade hidden books; the chain takes only proven changes",
  listing: ({ days }) => perpetualListing(at(days, 0).market),
  chapters: [playOpening, playResizing, playStress, playLeaving],
};
