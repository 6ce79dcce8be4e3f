import type { Hex } from "../account-context.ts";
import { isLocalChain } from "../development-key.ts";
import { checkProof } from "../groth16.ts";
import { proofOfWords } from "../proof.ts";
import type { VerificationKey } from "../verification-key.ts";
import type { VerifierEvidence } from "./evidence.ts";

/** What is looked at for one change, in this order. */
const CHECKS = ["input", "call", "proof", "verifier", "old book", "risk root", "market", "policy"] as const;
export type CheckName = (typeof CHECKS)[number];

/** One check: it held, it failed, or what it needs was not there to be checked. */
export interface Check {
  readonly name: CheckName;
  readonly result: "held" | "failed" | "not checked";
  readonly detail: string;
}

/** A change with what its account's event before it left behind. */
interface StartsFrom {
  readonly event: { readonly oldCommitment: bigint };
  readonly previousCommitment: bigint | undefined;
}

export const held = (name: CheckName, detail: string): Check => ({ name, result: "held", detail });
export const broken = (name: CheckName, detail: string): Check => ({ name, result: "failed", detail });
export const open = (name: CheckName, detail: string): Check => ({ name, result: "not checked", detail });

/** A proof as it stands in the transaction's input, held against the event's public inputs. */
export function checkProofIn(
  chain: bigint,
  inputs: readonly bigint[],
  words: readonly bigint[] | undefined,
  key: VerificationKey,
): Check {
  if (key.development && !isLocalChain(chain))
    return broken(
      "proof",
      "the trusted key is a development key: anyone can forge its proofs, so it counts for nothing here",
    );
  if (words === undefined) return open("proof", "the proof is not in the transaction's input");
  const check = checkProof(key, proofOfWords(words), inputs);
  return check.status === "valid"
    ? held("proof", `holds for the event's five public inputs under the key ${key.sha256.slice(0, 16)}…`)
    : broken("proof", check.reason);
}

/** The verifier that the router named runs the code of the trusted key. */
export function checkVerifier(
  version: string,
  verifier: VerifierEvidence,
  trust: { readonly codeHash?: Hex } | undefined,
  name: CheckName = "verifier",
): Check {
  const where = `${version} at ${verifier.address}`;
  if (trust?.codeHash === undefined)
    return open(
      name,
      `${where}: no code of the trusted key's verifier to compare; run \`npm run build:circuits\`, or give --code-hash`,
    );
  return trust.codeHash === verifier.codeHash
    ? held(name, `${where} runs the code that this release generates from the key`)
    : broken(name, `${where} runs other code than this release generates from the key`);
}

/** The chain of an account's books: each update starts where the one before ended. */
export function checkOldBook({ event, previousCommitment }: StartsFrom): Check {
  if (previousCommitment === undefined) return open("old book", "no earlier event of the account was found");
  return previousCommitment === event.oldCommitment
    ? held("old book", "the proof starts from the book that the account's event before this one left")
    : broken("old book", "the proof starts from another book than the account held");
}
