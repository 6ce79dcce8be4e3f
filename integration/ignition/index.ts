/** `ballast/ignition`: a venue as a module of Hardhat Ignition, with a manifest of what was deployed. */
export { type Artifact, type ShippedName, shippedArtifact } from "../artifacts.ts";
export { type DeployVenue, deployVenue } from "./deploy-venue.ts";
export { checkManifest, keyHashOf, readManifest, type VenueManifest } from "./manifest.ts";
export { type KeyedVerifier, VENUE_MODULE, type VenueVerifiers, venueModule } from "./venue-module.ts";
