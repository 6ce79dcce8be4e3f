import { beforeAll, expect, test } from "vitest";
import { type Bundle, formatBundle } from "../../verifier/bundle.ts";
import { MAX_BUNDLE_BYTES } from "../../verifier/bundle-fields.ts";
import { parseBundle } from "../../verifier/parse-bundle.ts";
import { BASE_MODULUS, GROUP_ORDER } from "../../verifier/proof.ts";
import { exitCodeOf, type TrustedKey, verifyBundle } from "../../verifier/verify-bundle.ts";
import { toyBundle } from "../prover/support/toy-bundle.ts";

let bundle: Bundle;
let trusted: TrustedKey[];
const check = (changed: Partial<Bundle>, expected = {}) =>
  verifyBundle(formatBundle({ ...bundle, ...changed }), trusted, expected);
/** Replaces text in the honest bundle: for what no typed bundle can hold. */
const edited = (from: string | RegExp, to: string) => verifyBundle(formatBundle(bundle).replace(from, to), trusted);

beforeAll(async () => {
  const toy = await toyBundle();
  bundle = toy.bundle;
  trusted = [{ class: "desk-8", key: toy.key, artifacts: bundle.artifacts }];
});

test("an honest bundle is valid, as text and as bytes, with every expectation it meets", () => {
  const expected = {
    chain: bundle.chain,
    gate: bundle.gate.toUpperCase().replace("0X", "0x") as typeof bundle.gate,
    account: bundle.account,
    riskRoot: 12345n,
    current: { commitment: bundle.publicInputs[0], nonce: 0n },
    oldestEpoch: 12n,
    now: bundle.deadline,
  };
  const compared = [
    "artifacts",
    "chain",
    "gate",
    "account",
    "riskRoot",
    "oldCommitment",
    "nonce",
    "epoch",
    "deadline",
  ] as const;
  expect(check({}, expected)).toEqual({ status: "valid", bundle, compared, notCompared: [] });
  expect(verifyBundle(new TextEncoder().encode(formatBundle(bundle)), trusted).status).toBe("valid");
  expect(exitCodeOf(check({}))).toBe(0);
});

test("every field that the call binds makes another statement when it changes", () => {
  const other = `0x${"99".repeat(20)}` as const;
  const changes: Partial<Bundle>[] = [
    { chain: 1n },
    { gate: other },
    { account: other },
    { recipient: other },
    { nonce: 1n },
    { deadline: bundle.deadline + 1n },
    { epoch: 13n },
    { opening: `0x00${bundle.opening.slice(4)}` },
    { mode: "reduce" },
    { side: 1 },
    { flow: undefined },
    { flow: { asset: "cash", amount: -1_000_000n } },
    { flow: { asset: 0, amount: 1_000_000n } },
    { flow: { asset: "cash", amount: 1_000_001n } },
  ];
  for (const change of changes)
    expect(check(change), JSON.stringify(Object.keys(change))).toMatchObject({ status: "wrong-statement" });
  expect(check({ class: "desk-16" })).toMatchObject({ status: "malformed", path: "opening" });
});

test("each public input, changed or aliased by + r, is refused", () => {
  for (let i = 0; i < 5; i++) {
    const changed = bundle.publicInputs.map((value, j) => (i === j ? value + 1n : value));
    const aliased = bundle.publicInputs.map((value, j) => (i === j ? value + GROUP_ORDER : value));
    expect(check({ publicInputs: changed as never }).status).toBe(i === 4 ? "wrong-statement" : "invalid-proof");
    expect(check({ publicInputs: aliased as never })).toMatchObject({ status: "malformed", path: `publicInputs.${i}` });
  }
  expect(check({ publicInputs: bundle.publicInputs.slice(1) as never })).toMatchObject({ status: "malformed" });
  expect(check({ publicInputs: [...bundle.publicInputs, 0n] as never })).toMatchObject({ status: "malformed" });
});

test("points off the curve, outside the subgroup, at infinity, out of range or in each other's place are refused", () => {
  const { a, b, c } = bundle.proof;
  const proofs = [
    { a: [a[0], BASE_MODULUS - a[1]] as const, b, c },
    { a: c, b, c: a },
    { a, b, c: [c[0], BASE_MODULUS - c[1]] as const },
    { a: [a[0], a[1] ^ 1n] as const, b, c },
    { a, b: [b[1], b[0]] as const, c },
    {
      a,
      b: [
        [b[0][1], b[0][0]],
        [b[1][1], b[1][0]],
      ] as const,
      c,
    },
    { a: [0n, 0n] as const, b, c },
    {
      a,
      b: [
        [0n, 0n],
        [0n, 0n],
      ] as const,
      c,
    },
    { a, b, c: [0n, 0n] as const },
  ];
  for (const proof of proofs) expect(check({ proof })).toMatchObject({ status: "invalid-proof" });
  const large = { a: [a[0] + BASE_MODULUS, a[1]] as const, b, c };
  expect(check({ proof: large })).toMatchObject({ status: "malformed", path: "proof.a.0" });
});

test("a bundle of another key or other artifacts names the difference", () => {
  const artifacts = { ...bundle.artifacts, vkey: "0".repeat(64) };
  expect(check({ artifacts })).toMatchObject({ status: "wrong-statement", field: "artifacts.vkey" });
  const verdict = check({ artifacts: { ...bundle.artifacts, wasm: "0".repeat(64) } });
  expect(verdict).toMatchObject({ field: "artifacts.wasm" });
  expect(exitCodeOf(verdict)).toBe(5);
  expect(verifyBundle(formatBundle(bundle), [])).toMatchObject({ status: "wrong-statement", field: "class" });
});

test("unmet expectations: another place is a wrong statement, another time is stale", () => {
  expect(check({}, { chain: 5n })).toMatchObject({ status: "wrong-statement", field: "chain" });
  expect(check({}, { riskRoot: 5n })).toMatchObject({ status: "wrong-statement", field: "publicInputs.2" });
  expect(check({}, { oldCommitment: 5n })).toMatchObject({ status: "wrong-statement", field: "publicInputs.0" });
  const stale = [
    { now: bundle.deadline + 1n },
    { oldestEpoch: 13n },
    { current: { commitment: 1n, nonce: 0n } },
    { current: { commitment: bundle.publicInputs[0], nonce: 1n } },
  ];
  for (const expected of stale) expect(check({}, expected)).toMatchObject({ status: "stale" });
});

test("a verdict names what the bundle was held against and what is its own word", () => {
  const split = (expected: object, key = trusted) => {
    const verdict = verifyBundle(formatBundle(bundle), key, expected);
    return "compared" in verdict ? [verdict.compared, verdict.notCompared.length] : expect.fail(verdict.status);
  };
  const bare = trusted.map(({ artifacts: _artifacts, ...rest }) => rest);
  expect(split({}, bare)).toEqual([[], 9]);
  expect(split({})).toEqual([["artifacts"], 8]);
  expect(split({ gate: bundle.gate, oldCommitment: bundle.publicInputs[0] })).toEqual([
    ["artifacts", "gate", "oldCommitment"],
    6,
  ]);
  expect(split({ now: bundle.deadline + 1n })).toEqual([["artifacts", "deadline"], 7]);
  expect(split({ chain: bundle.chain, current: { commitment: 1n, nonce: 0n } })[1]).toBe(5);
});

test("only the canonical text is a bundle", () => {
  const texts = [
    edited('"version": 1', '"version": 1.0'),
    edited('"version": 1,', '"version": 1, "extra": 0,'),
    edited('"version": 1,', '"version": 1,\n  "version": 1,'),
    edited('"chain": "31337"', '"chain": 31337'),
    edited('"31337"', '"0x7a69"'),
    edited('"31337"', '"031337"'),
    edited('"31337"', '"+31337"'),
    edited('"31337"', '" 31337"'),
    edited('"31337"', '"\\u0033\\u0031337"'),
    edited("  ", "\t"),
    edited(/\n$/, ""),
    edited(/$/, "\n"),
    edited(/^/, "\ufeff"),
    edited(/0xa1/, "0xA1"),
    edited('"1000000"', '"-0"'),
    edited('"cash"', "4"),
    edited('"plus"', '"both"'),
  ];
  for (const verdict of texts) expect(verdict).toMatchObject({ status: "malformed" });
  expect(parseBundle(" ".repeat(MAX_BUNDLE_BYTES + 1))).toMatchObject({ reason: expect.stringContaining("at most") });
  expect(parseBundle(Uint8Array.of(0xff, 0xfe))).toMatchObject({ status: "malformed" });
  for (const junk of ["", "null", "[]", "{}", "[".repeat(8000)]) expect(parseBundle(junk).status).toBe("malformed");
});
