import { bn254 } from "@noble/curves/bn254.js";
import { beforeAll, describe, expect, it } from "vitest";
import { keyWords, renderVerifier, type VerificationKey } from "../../../contracts/deploy/render-verifier.ts";
import { toyKeys } from "../support/toy-keys.ts";

let key: VerificationKey;

beforeAll(async () => {
  key = (await toyKeys("desk-8")).vkey;
});

const Q = bn254.fields.Fp.ORDER;

describe("a verification key", () => {
  it("becomes one contract with 26 words", () => {
    const source = renderVerifier(key, "ToyVerifier", "../verifier");
    expect(source.match(/= 0x[0-9a-f]{64};/g)).toHaveLength(26);
    expect(source).toContain("contract ToyVerifier is Groth16Verifier");
    expect(renderVerifier(key, "ToyVerifier", "../verifier")).toBe(source);
  });

  it("must be a Groth16 key over bn254 with five inputs", () => {
    expect(() => keyWords({ ...key, protocol: "plonk" })).toThrow(/protocol/);
    expect(() => keyWords({ ...key, curve: "bls12381" })).toThrow(/curve/);
    expect(() => keyWords({ ...key, nPublic: 4 })).toThrow(/nPublic/);
    expect(() => keyWords({ ...key, IC: key.IC.slice(1) })).toThrow(/IC/);
  });

  it("must hold affine points in canonical decimals", () => {
    const [x, y] = [key.vk_alpha_1[0] ?? "", key.vk_alpha_1[1] ?? ""];
    const alpha = (...point: string[]) => ({ ...key, vk_alpha_1: point });
    expect(() => keyWords(alpha(`0${x}`, y, "1"))).toThrow(/vk_alpha_1\[0\].*canonical/);
    expect(() => keyWords(alpha(String(BigInt(x) + Q), y, "1"))).toThrow(/canonical|modulus/);
    expect(() => keyWords(alpha(y, x, "1"))).toThrow(/vk_alpha_1.*group/);
    expect(() => keyWords(alpha("0", "1", "0"))).toThrow(/affine/);
    expect(() => keyWords({ ...key, vk_beta_2: key.vk_beta_2.slice(0, 2) })).toThrow(/vk_beta_2.*affine/);
    const swapped = [key.vk_beta_2[1] ?? [], key.vk_beta_2[0] ?? [], ["1", "0"]];
    expect(() => keyWords({ ...key, vk_beta_2: swapped })).toThrow(/vk_beta_2.*group/);
  });

  it("must have a contribution of phase 2", () => {
    expect(() => keyWords({ ...key, vk_delta_2: key.vk_gamma_2 })).toThrow(/vk_delta_2.*forge/);
  });

  it("needs a contract name", () => {
    for (const name of ["", "toy", "Toy Verifier", "Toy{}", "Toy\n"]) {
      expect(() => renderVerifier(key, name, "x.sol")).toThrow(RangeError);
    }
  });
});
