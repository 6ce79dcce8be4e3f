import { expect, test } from "vitest";
import * as verifier from "../../verifier/index.ts";

test("the exported names are a promise: change them on purpose only", () => {
  expect(Object.keys(verifier).sort()).toMatchInlineSnapshot(`
    [
      "BASE_MODULUS",
      "GROUP_ORDER",
      "MAX_BUNDLE_BYTES",
      "callOf",
      "checkProof",
      "contextHash",
      "contextOf",
      "exitCodeOf",
      "formatBundle",
      "openingLength",
      "parseBundle",
      "parseVerificationKey",
      "proofWords",
      "verifyBundle",
    ]
  `);
});
