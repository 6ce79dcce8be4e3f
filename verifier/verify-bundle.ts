import type { BookClass } from "../model/classes.ts";
import { EXIT, type ExitCode } from "../model/errors.ts";
import { type ArtifactHashes, type Bundle, callOf } from "./bundle.ts";
import { artifactMismatch, forgeable, staleness, type WrongStatement, wrong } from "./bundle-checks.ts";
import { type Comparisons, comparisonsOf, type Expectations } from "./expectations.ts";
import { checkProof } from "./groth16.ts";
import { parseBundle } from "./parse-bundle.ts";
import type { VerificationKey } from "./verification-key.ts";

/** A key the caller trusts for a class, with the hashes of its artifacts where the manifest is at hand. */
export interface TrustedKey {
  readonly class: BookClass;
  readonly key: VerificationKey;
  /** When given, a bundle made with other artifacts is refused. Its `vkey` is the key's own hash in any case. */
  readonly artifacts?: ArtifactHashes;
}

/**
 * What a bundle is worth. `valid` means: the proof holds for exactly what the bundle's fields say, and what is `compared`
 * is as expected. Whatever is `notCompared` anyone may have invented: a proof about a made-up account or book is valid too.
 */
export type Verdict<B = Bundle> =
  | ({ readonly status: "valid"; readonly bundle: B } & Comparisons)
  /** The text is not a bundle. */
  | { readonly status: "malformed"; readonly path: string; readonly reason: string }
  /** It is a bundle, but of another statement than its fields, its key or the caller's expectations say. */
  | WrongStatement
  /** The proof does not hold. */
  | { readonly status: "invalid-proof"; readonly reason: string }
  /** The proof holds, and the gate would no longer take it. */
  | ({
      readonly status: "stale";
      readonly field: string;
      readonly reason: string;
      readonly bundle: B;
    } & Comparisons);

/**
 * Judges a bundle offline. Never throws.
 *
 * @example
 * const verdict = verifyBundle(await readFile("update.json"), [{ class: "desk-8", key }], { chain: 1n });
 * if (verdict.status !== "valid") console.error(verdict);
 */
export function verifyBundle(
  input: string | Uint8Array,
  trusted: readonly TrustedKey[],
  expected: Expectations = {},
): Verdict {
  try {
    const parsed = parseBundle(input);
    if (parsed.status === "malformed") return parsed;
    return judge(parsed.bundle, trusted, expected);
  } catch {
    return { status: "invalid-proof", reason: "the bundle could not be checked" };
  }
}

function judge(bundle: Bundle, trusted: readonly TrustedKey[], expected: Expectations): Verdict {
  const trust = trusted.find((candidate) => candidate.class === bundle.class);
  if (trust === undefined) return wrong("class", "no trusted key for this class");
  const mismatch = artifactMismatch(bundle, trust) ?? forgeable(bundle, trust) ?? statementMismatch(bundle, expected);
  if (mismatch !== undefined) return mismatch;
  const check = checkProof(trust.key, bundle.proof, bundle.publicInputs);
  if (check.status === "invalid") return { status: "invalid-proof", reason: check.reason };
  const late = staleness(bundle, expected);
  const comparisons = comparisonsOf(expected, trust.artifacts);
  return late === undefined
    ? { status: "valid", bundle, ...comparisons }
    : { status: "stale", ...late, bundle, ...comparisons };
}

function statementMismatch(bundle: Bundle, expected: Expectations): WrongStatement | undefined {
  const [oldCommitment, , riskRoot, trade, call] = bundle.publicInputs;
  if (call !== callOf(bundle)) return wrong("publicInputs.4", "the call is not the one that the bundle's fields make");
  if (trade === 0n && bundle.side !== 0) return wrong("side", "an update without a trade stands on the plus side");
  const pinned = [
    ["chain", expected.chain, bundle.chain],
    ["gate", expected.gate?.toLowerCase(), bundle.gate],
    ["account", expected.account?.toLowerCase(), bundle.account],
    ["publicInputs.0", expected.oldCommitment, oldCommitment],
    ["publicInputs.2", expected.riskRoot, riskRoot],
  ] as const;
  const other = pinned.find(([, wanted, found]) => wanted !== undefined && wanted !== found);
  return other === undefined ? undefined : wrong(other[0], "differs from what was expected");
}

/** The exit code of a command that ends with this verdict. */
export function exitCodeOf(verdict: Verdict<unknown>): ExitCode {
  switch (verdict.status) {
    case "valid":
      return EXIT.ok;
    case "malformed":
      return EXIT.badInput;
    case "invalid-proof":
      return EXIT.proofInvalid;
    case "stale":
      return EXIT.artifact;
    case "wrong-statement":
      return verdict.field.startsWith("artifacts.") ? EXIT.artifact : EXIT.proofInvalid;
  }
}
