import { DEVELOPMENT_ALPHA, isDevelopmentAlpha, LOCAL_CHAINS } from "../../verifier/development-key.ts";
import type { ContractArtifact } from "./compile-verifier.ts";

const word = (value: bigint): string => value.toString(16).padStart(64, "0");

/**
 * Whether a compiled verifier holds the published α, so that anyone can forge proofs for it. The code decides: what a
 * configuration says of it can only add to that.
 * @example if (holdsDevelopmentKey(artifact)) console.error("for local chains only")
 */
export function holdsDevelopmentKey({ bytecode }: Pick<ContractArtifact, "bytecode">): boolean {
  const code = bytecode.toLowerCase();
  return DEVELOPMENT_ALPHA.some((coordinate) => code.includes(word(coordinate)));
}

/** What the source of a verifier says of a development key: a mark for readers, a guard for chains. Empty otherwise. */
export function developmentGuard(alpha: readonly bigint[]): { readonly mark: string; readonly guard: string } {
  const [x = 0n, y = 0n] = alpha;
  if (!isDevelopmentAlpha([x, y])) return { mark: "", guard: "" };
  const mark = `
/// @custom:development-key The trapdoor of this key is published: anyone can forge a proof of any statement. The contract
/// can be created on local chains only.`;
  const elsewhere = LOCAL_CHAINS.map((id) => `block.chainid != ${id}`).join(" && ");
  const guard = `
    /// @notice A development key must guard nothing, and this chain is not a local one.
    error Groth16VerifierDevelopmentKey(uint256 chainId);

    constructor() {
        if (${elsewhere}) revert Groth16VerifierDevelopmentKey(block.chainid);
    }
`;
  return { mark, guard };
}
