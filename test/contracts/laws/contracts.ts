/** The contracts of laws, by what they take to try. */

/** Of words, packed and unpacked. */
export const WORDS = ["StandingLaws", "HeadLaws", "LimbLaws", "FactorLaws"] as const;

/** Of the shipped verifier, with a key of which everything is known. */
export const PROOFS = ["VerifierLaws"] as const;
