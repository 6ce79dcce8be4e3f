/** A venue on a fresh chain whose verifiers hold the shipped keys, with the end-to-end policy, or a test's own, in force. */
import { maxUint256 } from "viem";
import { marketRoot } from "../../../model/market.ts";
import type { Policy } from "../../../model/policy.ts";
import { sheetRoot } from "../../../model/sheet.ts";
import type { TestChain, Wallet } from "../../contracts/support/chain.ts";
import { samplePolicy } from "../../contracts/support/policies.ts";
import { type EpochParts, NOTICE, newVenue, type Overrides, type Venue } from "../../contracts/support/venue.ts";
import { type EpochData, forContract, POLICY } from "./market.ts";
import type { ShippedClass } from "./shipped-class.ts";

/** The first epoch after the policy's notice. */
export const FIRST_EPOCH = 30n;

/** Opens a venue that serves one class or several; the first epoch is the caller's to publish. */
export async function openStage(
  shipped: ShippedClass | readonly ShippedClass[],
  over: Overrides = {},
  onChain?: TestChain,
  policy: Policy = POLICY,
): Promise<Venue> {
  const verifiers = [shipped].flat().map(({ circuit, verifier }) => {
    return { bookClass: circuit.class, artifact: verifier, development: true };
  });
  const venue = await newVenue({ verifiers, ...over }, onChain);
  await venue.write(venue.owner, "PolicyRegistry", venue.policies, "propose", [forContract(policy), samplePolicy()]);
  await venue.chain.goTo((await venue.chain.now()) + NOTICE + 1n);
  return venue;
}

/** Publishes an epoch's data, at its boundary or now if that is past. The effective tier must be the data's. */
export async function publishEpoch(
  venue: Venue,
  data: EpochData,
  reportedTier = data.market.tier,
  parts: Pick<EpochParts, "hints"> = {},
): Promise<void> {
  const roots = { marketRoot: marketRoot(data.market), sheetRoot: sheetRoot(data.sheet), ...parts };
  await venue.publish(BigInt(data.market.epoch), reportedTier, roots);
}

/** Gives a wallet every token and lets the vault take it. */
export async function fund(venue: Venue, wallet: Wallet): Promise<void> {
  for (const token of [venue.cash, ...venue.tokens]) {
    await venue.write(venue.owner, "OddToken", token, "mint", [wallet.account.address, 10n ** 30n]);
    await venue.write(wallet, "OddToken", token, "approve", [venue.vault, maxUint256]);
  }
}
