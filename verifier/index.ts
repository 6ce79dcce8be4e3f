/** The verifier's public interface. */
export { type Address, type CallContext, contextHash, type Hex } from "./account-context.ts";
export { type ArtifactHashes, type Bundle, callOf, contextOf, formatBundle, type PublicInputs } from "./bundle.ts";
export { MAX_BUNDLE_BYTES } from "./bundle-fields.ts";
export { DEVELOPMENT_ALPHA, isDevelopmentAlpha, isLocalChain, LOCAL_CHAINS } from "./development-key.ts";
export { type Comparable, type Comparisons, comparisonsOf, type Expectations } from "./expectations.ts";
export { checkProof, type ProofCheck } from "./groth16.ts";
export { formatMove, type MoveBundle, type MoveInputs, moveCallOf } from "./move-bundle.ts";
export { openingLength } from "./opening-length.ts";
export { type ParsedBundle, parseBundle } from "./parse-bundle.ts";
export { isMoveText, type ParsedMove, parseMove } from "./parse-move.ts";
export { BASE_MODULUS, GROUP_ORDER, type Proof, proofWords } from "./proof.ts";
export type { Check, CheckName } from "./transaction/checks.ts";
export type {
  MoveEvent,
  MoveEvidence,
  PublishedEpoch,
  TransactionEvidence,
  UpdateEvent,
  UpdateEvidence,
  VerifierEvidence,
} from "./transaction/evidence.ts";
export { type GateChange, type GateMove, gateChangesIn, gateMovesIn } from "./transaction/gate-changes.ts";
export type { JudgedMove, TrustedMove } from "./transaction/judge-move.ts";
export {
  type JudgedUpdate,
  judgeTransaction,
  type TransactionVerdict,
  type TrustedVerifier,
} from "./transaction/judge-transaction.ts";
export { parseVerificationKey, type VerificationKey } from "./verification-key.ts";
export { exitCodeOf, type TrustedKey, type Verdict, verifyBundle } from "./verify-bundle.ts";
export { type TrustedMoveKey, verifyMove } from "./verify-move.ts";
