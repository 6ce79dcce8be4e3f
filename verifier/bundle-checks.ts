import type { ArtifactHashes } from "./bundle.ts";
import { isLocalChain, LOCAL_CHAINS } from "./development-key.ts";
import type { Expectations } from "./expectations.ts";
import type { VerificationKey } from "./verification-key.ts";

/** A bundle of another statement than its fields, its key or the caller's expectations say. */
export interface WrongStatement {
  readonly status: "wrong-statement";
  readonly field: string;
  readonly reason: string;
}

/** What the bundles of every statement have. */
interface Judged {
  readonly artifacts: ArtifactHashes;
  readonly chain: bigint;
  readonly nonce: bigint;
  readonly deadline: bigint;
  /** Of a statement about an epoch. */
  readonly epoch?: bigint;
  readonly publicInputs: readonly [oldCommitment: bigint, ...bigint[]];
}

/** A key the caller trusts, with its artifacts where the manifest is at hand. */
interface Trusted {
  readonly key: VerificationKey;
  readonly artifacts?: ArtifactHashes;
}

/** Another key than the trusted one, or artifacts that its manifest does not know. */
export function artifactMismatch({ artifacts }: Judged, trust: Trusted): WrongStatement | undefined {
  if (artifacts.vkey !== trust.key.sha256) return wrong("artifacts.vkey", "the proof names another verification key");
  const known = trust.artifacts;
  if (known === undefined) return undefined;
  const names = ["circuit", "source", "r1cs", "wasm", "zkey", "vkey", "development"] as const;
  const other = names.find((name) => known[name] !== artifacts[name]);
  return other === undefined ? undefined : wrong(`artifacts.${other}`, "differs from the trusted manifest");
}

/** A development key's proof is worth nothing where value is at stake, and a bundle that denies the key's nature lies. */
export function forgeable(
  { artifacts, chain }: Judged,
  { key, artifacts: known }: Trusted,
): WrongStatement | undefined {
  if (!key.development && known?.development !== true) return undefined;
  if (!artifacts.development)
    return wrong(
      "artifacts.development",
      "the key is a development key, its trapdoor is published, and the bundle denies it",
    );
  if (isLocalChain(chain)) return undefined;
  const where = `it counts on local chains (${LOCAL_CHAINS.join(", ")}) only, not on chain ${chain}`;
  return wrong(
    "artifacts.vkey",
    `a development key: its trapdoor is published, anyone can prove anything, so ${where}`,
  );
}

/** Why a gate would no longer take what was proven. */
export function staleness(bundle: Judged, expected: Expectations): { field: string; reason: string } | undefined {
  const { current, oldestEpoch, now } = expected;
  if (current !== undefined && current.nonce !== bundle.nonce)
    return { field: "nonce", reason: `the account is at nonce ${current.nonce}, the proof is for ${bundle.nonce}` };
  if (current !== undefined && current.commitment !== bundle.publicInputs[0])
    return { field: "publicInputs.0", reason: "the account holds another book than the proof starts from" };
  if (oldestEpoch !== undefined && bundle.epoch !== undefined && bundle.epoch < oldestEpoch)
    return { field: "epoch", reason: `epoch ${bundle.epoch} is no longer usable, the oldest is ${oldestEpoch}` };
  if (now !== undefined && bundle.deadline < now) return { field: "deadline", reason: "the deadline has passed" };
  return undefined;
}

/** Names the field that says something else. */
export function wrong(field: string, reason: string): WrongStatement {
  return { status: "wrong-statement", field, reason };
}
