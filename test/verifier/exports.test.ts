import { expect, test } from "vitest";
import * as verifier from "../../verifier/index.ts";

test("the exported names are a promise: change them on purpose only", () => {
  expect(Object.keys(verifier).sort()).toMatchInlineSnapshot(`
    [
      "BASE_MODULUS",
      "DEVELOPMENT_ALPHA",
      "GROUP_ORDER",
      "LOCAL_CHAINS",
      "MAX_BUNDLE_BYTES",
      "callOf",
      "checkProof",
      "comparisonsOf",
      "contextHash",
      "contextOf",
      "exitCodeOf",
      "formatBundle",
      "formatMove",
      "gateChangesIn",
      "gateMovesIn",
      "isDevelopmentAlpha",
      "isLocalChain",
      "isMoveText",
      "judgeTransaction",
      "moveCallOf",
      "openingLength",
      "parseBundle",
      "parseMove",
      "parseVerificationKey",
      "proofWords",
      "verifyBundle",
      "verifyMove",
    ]
  `);
});
