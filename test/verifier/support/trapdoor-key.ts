/** A key whose every secret is known, α that of the development trapdoor, and proofs of anything under it. */
import { bn254 } from "@noble/curves/bn254.js";
import { inverse, R, toField } from "../../../model/field.ts";
import { developmentTrapdoor } from "../../../scripts/development-keys/trapdoor.ts";
import type { Proof } from "../../../verifier/proof.ts";

const { G1, G2 } = bn254;
const SECRETS = { ...developmentTrapdoor(), delta: 77n, ic: [3n, 5n, 7n, 11n, 13n, 17n] } as const;

const g1 = (scalar: bigint): [bigint, bigint] => {
  const { x, y } = G1.Point.BASE.multiply(scalar % R).toAffine();
  return [x, y];
};
const g2 = (scalar: bigint): [[bigint, bigint], [bigint, bigint]] => {
  const { x, y } = G2.Point.BASE.multiply(scalar % R).toAffine();
  return [
    [x.c0, x.c1],
    [y.c0, y.c1],
  ];
};

/** The bytes of its `vkey.json`; `alpha` another than the published one makes a key that only we can forge for. */
export function trapdoorKeyBytes(alpha: bigint = SECRETS.alpha): Uint8Array {
  const first = (scalar: bigint) => [...g1(scalar).map(String), "1"];
  const second = (scalar: bigint) => [...g2(scalar).map((pair) => pair.map(String)), ["1", "0"]];
  const key = {
    protocol: "groth16",
    curve: "bn128",
    nPublic: SECRETS.ic.length - 1,
    vk_alpha_1: first(alpha),
    vk_beta_2: second(SECRETS.beta),
    vk_gamma_2: second(1n),
    vk_delta_2: second(SECRETS.delta),
    IC: SECRETS.ic.map(first),
  };
  return new TextEncoder().encode(JSON.stringify(key));
}

/** A proof of any five public inputs, made without a witness. */
export function forgedProof(inputs: readonly bigint[], alpha: bigint = SECRETS.alpha): Proof {
  const [a, b] = [1_234_567n, 7_654_321n];
  const claimed = inputs.reduce((sum, input, i) => sum + input * (SECRETS.ic[i + 1] ?? 0n), SECRETS.ic[0]);
  const c = toField((a * b - alpha * SECRETS.beta - claimed) * inverse(SECRETS.delta));
  return { a: g1(a), b: g2(b), c: g1(c) };
}
