import { type Artifact, buildModule } from "@nomicfoundation/ignition-core";
import { zeroAddress, zeroHash } from "viem";
import type { BookClass } from "../viem/types.ts";
import { type BuildGovernance, buildGovernance } from "./build-governance.ts";
import { buildVenue } from "./build-venue.ts";

/** A verifier contract and the key it holds. */
export type KeyedVerifier = {
  /** Compiled from the source that `scripts/generate-verifier.ts` writes for the key; as Hardhat reads it. */
  readonly artifact: Artifact;
  /** SHA-256 of the `vkey.json` it was made from, as the circuit's manifest states it. */
  readonly key: string;
};

/** The verifiers a venue starts with: one for each class of books, and the market's. */
export type VenueVerifiers = {
  readonly verifiers: readonly ({ readonly bookClass: BookClass } & KeyedVerifier)[];
  readonly marketVerifier: KeyedVerifier;
  /** A timelock that gets every ownership; the deployer's first account is then the owner until the end. */
  readonly governance?: BuildGovernance;
};

/** Name of the module, and so of its section in a parameters file. */
export const VENUE_MODULE = "BallastVenue";

/** Name of a class as a part of a future's id. */
export const verifierId = (bookClass: BookClass): string => `SizeVerifier_${bookClass.replace("-", "_")}`;

/**
 * The Ignition module of a venue. Everything a venue decides is a parameter of `BallastVenue`; `docs/integrate.md` lists
 * them. Only `sequencer`, `guardian`, `listener`, `defaultFund`, `defaultKey` and `voider` may be left out.
 *
 * @example
 * export default venueModule({ verifiers: [{ bookClass: "desk-8", artifact, key }], marketVerifier });
 */
export function venueModule({ verifiers, marketVerifier, governance }: VenueVerifiers) {
  return buildModule(VENUE_MODULE, (m) => {
    const value = (name: string, otherwise?: string) => m.getParameter(name, otherwise);
    const deployed = verifiers.map(({ bookClass, artifact }) => {
      const contract = m.contract(artifact.contractName, artifact, [], { id: verifierId(bookClass) });
      return { bookClass, contract };
    });
    const market = marketVerifier.artifact;
    const itsVerifier = m.contract(market.contractName, market, [], { id: "MarketVerifier" });
    const venue = buildVenue(m, {
      owner: governance === undefined ? value("owner") : m.getAccount(0),
      cashToken: value("cashToken"),
      collateral: value("collateral"),
      timing: value("timing"),
      sequencer: value("sequencer", zeroAddress),
      feeds: value("feeds"),
      modelRoot: value("modelRoot"),
      firstRoot: value("firstRoot"),
      firstPrices: value("firstPrices"),
      notices: value("notices"),
      rules: value("rules"),
      defaultFund: value("defaultFund", zeroAddress),
      office: {
        nominee: value("guardian", zeroAddress),
        limit: governance?.guardianLimit ?? m.getParameter("guardianLimit"),
      },
      fund: value("fund"),
      defaultKey: value("defaultKey", zeroHash),
      publishers: value("publishers"),
      threshold: value("threshold"),
      routerNotice: value("routerNotice"),
      listener: value("listener", zeroAddress),
      verifiers: deployed,
      marketVerifier: itsVerifier,
      voider: value("voider", zeroAddress),
    });
    if (governance === undefined) return { ...venue, marketVerifier: itsVerifier };
    return { ...venue, marketVerifier: itsVerifier, timelock: buildGovernance(m, venue, governance) };
  });
}
