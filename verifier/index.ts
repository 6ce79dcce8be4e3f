/** The verifier's public interface. */
export { type Address, type CallContext, contextHash, type Hex } from "./account-context.ts";
export { type ArtifactHashes, type Bundle, callOf, contextOf, formatBundle, type PublicInputs } from "./bundle.ts";
export { DEVELOPMENT_ALPHA, isDevelopmentAlpha, isLocalChain, LOCAL_CHAINS } from "./development-key.ts";
export { type Comparable, type Comparisons, comparisonsOf, type Expectations } from "./expectations.ts";
export { checkProof, type ProofCheck } from "./groth16.ts";
export { openingLength } from "./opening-length.ts";
export { MAX_BUNDLE_BYTES, type ParsedBundle, parseBundle } from "./parse-bundle.ts";
export { BASE_MODULUS, GROUP_ORDER, type Proof, proofWords } from "./proof.ts";
export type {
  PublishedEpoch,
  TransactionEvidence,
  UpdateEvent,
  UpdateEvidence,
  VerifierEvidence,
} from "./transaction/evidence.ts";
export { type GateChange, gateChangesIn } from "./transaction/gate-changes.ts";
export {
  type Check,
  type CheckName,
  type JudgedUpdate,
  judgeTransaction,
  type TransactionVerdict,
  type TrustedVerifier,
} from "./transaction/judge-transaction.ts";
export { parseVerificationKey, type VerificationKey } from "./verification-key.ts";
export { exitCodeOf, type TrustedKey, type Verdict, verifyBundle } from "./verify-bundle.ts";
