/** Names of the tiers 0 to 3. */
export const TIER_NAMES = ["calm", "elevated", "stressed", "halted"] as const;
