/** Voiding an epoch of a test venue: what it states, and proofs of the toy circuit that stand for those of `row-void`. */
import type { DeploymentConfig } from "../../../contracts/deploy/config.ts";
import type { Wallet } from "./chain.ts";
import { rootOfEpoch } from "./reports.ts";
import { toyKeys } from "./toy-keys.ts";
import { type Inputs, type ProofWords, prove } from "./toy-prover.ts";
import { type Receipt, type Venue, verifierOf } from "./venue.ts";

/** The grid's root in test venues. */
export const GRID = 5n;

/** A key of its own, so that no proof of a book passes for one of a row. */
const KEYS = "row-void";

/** Packed terms of an instrument: one unit of factor 0 to a lot, no premium. */
export const termsOf = (instrument: bigint): bigint =>
  instrument + 10_000n * 2n ** 35n + 1_000n * 2n ** 83n + 2n ** 123n + 2n ** 163n;

/** The words that the contract builds for collateral asset k, written from the specification. */
export const collateralWord = (k: bigint): bigint =>
  k + 1n + k * 2n ** 32n + 10_000n * 2n ** 35n + 2n ** 123n + 2n ** 163n;

/** What a venue with linear rows is deployed with: instrument 17 is stated. */
export async function statedRows(): Promise<NonNullable<DeploymentConfig["rows"]>> {
  const artifact = verifierOf(await toyKeys(KEYS));
  return { verifier: { artifact, development: true }, gridRoot: GRID, terms: [termsOf(17n)] };
}

/** What somebody says to void an epoch; each part may be another than the honest one. */
export interface Voiding {
  readonly epoch: bigint;
  readonly row?: bigint;
  readonly sheetRoot?: bigint;
  readonly policyRoot?: bigint;
  /** Public inputs that the proof is of, where they differ from those the contract builds. */
  readonly inputs?: (honest: Inputs) => Inputs;
  readonly proof?: ProofWords;
}

/** Has the sender void an epoch of a venue, with a true proof of what the contract will ask unless told otherwise. */
export async function voidRow(venue: Venue, from: Wallet, over: Voiding): Promise<Receipt> {
  const { epoch, row = 17n, sheetRoot = 2_000n + epoch } = over;
  const rows = venue.rows ?? "0x";
  const [, active] = await venue.get<[number, bigint]>("PolicyRegistry", venue.policies, "active");
  const terms = row > 0n && row < 5n ? collateralWord(row - 1n) : termsOf(row);
  const honest: Inputs = [rootOfEpoch(epoch), sheetRoot, GRID, terms, BigInt(from.account.address)];
  const proof = over.proof ?? (await prove(await toyKeys(KEYS), over.inputs?.(honest) ?? honest));
  const args = [venue.market, epoch, sheetRoot, over.policyRoot ?? active, row, proof];
  return venue.write(from, "LinearRows", rows, "voidRow", args);
}
