/** `ballast/viem`: a venue as actions of viem's clients. */
export { sizingGateAbi } from "../../contracts/generated/abi.ts";
export { bookClasses } from "../../contracts/generated/classes.ts";
export { BallastError } from "../../model/errors.ts";
export { type AccountOnChain, getAccount } from "./get-account.ts";
export { type Asset, getClaim } from "./get-claim.ts";
export { type AccountHealth, getHealth, STATES } from "./get-health.ts";
export { getLatestEpoch, type LatestEpoch } from "./get-latest-epoch.ts";
export { getVenue } from "./get-venue.ts";
export { isServing } from "./is-serving.ts";
export { getCall, type Pair, type Preview, previewPair, previewUpdate } from "./preview.ts";
export { type BallastActions, ballastActions } from "./public-actions.ts";
export type { SizeUpdate } from "./size-update.ts";
export type { Address, AnyClient, BookClass, GateChange, Mode, Venue } from "./types.ts";
export { type VenueErrorName, VenueRefusal, type VenueRevert, venueError } from "./venue-refusal.ts";
export { type BallastWalletActions, ballastWalletActions, type SigningClient } from "./wallet-actions.ts";
export { type WatchUpdates, watchUpdates } from "./watch-updates.ts";
