import { usageError } from "../../prover/cli/input.ts";
import type { Listing } from "./listing.ts";
import type { Play } from "./play.ts";
import type { Timeline } from "./timeline.ts";

/** A story: what the venue lists, and what happens on its days. */
export interface Story {
  readonly title: string;
  listing(timeline: Timeline): Listing;
  readonly chapters: readonly ((play: Play) => Promise<void>)[];
}

/** Each is loaded only when it is played: the options need a pricing library that the other does without. */
const STORIES: Readonly<Record<string, () => Promise<Story>>> = {
  desk: async () => (await import("./chapters/story.ts")).deskStory,
  options: async () => (await import("./strangle/story.ts")).optionsStory,
};

/** Names that `--story` takes; the first is played unless told. */
export const STORY_NAMES = Object.keys(STORIES);

/** Loads a story. Throws BallastError BAL-251 (exit 2) when there is none of that name. */
export async function loadStory(name: string): Promise<Story> {
  const load = Object.hasOwn(STORIES, name) ? STORIES[name] : undefined;
  if (load === undefined) throw usageError("--story", `must be ${STORY_NAMES.join(" or ")}`);
  return load();
}
