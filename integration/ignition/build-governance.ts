import type { IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { type Address, type ContractFunctionArgs, zeroAddress, zeroHash } from "viem";
import { type GovernanceConfig, governanceFault, handOverCalls } from "../../contracts/deploy/timelock.ts";
import type { policyRegistryAbi } from "../../contracts/generated/abi.ts";
import { BallastError } from "../../model/errors.ts";
import { shippedArtifact } from "../artifacts.ts";
import type { buildVenue, Deployed } from "./build-venue.ts";

/** The timelock of a venue, its members, and the first policy, which it could not propose without waiting. */
export type BuildGovernance = GovernanceConfig & {
  readonly policy: ContractFunctionArgs<typeof policyRegistryAbi, "nonpayable", "propose">[0];
  /** The deployer's address: the first account of the network, which has no right left at the end. */
  readonly deployer: Address;
  /** Seconds after which a stop of the guardian's lapses unconfirmed; stands for the parameter of this name. */
  readonly guardianLimit: number;
};

/**
 * Deploys the venue's timelock and hands it every ownership in two steps, the second by the timelock itself.
 *
 * @throws BallastError BAL-510 (exit 2) the governance would leave nobody to act, or a stop to lapse before it can be confirmed
 */
export function buildGovernance(
  m: IgnitionModuleBuilder,
  { policies, market, router, gate, defaultKey }: ReturnType<typeof buildVenue>,
  governance: BuildGovernance,
): Deployed {
  const fault = governanceFault(governance, governance.guardianLimit);
  if (fault !== undefined) {
    throw new BallastError("BAL-510", `governance.${fault}.`, {
      details: "docs/governance.md says who does what.",
      exitCode: 2,
    });
  }
  const { deployer, policy } = governance;
  const proposed = m.call(policies, "propose", [policy as never, policy as never], { id: "FirstPolicy" });
  const args = [0n, [deployer], [deployer], zeroAddress];
  const timelock = m.contract("TimelockController", shippedArtifact("TimelockController"), args);
  const owned = [policies, market, router, gate, defaultKey] as unknown as Deployed[];
  const offers = owned.map((contract, i) =>
    m.call(contract, "transferOwnership", [timelock], { id: `Offer_${i}`, after: [proposed] }),
  );
  const calls = handOverCalls<Deployed>(timelock, owned, deployer, governance);
  const batch = [calls.map(({ to }) => to), calls.map(() => 0n), calls.map(({ data }) => data), zeroHash, zeroHash];
  const scheduled = m.call(timelock, "scheduleBatch", [...batch, 0n], { after: offers });
  m.call(timelock, "executeBatch", batch, { after: [scheduled] });
  return timelock;
}
