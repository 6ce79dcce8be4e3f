import { bn254 } from "@noble/curves/bn254.js";
import { developmentGuard } from "./development-key.ts";

/** The verification key as snarkjs exports it: decimal strings, projective coordinates with a last one of 1. */
export interface VerificationKey {
  readonly protocol: string;
  readonly curve: string;
  readonly nPublic: number;
  readonly vk_alpha_1: readonly string[];
  readonly vk_beta_2: readonly (readonly string[])[];
  readonly vk_gamma_2: readonly (readonly string[])[];
  readonly vk_delta_2: readonly (readonly string[])[];
  readonly IC: readonly (readonly string[])[];
}

/** A verification key that must not become a contract; the message names the field and the remedy. */
export class VerificationKeyError extends Error {
  constructor(field: string, problem: string) {
    super(`verification key: ${field} ${problem}; rebuild the circuit's key`);
    this.name = "VerificationKeyError";
  }
}

/** The hand-written contract that holds the equation for so many public inputs. */
const BASES: ReadonlyMap<number, string> = new Map([
  [5, "Groth16Verifier"],
  [8, "MarketVerifier"],
]);
const BASE = bn254.fields.Fp.ORDER;

const coordinate = (value: string | undefined, field: string): bigint => {
  if (value === undefined || !/^(0|[1-9][0-9]{0,77})$/.test(value)) {
    throw new VerificationKeyError(field, "is not a canonical decimal");
  }
  const parsed = BigInt(value);
  if (parsed >= BASE) throw new VerificationKeyError(field, "is not below the base modulus");
  return parsed;
};

const checkPoint = (assertValid: () => void, field: string): void => {
  try {
    assertValid();
  } catch {
    throw new VerificationKeyError(field, "is not a point of the group");
  }
};

/** Two words of a G1 point; infinity is refused. */
const g1Words = (point: readonly string[], field: string): bigint[] => {
  const [x, y] = [coordinate(point[0], `${field}[0]`), coordinate(point[1], `${field}[1]`)];
  if (point.length !== 3 || point[2] !== "1") throw new VerificationKeyError(field, "is not affine");
  checkPoint(() => bn254.G1.Point.fromAffine({ x, y }).assertValidity(), field);
  return [x, y];
};

/** Four words of a G2 point in the order of EIP-197, imaginary parts first; infinity is refused. */
const g2Words = (point: readonly (readonly string[])[], field: string): bigint[] => {
  const part = (i: number, j: number): bigint => coordinate(point[i]?.[j], `${field}[${i}][${j}]`);
  if (point.length !== 3 || point[2]?.join() !== "1,0") throw new VerificationKeyError(field, "is not affine");
  const [x, y] = [
    { c0: part(0, 0), c1: part(0, 1) },
    { c0: part(1, 0), c1: part(1, 1) },
  ];
  checkPoint(() => bn254.G2.Point.fromAffine({ x, y }).assertValidity(), field);
  return [x.c1, x.c0, y.c1, y.c0];
};

const refuseSkippedPhaseTwo = (gamma: readonly bigint[], delta: readonly bigint[]): void => {
  const generator = bn254.G2.Point.BASE.toAffine();
  const words = [generator.x.c1, generator.x.c0, generator.y.c1, generator.y.c0];
  const same = (a: readonly bigint[], b: readonly bigint[]): boolean => a.every((word, i) => word === b[i]);
  if (same(gamma, delta) || same(words, delta)) {
    throw new VerificationKeyError("vk_delta_2", "has no contribution of phase 2, so anyone can forge proofs");
  }
};

/**
 * The words of a key: α, β, γ, δ, IC_0 … IC_n, G2 points in the order of EIP-197; 26 for five inputs, 32 for eight.
 * @throws VerificationKeyError when the key is not a bn254 Groth16 key of five or eight inputs with a phase-2 contribution
 */
export function keyWords(key: VerificationKey): readonly bigint[] {
  if (key.protocol !== "groth16") throw new VerificationKeyError("protocol", "is not groth16");
  if (key.curve !== "bn128") throw new VerificationKeyError("curve", "is not bn128");
  if (!BASES.has(key.nPublic)) throw new VerificationKeyError("nPublic", `is not ${[...BASES.keys()].join(" or ")}`);
  if (key.IC.length !== key.nPublic + 1) throw new VerificationKeyError("IC", `has not ${key.nPublic + 1} points`);
  const gamma = g2Words(key.vk_gamma_2, "vk_gamma_2");
  const delta = g2Words(key.vk_delta_2, "vk_delta_2");
  refuseSkippedPhaseTwo(gamma, delta);
  const ic = key.IC.flatMap((point, i) => g1Words(point, `IC[${i}]`));
  return [...g1Words(key.vk_alpha_1, "vk_alpha_1"), ...g2Words(key.vk_beta_2, "vk_beta_2"), ...gamma, ...delta, ...ic];
}

const hex = (word: bigint): string => `0x${word.toString(16).padStart(64, "0")}`;

/** Assignments of named points to consecutive words of an array. */
const assign = (array: string, points: readonly (readonly [string, number, readonly bigint[]])[]): string =>
  points
    .map(([name, at, words]) => {
      const lines = words.map((word, i) => `        ${array}[${at + i}] = ${hex(word)};`);
      return [`        // ${name}`, ...lines].join("\n");
    })
    .join("\n");

/** The assignments of a key's words to the two arrays that a verifier hands to the equation. */
const assignments = (words: readonly bigint[]): { readonly fixed: string; readonly points: string } => {
  const fixed = assign("pairs", [
    ["α, β", 0, words.slice(0, 6)],
    ["γ", 8, words.slice(6, 10)],
    ["δ", 14, words.slice(10, 14)],
  ]);
  const ic = Array.from({ length: (words.length - 14) / 2 }, (_, i) => words.slice(14 + 2 * i, 16 + 2 * i));
  return {
    fixed,
    points: assign(
      "points",
      ic.map((point, i) => [`IC_${i}`, 2 * i, point]),
    ),
  };
};

/**
 * Solidity source of the verifier of one key: of `size-update` when it has five public inputs, of `market-update` when it
 * has eight. That of a development key is marked as such and cannot be created on a chain that is not local.
 * @param name the contract's name, an identifier
 * @param folder import path of the folder of the hand-written verifiers from the generated file
 * @throws VerificationKeyError for a bad key, RangeError for a bad name
 * @example renderVerifier(JSON.parse(text), "SizeUpdateDesk8Verifier", "../verifier")
 */
export function renderVerifier(key: VerificationKey, name: string, folder: string): string {
  if (!/^[A-Z][A-Za-z0-9]{0,63}$/.test(name)) throw new RangeError(`verifier name ${name} is no contract name`);
  const words = keyWords(key);
  const base = BASES.get(key.nPublic);
  const { mark, guard } = developmentGuard(words.slice(0, 2));
  const { fixed, points } = assignments(words);
  return `// SPDX-License-Identifier: Apache-2.0
// Generated from a verification key; change the key, not this file.
pragma solidity 0.8.37;

import {Groth16Equation} from "${folder}/Groth16Equation.sol";
import {${base}} from "${folder}/${base}.sol";

/// @title ${name}
/// @notice The Groth16 verifier of one circuit.${mark}
contract ${name} is ${base} {${guard}
    /// @inheritdoc Groth16Equation
    function _fixedPairs() internal pure override returns (uint256[30] memory pairs) {
${fixed}
    }

    /// @inheritdoc ${base}
    function _inputPoints() internal pure override returns (uint256[${2 * (key.nPublic + 1)}] memory points) {
${points}
    }
}
`;
}
