/** Makes a development proving key: scalars first, then one pass of multiplications per group. */

import { blake2b } from "@noble/hashes/blake2.js";
import { publicWires, type R1cs } from "../../prover/artifacts/r1cs.ts";
import { contributionOf, contributionSection } from "./contribution.ts";
import { FixedBasePool } from "./fixed-base-pool.ts";
import type { Multiples } from "./fixed-base-table.ts";
import { dividedBy, type KeyScalars, keyScalars } from "./key-scalars.ts";
import { type Curve, openCurve } from "./snarkjs-curve.ts";
import { developmentBeacon, developmentTrapdoor } from "./trapdoor.ts";
import { type VerifyingKeyJson, verifyingKeyJson } from "./verifying-key.ts";
import { coefficientSection, headerSections, type ZkeySection } from "./zkey-sections.ts";

/** A key ready to be written. */
export type DevelopmentKey = {
  readonly sections: readonly ZkeySection[];
  readonly vkey: VerifyingKeyJson;
  readonly domainPower: number;
  readonly contributions: number;
};

/** Options of {@link makeDevelopmentKey}. */
export type KeyOptions = {
  /** False leaves δ = γ, the fatal mistake that the self-test of the generic forgery needs. */
  readonly contribute?: boolean;
  readonly onStep?: (step: string) => void;
};

/**
 * Computes proving and verifying key of a circuit from the published trapdoor. Deterministic.
 * @example const key = await makeDevelopmentKey(parseR1cs(bytes));
 */
export async function makeDevelopmentKey(r1cs: R1cs, options: KeyOptions = {}): Promise<DevelopmentKey> {
  const step = options.onStep ?? (() => {});
  step("evaluating the constraints at the trapdoor");
  const trapdoor = developmentTrapdoor();
  const scalars = keyScalars(r1cs, trapdoor);
  const curve = await openCurve();
  const beacon = developmentBeacon();
  const contribution = options.contribute === false ? undefined : contributionOf(curve, beacon);
  const delta = contribution?.delta ?? 1n;
  step("multiplying generators");
  const points = await multiplyAll(curve, scalars, { ...trapdoor, delta });
  step("hashing the transcript");
  const circuitHash = hashCircuit(points, scalars, r1cs);
  const made = contribution === undefined ? undefined : { contribution, beacon };
  const sections: ZkeySection[] = [
    ...headerSections(r1cs, scalars.domainPower, points.fixed),
    [3, points.ic.points],
    [4, coefficientSection(r1cs)],
    [5, points.a.points],
    [6, points.b1.points],
    [7, points.b2.points],
    [8, points.c.points],
    [9, points.h.points],
    [10, contributionSection(curve, circuitHash, made)],
  ];
  const vkey = await vkeyOf(curve, points, publicWires(r1cs));
  return { sections, vkey, domainPower: scalars.domainPower, contributions: made === undefined ? 0 : 1 };
}

/** Every point of the key. `fixed` holds α₁, β₁, δ₁ in G1 and β₂, γ₂, δ₂ in G2; `initial` and `firstC` are what they were before the contribution. */
export type KeyPoints = {
  readonly fixed: { readonly g1: Multiples; readonly g2: Multiples };
  readonly initial: { readonly g1: Multiples; readonly g2: Multiples };
  readonly a: Multiples;
  readonly b1: Multiples;
  readonly b2: Multiples;
  readonly ic: Multiples;
  readonly firstC: Multiples;
  readonly c: Multiples;
  readonly h: Multiples;
  readonly hashed: Multiples;
};

type Secrets = { alpha: bigint; beta: bigint; delta: bigint };

async function multiplyAll(curve: Curve, scalars: KeyScalars, { alpha, beta, delta }: Secrets): Promise<KeyPoints> {
  await using pool = new FixedBasePool(curve);
  const pending = {
    g2: pool.multiply("G2", [beta, 1n, delta]),
    firstG2: pool.multiply("G2", [beta, 1n, 1n]),
    b2: pool.multiply("G2", scalars.b),
    g1: pool.multiply("G1", [alpha, beta, delta]),
    firstG1: pool.multiply("G1", [alpha, beta, 1n]),
    a: pool.multiply("G1", scalars.a),
    b1: pool.multiply("G1", scalars.b),
    ic: pool.multiply("G1", scalars.ic),
    firstC: pool.multiply("G1", scalars.c),
    c: pool.multiply("G1", dividedBy(delta, scalars.c)),
    h: pool.multiply("G1", dividedBy(delta, scalars.h)),
    hashed: pool.multiply("G1", scalars.hashed),
  };
  const names = Object.keys(pending) as (keyof typeof pending)[];
  const results = await Promise.all(names.map((name) => pending[name]));
  const done = Object.fromEntries(names.map((name, i) => [name, results[i]])) as Record<
    keyof typeof pending,
    Multiples
  >;
  return { ...done, fixed: { g1: done.g1, g2: done.g2 }, initial: { g1: done.firstG1, g2: done.firstG2 } };
}

/** The hash by which snarkjs recognises a circuit, over the key as it was before any contribution. */
function hashCircuit(points: KeyPoints, scalars: KeyScalars, r1cs: R1cs): Uint8Array {
  const hash = blake2b.create({ dkLen: 64 });
  const { g1, g2 } = points.initial;
  const [alpha1, beta1, delta1] = [0, 64, 128].map((at) => g1.uncompressed.subarray(at, at + 64));
  const [beta2, gamma2, delta2] = [0, 128, 256].map((at) => g2.uncompressed.subarray(at, at + 128));
  for (const part of [alpha1, beta1, beta2, gamma2, delta1, delta2]) hash.update(part as Uint8Array);
  const listed = (count: number, list: Multiples): void => {
    const header = new Uint8Array(4);
    new DataView(header.buffer).setUint32(0, count, false);
    hash.update(header).update(list.uncompressed);
  };
  listed(scalars.ic.length, points.ic);
  listed(2 ** scalars.domainPower - 1, points.hashed);
  listed(scalars.c.length, points.firstC);
  listed(r1cs.wires, points.a);
  listed(r1cs.wires, points.b1);
  listed(r1cs.wires, points.b2);
  return hash.digest();
}

async function vkeyOf(curve: Curve, points: KeyPoints, nPublic: number): Promise<VerifyingKeyJson> {
  return verifyingKeyJson(curve, nPublic, points.fixed.g1.points, points.fixed.g2.points, points.ic.points);
}
