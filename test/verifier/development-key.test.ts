import { bn254 } from "@noble/curves/bn254.js";
import { beforeAll, describe, expect, test } from "vitest";
import { developmentTrapdoor } from "../../scripts/development-keys/trapdoor.ts";
import { type Bundle, callOf, formatBundle } from "../../verifier/bundle.ts";
import { DEVELOPMENT_ALPHA, isDevelopmentAlpha, isLocalChain } from "../../verifier/development-key.ts";
import { BASE_MODULUS } from "../../verifier/proof.ts";
import { parseVerificationKey } from "../../verifier/verification-key.ts";
import { exitCodeOf, verifyBundle } from "../../verifier/verify-bundle.ts";
import { toyBundle } from "../prover/support/toy-bundle.ts";
import { forgedProof, trapdoorKeyBytes } from "./support/trapdoor-key.ts";

const PRIVATE_ALPHA = 4_242n;
let honest: Bundle;
beforeAll(async () => {
  honest = (await toyBundle()).bundle;
});

/** A bundle about an account nobody has, proven under the development key, or under one with another α. */
function forged(fields: Partial<Bundle>, development: boolean, alpha?: bigint) {
  const key = parseVerificationKey(trapdoorKeyBytes(alpha));
  const draft = { ...honest, ...fields, account: `0x${"77".repeat(20)}` } as const;
  const publicInputs = [1n, 2n, 3n, 0n, callOf(draft)] as const;
  const artifacts = { ...honest.artifacts, vkey: key.sha256, development };
  const text = formatBundle({ ...draft, publicInputs, proof: forgedProof(publicInputs, alpha), artifacts });
  return { key, verdict: verifyBundle(text, [{ class: "desk-8", key }]) };
}

describe("the published α", () => {
  test("is that of the trapdoor the development keys are made from", () => {
    const { x, y } = bn254.G1.Point.BASE.multiply(developmentTrapdoor().alpha).toAffine();
    expect([x, y]).toEqual(DEVELOPMENT_ALPHA);
    expect(isDevelopmentAlpha([x, y])).toBe(true);
    expect(isDevelopmentAlpha([x, BASE_MODULUS - y])).toBe(false);
    expect(isDevelopmentAlpha([y, x])).toBe(false);
  });

  test("marks a key, whatever stands beside it", async () => {
    expect(parseVerificationKey(trapdoorKeyBytes()).development).toBe(true);
    expect(parseVerificationKey(trapdoorKeyBytes(PRIVATE_ALPHA)).development).toBe(false);
    expect((await toyBundle()).key.development).toBe(false);
  });
});

describe("a bundle under a development key", () => {
  test("counts on local chains only", () => {
    for (const chain of [1337n, 31337n]) expect(forged({ chain }, true).verdict.status, `${chain}`).toBe("valid");
    for (const chain of [0n, 1n, 10n, 11155111n, 31338n]) {
      expect(isLocalChain(chain)).toBe(false);
      const { verdict } = forged({ chain }, true);
      expect(verdict).toMatchObject({ status: "wrong-statement", field: "artifacts.vkey" });
      expect(verdict).toMatchObject({ reason: expect.stringMatching(/development key.*31337.*chain/) });
      expect(exitCodeOf(verdict)).toBe(5);
    }
  });

  test("may not deny it, even on a local chain", () => {
    for (const chain of [1n, 31337n]) {
      const { verdict } = forged({ chain }, false);
      expect(verdict).toMatchObject({ status: "wrong-statement", field: "artifacts.development" });
      expect(exitCodeOf(verdict)).toBe(5);
    }
  });

  test("is refused by the manifest's mark too, when its points are not the published ones", () => {
    const { key } = forged({ chain: 1n }, true, PRIVATE_ALPHA);
    expect(forged({ chain: 1n }, true, PRIVATE_ALPHA).verdict.status).toBe("valid");
    const artifacts = { ...honest.artifacts, vkey: key.sha256, development: true };
    const draft = { ...honest, chain: 1n, artifacts };
    const publicInputs = [1n, 2n, 3n, 0n, callOf(draft)] as const;
    const text = formatBundle({ ...draft, publicInputs, proof: forgedProof(publicInputs, PRIVATE_ALPHA) });
    const verdict = verifyBundle(text, [{ class: "desk-8", key, artifacts }]);
    expect(verdict).toMatchObject({ status: "wrong-statement", field: "artifacts.vkey" });
  });
});
