/** Slips in the sources that laws speak of: a law that none of them breaks may be one that cannot fail. */
import type { Edit } from "../proofs/instrument.ts";
import { LAWS } from "../proofs/laws.ts";

/** A wrong source, and the contract of laws that is tried on it. */
export interface Slip extends Edit {
  readonly contract: string;
}

const [SINGLE, EQUATION] = ["contracts/verifier/Groth16Verifier.sol", "contracts/verifier/Groth16Equation.sol"];

const types = "contracts/types";

/** For laws of words that the slips of their proofs do not reach. */
const OF_WORDS: readonly Slip[] = [
  {
    contract: "StandingLaws",
    file: `${types}/Standing.sol`,
    find: "(uint256(openingLength) << OPENING_AT) | EMPTY);",
    put: "(uint256(openingLength) << OPENING_AT));",
  },
  {
    contract: "HeadLaws",
    file: `${types}/ServingHead.sol`,
    find: "& ~(uint256(3) << _MARKET_TIER);",
    put: "& ~(uint256(1) << _MARKET_TIER);",
  },
  {
    contract: "HeadLaws",
    file: `${types}/ServingHead.sol`,
    find: "& ((1 << _LIMITS) - 1);",
    put: "& ((1 << (_LIMITS - 1)) - 1);",
  },
  {
    contract: "LimbLaws",
    file: `${types}/Stop.sol`,
    find: "(uint48(type(uint40).max) << 1) |",
    put: "uint48(type(uint40).max) |",
  },
  {
    contract: "LimbLaws",
    file: "contracts/libraries/CollateralLimbs.sol",
    find: "(uint256(limbs) >> (k * _BITS)) & (BOUND - 1)",
    put: "(uint256(limbs) >> (k * _BITS)) & (BOUND - 2)",
  },
  {
    contract: "LimbLaws",
    file: `${types}/Direction.sol`,
    find: "Direction.unwrap(a) | Direction.unwrap(b)",
    put: "Direction.unwrap(a) & Direction.unwrap(b)",
  },
];

/** What a verifier must not get wrong: pairs and single proofs that are honest, lengths, ranges, the product, the way of refusing. */
const OF_PROOFS: readonly Edit[] = [
  { file: SINGLE, find: "4 + 13 * 32", put: "4 + 12 * 32" },
  { file: SINGLE, find: "        _checkLength(_SINGLE_CALLDATA);\n", put: "" },
  { file: SINGLE, find: "_checkProof(proof);\n        _checkInputs(inputs);", put: "_checkProof(proof);" },
  { file: SINGLE, find: "        _checkInputs(secondInputs);\n", put: "" },
  { file: SINGLE, find: "scalars[0] = weight + 1;", put: "scalars[0] = weight;" },
  { file: EQUATION, find: "if (product != 1) revert Groth16VerifierInvalidProof();", put: "product;" },
  {
    file: EQUATION,
    find: "if (proof[i] >= BASE_MODULUS) revert Groth16VerifierCoordinateTooLarge(i, proof[i]);",
    put: "assert(proof[i] < BASE_MODULUS);",
  },
];

/** All of them: those that also refute the proofs of the laws of words, more of these laws, and those of the verifier. */
export const SLIPS: readonly Slip[] = [
  ...LAWS.filter(({ folder }) => folder === "test/contracts/laws").flatMap(({ contract, slips }) =>
    slips.map((slip) => ({ ...slip, contract })),
  ),
  ...OF_WORDS,
  ...OF_PROOFS.map((slip) => ({ ...slip, contract: "VerifierLaws" })),
];
