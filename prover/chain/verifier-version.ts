import { BaseError, ContractFunctionRevertedError, getAbiItem, type PublicClient, toFunctionSelector } from "viem";
import { groth16VerifierAbi, verifierRouterAbi } from "../../contracts/generated/abi.ts";
import type { Address } from "../../verifier/account-context.ts";
import type { Bundle } from "../../verifier/bundle.ts";
import { proofWords } from "../../verifier/proof.ts";
import { chainError, foreignKeyError, mismatchError } from "./chain-error.ts";
import { readTime } from "./read-chain.ts";

/** One version of a class's verifier. */
export interface VerifierVersion {
  readonly version: number;
  readonly verifier: Address;
}

/**
 * The versions of a class's verifier (or of a move's, by `moveRoute`) that serve a mode now, newest first. A stopped version still serves reductions and
 * maintenance.
 *
 * @throws BallastError BAL-401…409 (exit 6) when the chain cannot be asked
 */
export async function readVerifierVersions(
  client: PublicClient,
  router: Address,
  classId: number,
  mode: Bundle["mode"],
): Promise<VerifierVersion[]> {
  const ask = { address: router, abi: verifierRouterAbi } as const;
  try {
    const count = await client.readContract({ ...ask, functionName: "versions", args: [classId] });
    const now = await readTime(client);
    const versions = Array.from({ length: count }, (_, i) => count - i);
    const entries = await Promise.all(
      versions.map(async (version) => {
        const found = await client.readContract({ ...ask, functionName: "entry", args: [classId, version] });
        const [verifier, activeFrom, stopped] = found;
        return { version, verifier, serves: activeFrom <= now && (mode !== "full" || !stopped) };
      }),
    );
    return entries.filter(({ serves }) => serves).map(({ version, verifier }) => ({ version, verifier }));
  } catch (cause) {
    throw chainError(cause, "reading the verifier router");
  }
}

/**
 * The newest version in service whose verifier accepts a bundle's proof: a venue may have moved on to a newer circuit
 * while the one this proof was made for still serves. The proof itself is the question, so no two keys are confused.
 *
 * @throws BallastError BAL-406 (exit 5) when the class has no verifier in service, BAL-407 (exit 5) when none of them
 *   accepts the proof: it was made with other artifacts than the venue's, BAL-401…409 (exit 6) when the chain cannot be
 *   asked
 */
export async function matchingVersion(
  client: PublicClient,
  router: Address,
  classId: number,
  bundle: Pick<Bundle, "mode" | "proof" | "publicInputs" | "artifacts">,
): Promise<number> {
  const live = await readVerifierVersions(client, router, classId, bundle.mode);
  for (const { version, verifier } of live) if (await accepts(client, verifier, bundle)) return version;
  if (live.length > 0) throw foreignKeyError(classId, live.length, bundle.artifacts.vkey);
  throw mismatchError(
    `the venue has no verifier in service for class ${classId}.`,
    "Ask the venue which classes it serves.",
  );
}

/** What a verifier answers when it accepts. */
const VERIFY_SELECTOR = toFunctionSelector(getAbiItem({ abi: groth16VerifierAbi, name: "verify" }));

async function accepts(
  client: PublicClient,
  verifier: Address,
  { proof, publicInputs }: Pick<Bundle, "proof" | "publicInputs">,
): Promise<boolean> {
  const args = [proofWords(proof), publicInputs] as const;
  try {
    const answer = await client.readContract({
      address: verifier,
      abi: groth16VerifierAbi,
      functionName: "verify",
      args,
    });
    return answer === VERIFY_SELECTOR;
  } catch (cause) {
    if (cause instanceof BaseError && cause.walk((inner) => inner instanceof ContractFunctionRevertedError) !== null)
      return false;
    throw chainError(cause, "asking a verifier about the proof");
  }
}
