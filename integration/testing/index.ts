/** `ballast/testing`: a venue on a local chain whose verifiers and feeds are mocks, for the tests of protocols built on it. */
export { type Artifact, type ShippedName, shippedArtifact } from "../artifacts.ts";
export { type Draft, draftChange } from "./draft-change.ts";
export { deployLocalVenue, type LocalRules, type LocalVenue } from "./local-venue.ts";
export { EPOCH_LENGTH, EPOCH_START, localAssetsModule, localVenueModule } from "./local-venue-module.ts";
export type { EpochParts, Signer } from "./publish-epoch.ts";
export { type PolicyInput, SAMPLE_POLICY } from "./sample-policy.ts";
