import { sha256 } from "@noble/hashes/sha2.js";
import { BallastError } from "../model/errors.ts";
import { canonicalNumber } from "./canonical.ts";
import { isDevelopmentAlpha } from "./development-key.ts";
import { type G1Point, G2_GENERATOR, type G2Point, g1Point, g2Point } from "./points.ts";
import { BASE_MODULUS, type G1Affine, type G2Affine, PUBLIC_INPUTS } from "./proof.ts";

/** A checked Groth16 verification key. */
export interface VerificationKey {
  readonly alpha: G1Point;
  readonly beta: G2Point;
  readonly gamma: G2Point;
  readonly delta: G2Point;
  /** One point per public input, and one more. */
  readonly ic: readonly G1Point[];
  /** sha256 of the key file, lower-case hex without prefix, as in the artifact manifest. */
  readonly sha256: string;
  /** True when α is the published trapdoor's: anyone can forge any proof. Read from the point, not from a mark. */
  readonly development: boolean;
}

/**
 * Reads the `vkey.json` that snarkjs exports. Every point is checked once here, so that `checkProof` need not.
 *
 * @throws BallastError BAL-301 when the file is not a Groth16 key over bn254 with `inputs` public inputs, a point is
 *   off its curve or subgroup, or nobody contributed to the key (then anyone can forge a proof)
 */
export function parseVerificationKey(bytes: Uint8Array, inputs: number = PUBLIC_INPUTS): VerificationKey {
  const json = parseObject(bytes);
  expect(json.protocol === "groth16", "protocol", "is not groth16");
  expect(json.curve === "bn128", "curve", "is not bn128");
  expect(json.nPublic === inputs, "nPublic", `is not ${inputs}`);
  const ic = array(json.IC, "IC", inputs + 1).map((point, index) => g1(point, `IC[${index}]`));
  const alpha = g1(json.vk_alpha_1, "vk_alpha_1");
  const { x, y } = alpha.toAffine();
  const key: VerificationKey = {
    alpha,
    beta: g2(json.vk_beta_2, "vk_beta_2"),
    gamma: g2(json.vk_gamma_2, "vk_gamma_2"),
    delta: g2(json.vk_delta_2, "vk_delta_2"),
    ic,
    sha256: Buffer.from(sha256(bytes)).toString("hex"),
    development: isDevelopmentAlpha([x, y]),
  };
  const contributed = !key.delta.equals(key.gamma) && !key.delta.equals(G2_GENERATOR);
  expect(
    contributed,
    "vk_delta_2",
    "is the generator or equals gamma: nobody contributed, and any proof can be forged",
  );
  return key;
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  } catch {
    // Reported below together with JSON of another shape.
  }
  throw keyError("the file", "is not a JSON object");
}

function g1(value: unknown, path: string): G1Point {
  const [x, y, z] = array(value, path, 3).map((text, index) => coordinate(text, `${path}[${index}]`));
  expect(z === 1n, path, "is not affine");
  const point = g1Point([x, y] as unknown as G1Affine);
  if (typeof point === "string") throw keyError(path, point);
  return point;
}

function g2(value: unknown, path: string): G2Point {
  const rows = array(value, path, 3).map((row, i) =>
    array(row, `${path}[${i}]`, 2).map((text, j) => coordinate(text, `${path}[${i}][${j}]`)),
  );
  expect(rows[2]?.[0] === 1n && rows[2][1] === 0n, path, "is not affine");
  const point = g2Point([rows[0], rows[1]] as unknown as G2Affine);
  if (typeof point === "string") throw keyError(path, point);
  return point;
}

function array(value: unknown, path: string, length: number): unknown[] {
  expect(Array.isArray(value) && value.length === length, path, `is not a list of ${length}`);
  return value as unknown[];
}

function coordinate(text: unknown, path: string): bigint {
  const value = canonicalNumber(text, BASE_MODULUS);
  if (value === undefined) throw keyError(path, "is not a canonical decimal below the base field's modulus");
  return value;
}

function expect(holds: boolean, path: string, problem: string): asserts holds {
  if (!holds) throw keyError(path, problem);
}

function keyError(path: string, problem: string): BallastError {
  return new BallastError("BAL-301", `verification key: ${path} ${problem}.`, {
    details: `Rebuild the circuit's artifacts with 'npm run build:circuits', or fetch the venue's key again.`,
    exitCode: 5,
  });
}
