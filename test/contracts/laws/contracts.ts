/** Contracts of laws that random values can meet: a policy or a mandate at random is out of range, so those are proved alone. */

/** Of words, packed and unpacked. */
export const WORDS = ["StandingLaws", "HeadLaws", "LimbLaws", "FactorLaws"] as const;

/** Of the shipped verifier, with a key of which everything is known. */
export const PROOFS = ["VerifierLaws"] as const;
