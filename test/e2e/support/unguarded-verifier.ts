/** The verifier of a desk-8 key whose phase 2 was skipped, as a careless venue would have deployed it. */
import type { Hex } from "viem";
import type { ContractArtifact } from "../../../contracts/deploy/compile-verifier.ts";
import type { VerificationKey } from "../../../contracts/deploy/render-verifier.ts";
import type { Desk8 } from "./desk-8.ts";

/**
 * The verification key before its one contribution. A contribution multiplies δ and divides what only the prover uses; α,
 * β, γ and the input points stay, so δ = γ is all that differs.
 */
export function unguardedKey({ vkey }: Desk8): VerificationKey {
  return { ...vkey, vk_delta_2: vkey.vk_gamma_2 };
}

const pushed = (words: readonly (readonly string[])[]): string[] =>
  words.slice(0, 2).flatMap((pair) => pair.map((word) => BigInt(word).toString(16).padStart(64, "0")));

/** Puts γ in δ's place in the compiled contract, since our renderer refuses to write such a contract. */
export function unguardedVerifier({ verifier, vkey }: Desk8): ContractArtifact {
  const [delta, gamma] = [pushed(vkey.vk_delta_2), pushed(vkey.vk_gamma_2)];
  const swap = (code: Hex): Hex =>
    delta.reduce((text, word, i) => {
      const parts = text.split(word);
      if (parts.length !== 2) throw new Error(`a word of δ stands ${parts.length - 1} times in the verifier, not once`);
      return parts.join(gamma[i]);
    }, code) as Hex;
  return { ...verifier, bytecode: swap(verifier.bytecode), deployedBytecode: swap(verifier.deployedBytecode) };
}
