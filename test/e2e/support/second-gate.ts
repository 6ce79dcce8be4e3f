/** A further gate with its own vault on a venue's market, policies and router: another contract, everything else the same. */
import { type Address, getContractAddress, maxUint256, zeroAddress } from "viem";
import { readArtifact } from "../../../contracts/deploy/artifacts.ts";
import { bookClasses } from "../../../contracts/generated/classes.ts";
import { deployArtifact, GUARDIAN_LIMIT, LOTS, type Venue } from "../../contracts/support/venue.ts";

/** Where `deployGate` will put the gate if the owner sends nothing before. */
export async function nextGate(venue: Venue): Promise<Address> {
  const from = venue.owner.account.address;
  const nonce = await venue.chain.read.getTransactionCount({ address: from });
  return getContractAddress({ from, nonce: BigInt(nonce) + 1n });
}

/** Deploys vault and gate. The gate serves books of desk-8 under `classId`, whose verifier the router names. */
export async function deployGate(
  venue: Venue,
  classId: number,
): Promise<{ readonly gate: Address; readonly vault: Address }> {
  const expected = await nextGate(venue);
  const none = { token: zeroAddress, lot: 0n };
  const collateral = [0, 1, 2, 3].map((k) => ({ token: venue.tokens[k] ?? none.token, lot: LOTS[k] ?? none.lot }));
  const vault = await deployArtifact(venue.chain, readArtifact("CollateralVault"), [expected, venue.cash, collateral]);
  const { poseidon, market, router, fund: defaultFund } = venue;
  const wiring = { poseidon, market, router, vault, listener: zeroAddress, defaultFund };
  const classes = [{ ...bookClasses["desk-8"], class: classId }];
  const gate = await deployArtifact(venue.chain, readArtifact("SizingGate"), [
    venue.owner.account.address,
    { nominee: zeroAddress, limit: GUARDIAN_LIMIT },
    wiring,
    classes,
  ]);
  for (const wallet of [venue.desk, venue.maker])
    await venue.write(wallet, "OddToken", venue.cash, "approve", [vault, maxUint256]);
  return { gate, vault };
}
