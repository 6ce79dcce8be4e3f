import type { BookClass } from "../model/classes.ts";
import { bookDomain } from "../model/domains.ts";
import type { ArtifactHashes } from "./bundle.ts";
import { artifactMismatch, forgeable, staleness, type WrongStatement, wrong } from "./bundle-checks.ts";
import { type Comparable, comparisonsOf, type Expectations } from "./expectations.ts";
import { checkProof } from "./groth16.ts";
import { type MoveBundle, moveCallOf } from "./move-bundle.ts";
import { parseMove } from "./parse-move.ts";
import type { VerificationKey } from "./verification-key.ts";
import type { Verdict } from "./verify-bundle.ts";

/** A key the caller trusts for moves between two classes, with the hashes of its artifacts where the manifest is at hand. */
export interface TrustedMoveKey {
  readonly from: BookClass;
  readonly to: BookClass;
  readonly key: VerificationKey;
  readonly artifacts?: ArtifactHashes;
}

/** What a move's proof does not speak of: it is judged by no epoch. */
const NOT_OF_MOVES: readonly Comparable[] = ["riskRoot", "epoch"];

/**
 * Judges a move's bundle offline: `valid` means that the new commitment holds the old one's book in the larger class, for exactly what
 * the fields say. It says nothing of the book's health. Never throws.
 *
 * @example
 * const verdict = verifyMove(await readFile("move.json"), [{ from: "desk-8", to: "desk-16", key }], { chain: 1n });
 */
export function verifyMove(
  input: string | Uint8Array,
  trusted: readonly TrustedMoveKey[],
  expected: Expectations = {},
): Verdict<MoveBundle> {
  try {
    const parsed = parseMove(input);
    return parsed.status === "malformed" ? parsed : judge(parsed.bundle, trusted, expected);
  } catch {
    return { status: "invalid-proof", reason: "the bundle could not be checked" };
  }
}

function judge(bundle: MoveBundle, trusted: readonly TrustedMoveKey[], expected: Expectations): Verdict<MoveBundle> {
  const trust = trusted.find(({ from, to }) => from === bundle.from && to === bundle.to);
  if (trust === undefined) return wrong("to", "no trusted key for moves between these classes");
  const mismatch = artifactMismatch(bundle, trust) ?? forgeable(bundle, trust) ?? statementMismatch(bundle, expected);
  if (mismatch !== undefined) return mismatch;
  const check = checkProof(trust.key, bundle.proof, bundle.publicInputs);
  if (check.status === "invalid") return { status: "invalid-proof", reason: check.reason };
  const late = staleness(bundle, expected);
  const { compared, notCompared } = comparisonsOf(expected, trust.artifacts);
  const ofMoves = (names: readonly Comparable[]) => names.filter((name) => !NOT_OF_MOVES.includes(name));
  const comparisons = { compared: ofMoves(compared), notCompared: ofMoves(notCompared) };
  return late === undefined
    ? { status: "valid", bundle, ...comparisons }
    : { status: "stale", ...late, bundle, ...comparisons };
}

function statementMismatch(bundle: MoveBundle, expected: Expectations): WrongStatement | undefined {
  const [oldCommitment, , fromDomain, toDomain, call] = bundle.publicInputs;
  const said = [
    ["publicInputs.2", bookDomain(bundle.from), fromDomain],
    ["publicInputs.3", bookDomain(bundle.to), toDomain],
    ["publicInputs.4", moveCallOf(bundle), call],
  ] as const;
  const lie = said.find(([, made, found]) => made !== found);
  if (lie !== undefined) return wrong(lie[0], "is not the one that the bundle's fields make");
  const pinned = [
    ["chain", expected.chain, bundle.chain],
    ["gate", expected.gate?.toLowerCase(), bundle.gate],
    ["account", expected.account?.toLowerCase(), bundle.account],
    ["publicInputs.0", expected.oldCommitment, oldCommitment],
  ] as const;
  const other = pinned.find(([, wanted, found]) => wanted !== undefined && wanted !== found);
  return other === undefined ? undefined : wrong(other[0], "differs from what was expected");
}
