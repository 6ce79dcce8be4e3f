import type { PublicClient } from "viem";
import { marketRegistryAbi } from "../../contracts/generated/abi.ts";
import { BallastError } from "../../model/errors.ts";
import type { Address } from "../../verifier/account-context.ts";
import { chainError, mismatchError } from "../chain/chain-error.ts";
import { type OnSent, sendAndWait } from "../chain/send-and-wait.ts";
import { type ChainClients, type Inclusion, inclusionOf } from "../chain/submit.ts";
import { requireUnvoidable, type SheetOnTrial } from "./judge-sheet.ts";
import type { SignedReport } from "./signature-file.ts";

/** What publishing a sheet may be told besides. */
export interface PublishOptions {
  readonly onSent?: OnSent;
  /** The files that were signed: then a sheet whose epoch anyone could void is not sent. */
  readonly trial?: Omit<SheetOnTrial, "registry"> | undefined;
}

/**
 * Sends a sheet's report with exactly the signatures that the registry asks for. Everything it would refuse is found before: files that
 * sign different reports, too few signers, a signer who is no publisher, and by simulation a market that moved on.
 *
 * @throws BallastError BAL-272 (exit 2) the signatures do not make a quorum, BAL-274 (exit 5) anyone could void the epoch, BAL-404
 *   (exit 5) the market moved on, BAL-406 (exit 5) another chain or market, BAL-401…409 (exit 6) refused or unreachable; before `onSent` was called nothing was sent
 */
export async function publishSheet(
  clients: ChainClients,
  signed: readonly SignedReport[],
  { onSent, trial }: PublishOptions = {},
): Promise<Inclusion> {
  const { chain, registry, report } = sameReport(signed);
  const { threshold, served } = await readQuorum(clients.read, registry, signed);
  if (served !== chain) {
    const what = `the signatures are for chain ${chain}, the node serves ${served}.`;
    throw mismatchError(what, "Choose the right RPC address.");
  }
  const quorum = quorumOf(signed, threshold);
  if (trial !== undefined) await requireUnvoidable(clients.read, { registry, ...trial });
  const { wallet } = clients;
  const args = [report, quorum.map(({ signature }) => signature)] as const;
  const target = { address: registry, abi: marketRegistryAbi, account: wallet.account, chain: wallet.chain } as const;
  const request = { ...target, functionName: "publishSheet", args } as const;
  const write = async () => {
    await clients.read.simulateContract(request);
    return wallet.writeContract(request);
  };
  return inclusionOf(await sendAndWait(clients.read, "publishing the sheet", write, { onSent }));
}

/** The report that all files sign, for the same registry and chain. */
function sameReport(signed: readonly SignedReport[]): SignedReport {
  const [first, ...others] = signed;
  if (first === undefined) throw quorumError("there is no signature", "Give at least one with --signature.");
  const text = ({ chain, registry, report }: SignedReport): string =>
    JSON.stringify([`${chain}`, registry, Object.values(report).map(String)]);
  const stray = others.find((other) => text(other) !== text(first));
  if (stray === undefined) return first;
  throw quorumError(
    `${first.signer} and ${stray.signer} signed different reports`,
    "Let all sign the same sheet, market, location, registry and chain.",
  );
}

/** The registry's threshold, its chain, and that every signer is one of its publishers. */
async function readQuorum(read: PublicClient, registry: Address, signed: readonly SignedReport[]) {
  const ask = { address: registry, abi: marketRegistryAbi } as const;
  try {
    const [chain, [, threshold], ...known] = await Promise.all([
      read.getChainId(),
      read.readContract({ ...ask, functionName: "publisherSet" }),
      ...signed.map(({ signer }) => read.readContract({ ...ask, functionName: "isPublisher", args: [signer] })),
    ]);
    const stranger = signed.find((_, i) => known[i] !== true);
    if (stranger !== undefined)
      throw quorumError(`${stranger.signer} is no publisher of the registry`, "Leave its signature out.");
    return { threshold: Number(threshold), served: BigInt(chain) };
  } catch (cause) {
    throw chainError(cause, `reading the registry ${registry}`);
  }
}

/** As many as the registry asks for, each signer once, ascending as it wants them. */
function quorumOf(signed: readonly SignedReport[], threshold: number): SignedReport[] {
  const bySigner = new Map(signed.map((item) => [item.signer, item]));
  if (bySigner.size < threshold)
    throw quorumError(
      `${bySigner.size} of ${threshold} signatures`,
      "Collect the missing ones with `ballast sheet sign`.",
    );
  return [...bySigner.values()].sort((a, b) => (BigInt(a.signer) < BigInt(b.signer) ? -1 : 1)).slice(0, threshold);
}

/** Signatures that cannot be published together, or not of what was given. */
export function quorumError(problem: string, details: string): BallastError {
  return new BallastError("BAL-272", `${problem}.`, { details, exitCode: 2 });
}
