import { keccak256, type PublicClient } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { marketPublicInputs } from "../../model/market-witness.ts";
import type { Address } from "../../verifier/account-context.ts";
import { callsIn } from "../../verifier/transaction/embedded-calls.ts";
import type { MarketEvidence, VerifierEvidence } from "../../verifier/transaction/evidence.ts";
import { type BlockRange, newestLog } from "./block-spans.ts";
import { lowerAddress } from "./lower-address.ts";

/**
 * Finds how a market block was proven: the registry's event, and the proofs in the input of its transaction.
 *
 * @returns undefined when no block of the range holds a market of that epoch and root
 */
export async function findMarket(
  client: PublicClient,
  registry: Address,
  { epoch, marketRoot }: { readonly epoch: bigint; readonly marketRoot: bigint },
  range: BlockRange,
): Promise<MarketEvidence | undefined> {
  const ask = { address: registry, abi: marketRegistryAbi } as const;
  const wanted = { ...ask, eventName: "MarketPublished", strict: true, args: { epoch, marketRoot } } as const;
  const log = await newestLog(range, (part) => client.getContractEvents({ ...wanted, ...part }));
  if (log === undefined) return undefined;
  const [{ input }, modelRoot, verifier] = await Promise.all([
    client.getTransaction({ hash: log.transactionHash }),
    client.readContract({ ...ask, functionName: "MODEL_ROOT" }),
    client.readContract({ ...ask, functionName: "VERIFIER" }),
  ]);
  const { modelTier: tier, previousRoot, bars } = log.args;
  return {
    inputs: marketPublicInputs({ tier, previousRoot, nextRoot: marketRoot, modelRoot, bars }),
    proofs: marketProofsIn(input),
    verifier: await readCode(client, verifier),
  };
}

/** The proofs of every call of `publishMarket` that an input carries, wrapped or not. */
function marketProofsIn(input: `0x${string}`): (readonly bigint[])[] {
  return callsIn(input, marketRegistryAbi, ["publishMarket"]).flatMap(({ functionName, args }) =>
    functionName === "publishMarket" ? [args[0].proof] : [],
  );
}

/** A contract's address with the hash of its code. */
export async function readCode(client: PublicClient, address: Address): Promise<VerifierEvidence> {
  const code = await client.getCode({ address });
  return { address: lowerAddress(address), codeHash: keccak256(code ?? "0x") };
}
