/** Everything that can be wrong with a pair of keys without knowing any secret of their setup. */

import { bn254 } from "@noble/curves/bn254.js";
import { publicWires, type R1cs } from "../../../prover/artifacts/r1cs.ts";
import {
  type G1Point,
  G2_GENERATOR,
  type G2Point,
  g1Point,
  g2Point,
  pairingProductIsOne,
} from "../../../verifier/points.ts";
import { BASE_MODULUS, type G1Affine, type G2Affine, GROUP_ORDER } from "../../../verifier/proof.ts";
import type { ZkeyHeader } from "./zkey-header.ts";

/** A verifying key's points as numbers, the way its JSON writes them. */
export type PlainKey = {
  readonly alpha: G1Affine;
  readonly beta: G2Affine;
  readonly gamma: G2Affine;
  readonly delta: G2Affine;
  readonly ic: readonly G1Affine[];
};

type Json = Readonly<Record<"vk_alpha_1", string[]>> &
  Readonly<Record<"vk_beta_2" | "vk_gamma_2" | "vk_delta_2", string[][]>> & { readonly IC: string[][] };

/** The points of a `vkey.json`, unchecked. */
export function plainKey(json: Json): PlainKey {
  const g1 = ([x, y]: string[]): G1Affine => [BigInt(x as string), BigInt(y as string)];
  const pair = ([c0, c1]: string[] = []): readonly [bigint, bigint] => [BigInt(c0 as string), BigInt(c1 as string)];
  const g2 = ([x, y]: string[][]): G2Affine => [pair(x), pair(y)];
  return {
    alpha: g1(json.vk_alpha_1),
    beta: g2(json.vk_beta_2),
    gamma: g2(json.vk_gamma_2),
    delta: g2(json.vk_delta_2),
    ic: json.IC.map(g1),
  };
}

/** What is wrong with a verifying key, in words. */
export function keyProblems(key: PlainKey): string[] {
  const problems = [
    ...pointProblem("alpha", g1Point(key.alpha)),
    ...(["beta", "gamma", "delta"] as const).flatMap((name) => pointProblem(name, g2Point(key[name]))),
    ...key.ic.flatMap((point, i) => pointProblem(`IC[${i}]`, g1Point(point))),
  ];
  const generator = affine(G2_GENERATOR);
  if (equal(key.gamma, key.delta)) problems.push("gamma = delta: nobody contributed, and any proof can be forged");
  if (equal(key.delta, generator)) problems.push("delta is the generator: nobody contributed");
  if (equal(key.beta, generator) || equal(key.beta, key.delta)) problems.push("beta is the generator or delta");
  const seen = new Set(key.ic.map(String));
  if (seen.size !== key.ic.length) problems.push("two public inputs have one point: their values may be exchanged");
  return problems;
}

/** What is wrong with a proving key's head, with the circuit it is for and the verifying key beside it. */
export function headerProblems(header: ZkeyHeader, key: PlainKey, r1cs: R1cs): string[] {
  const { alpha1, beta1, beta2, gamma2, delta1, delta2 } = header;
  const checks: readonly (readonly [boolean, string])[] = [
    [header.base === BASE_MODULUS && header.order === GROUP_ORDER, "it is not over bn254"],
    [header.wires === r1cs.wires, `it has ${header.wires} wires, the circuit ${r1cs.wires}`],
    [header.publics === publicWires(r1cs), `it has ${header.publics} public signals, the circuit ${publicWires(r1cs)}`],
    [header.domain > r1cs.constraints + header.publics, "its domain is smaller than the circuit"],
    [header.contributions > 0, "nobody contributed to it"],
    [equal(alpha1, key.alpha), "alpha is not the verifying key's"],
    [equal(beta2, key.beta), "beta is not the verifying key's"],
    [equal(gamma2, key.gamma), "gamma is not the verifying key's"],
    [equal(delta2, key.delta), "delta is not the verifying key's"],
    [equal(header.ic, key.ic), "its input points are not the verifying key's"],
    [sameScalar(beta1, beta2), "beta differs between the groups"],
    [sameScalar(delta1, delta2), "delta differs between the groups"],
  ];
  return checks.filter(([holds]) => !holds).map(([, problem]) => `proving key: ${problem}`);
}

const pointProblem = (name: string, point: G1Point | G2Point | string): string[] =>
  typeof point === "string" ? [`${name}: ${point}`] : [];

const equal = (one: unknown, other: unknown): boolean => String(one) === String(other);

function affine(point: G2Point): G2Affine {
  const { x, y } = point.toAffine();
  return [
    [x.c0, x.c1],
    [y.c0, y.c1],
  ];
}

/** e(P, G₂) = e(G₁, Q): both are the same multiple of their generators. False where either is no point. */
function sameScalar(one: G1Affine, other: G2Affine): boolean {
  const [p, q] = [g1Point(one), g2Point(other)];
  if (typeof p === "string" || typeof q === "string") return false;
  return pairingProductIsOne([
    [p.negate(), G2_GENERATOR],
    [bn254.G1.Point.BASE, q],
  ]);
}
