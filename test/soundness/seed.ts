/** The seed of a run: BALLAST_SEED, or a fixed one, so that the slice in continuous integration repeats. */
export const BALLAST_SEED = process.env.BALLAST_SEED ?? "soundness/1";
