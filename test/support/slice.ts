/** In continuous integration, which has a limit of time, the longest campaigns run a part of themselves. Everywhere else they are whole. */
const SLICED = process.env.BALLAST_SLICE === "ci";

/** The whole of something, or in continuous integration the part that stands for it. */
export const wholeOrSlice = <T>(whole: T, slice: T): T => (SLICED ? slice : whole);
