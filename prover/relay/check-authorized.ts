import type { PublicClient } from "viem";
import { EXIT, type ExitCode } from "../../model/errors.ts";
import type { Address } from "../../verifier/account-context.ts";
import { formatBundle } from "../../verifier/bundle.ts";
import { exitCodeOf, type TrustedKey, verifyBundle } from "../../verifier/verify-bundle.ts";
import { isConsentedTo } from "../chain/consent-check.ts";
import { readAccount } from "../chain/read-chain.ts";
import type { SignedBundle } from "../chain/submit.ts";
import type { AuthorizedChange } from "./authorized-change.ts";

/** Why a change will not be sent, and the exit code that belongs to it. */
export interface Fault {
  readonly reason: string;
  readonly exitCode: ExitCode;
}

/** What a relayer holds changes against. */
export interface RelayVenue {
  readonly chain: bigint;
  readonly gate: Address;
  readonly trusted: readonly TrustedKey[];
  /** Unix seconds of the chain's latest block. */
  readonly now: bigint;
}

/** Follows the accounts of a batch: after each change that is kept, its accounts stand one nonce further. */
export class Nonces {
  readonly #client: PublicClient;
  readonly #next = new Map<Address, bigint>();

  constructor(client: PublicClient) {
    this.#client = client;
  }

  /** The nonce that the account's next change in the batch must have. */
  async of({ gate, account }: { readonly gate: Address; readonly account: Address }): Promise<bigint> {
    const known = this.#next.get(account);
    if (known !== undefined) return known;
    const { nonce } = await readAccount(this.#client, gate, account);
    this.#next.set(account, nonce);
    return nonce;
  }

  /** Counts a change of the account. */
  advance(account: Address, from: bigint): void {
    this.#next.set(account, from + 1n);
  }
}

/**
 * Checks a change before anything is asked of the gate: venue, proof, deadline, consent, and that the nonce is the next one
 * of its account in the batch. Advances the nonces when it holds.
 *
 * @returns the first fault, or undefined
 */
export async function checkAuthorized(
  change: AuthorizedChange,
  venue: RelayVenue,
  nonces: Nonces,
  client: PublicClient,
): Promise<Fault | undefined> {
  for (const side of change) {
    const fault = await sideFault(side, venue, nonces, client);
    if (fault !== undefined) return fault;
  }
  for (const { bundle } of change) nonces.advance(bundle.account, bundle.nonce);
  return undefined;
}

async function sideFault(
  side: SignedBundle,
  { chain, gate, trusted, now }: RelayVenue,
  nonces: Nonces,
  client: PublicClient,
): Promise<Fault | undefined> {
  const { bundle } = side;
  const verdict = verifyBundle(formatBundle(bundle), trusted, { chain, gate, now });
  if (verdict.status !== "valid") return { reason: verdict.reason, exitCode: exitCodeOf(verdict) };
  if (!(await isConsentedTo(side, client)))
    return { reason: "its authorization is not by whom it names", exitCode: EXIT.proofInvalid };
  const expected = await nonces.of(bundle);
  if (bundle.nonce === expected) return undefined;
  const reason = `it is the account's change ${bundle.nonce}, and ${expected} is next`;
  return { reason, exitCode: EXIT.artifact };
}
