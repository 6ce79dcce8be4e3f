import { join } from "node:path";
import { type ContractArtifact, compileVerifier } from "../../../contracts/deploy/compile-verifier.ts";
import { type Market, marketRoot } from "../../../model/market.ts";
import type { Policy } from "../../../model/policy.ts";
import { sheetRoot } from "../../../model/sheet.ts";
import type { ChainClients } from "../../../prover/chain/submit.ts";
import type { StoreAccount } from "../../../prover/store/book-store.ts";
import type { Address } from "../../../verifier/account-context.ts";
import { samplePolicy } from "../../contracts/support/policies.ts";
import { NOTICE, newVenue, type Venue } from "../../contracts/support/venue.ts";
import { temporaryDirectory } from "./temporary.ts";
import { toyCircuit } from "./toy-circuit.ts";
import { market, sheet } from "./venue.ts";

/** The contracts' own test venue with this side's toy key, or the given contract, as the verifier of desk-8. */
export async function toyVenue(verifier?: ContractArtifact): Promise<Venue> {
  const artifact = verifier ?? (await toyVerifier());
  const venue = await newVenue({ verifiers: [{ bookClass: "desk-8", artifact, development: true }] });
  await venue.write(venue.owner, "PolicyRegistry", venue.policies, "propose", [
    { ...samplePolicy(), kellyFraction: 0 },
    samplePolicy(),
  ]);
  await venue.chain.goTo((await venue.chain.now()) + NOTICE + 1n);
  return venue;
}

async function toyVerifier(): Promise<ContractArtifact> {
  const { vkeyBytes } = await toyCircuit();
  const vkey = JSON.parse(new TextDecoder().decode(vkeyBytes));
  return compileVerifier(vkey, "ToyProverVerifier", join(temporaryDirectory(), "verifier"));
}

/** The market of an epoch of that venue, published on its chain. */
export async function publishMarket(venue: Venue, epoch: bigint): Promise<Market> {
  const moved = { ...market, epoch: Number(epoch) };
  await venue.publish(epoch, 0, { marketRoot: marketRoot(moved), sheetRoot: sheetRoot(sheet) });
  return moved;
}

/** The policy the venue proposed, as the model has it. */
export function venuePolicy(): Policy {
  const { haircuts, ...rest } = { ...samplePolicy(), kellyFraction: 0 };
  return {
    ...rest,
    haircuts: haircuts.map((lines) => lines.map(({ intercept, slope }) => ({ intercept, slope: Number(slope) }))),
  };
}

const lower = (address: string): Address => address.toLowerCase() as Address;

/** Account and clients of one of the venue's desks. */
export function deskOf(venue: Venue, name: "desk" | "maker"): { account: StoreAccount; clients: ChainClients } {
  const wallet = venue[name];
  return {
    account: {
      class: "desk-8",
      chain: BigInt(venue.chainId),
      gate: lower(venue.gate),
      account: lower(wallet.account.address),
    },
    clients: { read: venue.chain.read, wallet },
  };
}
