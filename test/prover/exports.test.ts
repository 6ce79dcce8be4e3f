import { expect, test } from "vitest";
import * as prover from "../../prover/index.ts";

test("the exported names are a promise: change them on purpose only", () => {
  expect(Object.keys(prover).sort()).toMatchInlineSnapshot(`
    [
      "BookStore",
      "PolicyRefusal",
      "abandonExpired",
      "acceptOffer",
      "allowDeposit",
      "checkAcceptance",
      "collectClaims",
      "decryptOpening",
      "encryptOpening",
      "flatExit",
      "formatAcceptance",
      "formatOffer",
      "gateChange",
      "loadCircuit",
      "makeOffer",
      "newSeed",
      "openBackend",
      "parseAcceptance",
      "parseOffer",
      "proveUpdate",
      "readAccount",
      "readEpoch",
      "readPolicy",
      "readPublication",
      "readSeedFile",
      "readStore",
      "readVenue",
      "reconcile",
      "register",
      "restoreStore",
      "reviewOffer",
      "settleOffer",
      "signConsent",
      "submitPair",
      "submitUpdate",
      "writeSeedFile",
    ]
  `);
});
