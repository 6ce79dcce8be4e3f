import { type Address, encodeFunctionData, type Hex, keccak256, parseAbi, toHex, zeroHash } from "viem";

/** Who may do what at the timelock that owns a venue. */
export interface GovernanceConfig {
  /** Seconds between scheduling and executing; below the guardian's limit, so that the owner can confirm a stop in time. */
  readonly delay: bigint;
  readonly proposers: readonly Address[];
  /** The zero address lets anyone execute what has waited. */
  readonly executors: readonly Address[];
  readonly cancellers: readonly Address[];
}

/** A call that the timelock makes. */
export interface GovernedCall {
  readonly to: Address;
  readonly data: Hex;
}

/** Calls that the timelock makes together, in order, or not at all. */
export interface TimelockBatch {
  readonly targets: readonly Address[];
  readonly values: readonly bigint[];
  readonly payloads: readonly Hex[];
  readonly predecessor: Hex;
  readonly salt: Hex;
}

const abi = parseAbi([
  "function scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, uint256 delay)",
  "function executeBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt)",
  "function grantRole(bytes32 role, address account)",
  "function revokeRole(bytes32 role, address account)",
  "function updateDelay(uint256 newDelay)",
]);

/** The timelock's roles as AccessControl names them. */
export const TIMELOCK_ROLES = {
  proposers: keccak256(toHex("PROPOSER_ROLE")),
  executors: keccak256(toHex("EXECUTOR_ROLE")),
  cancellers: keccak256(toHex("CANCELLER_ROLE")),
} as const;

/**
 * A batch of calls.
 *
 * @param salt tells two batches of the same calls apart
 * @example const batch = timelockBatch([{ to: market, data }]);
 */
export const timelockBatch = (calls: readonly GovernedCall[], salt: Hex = zeroHash): TimelockBatch => ({
  targets: calls.map(({ to }) => to),
  values: calls.map(() => 0n),
  payloads: calls.map(({ data }) => data),
  predecessor: zeroHash,
  salt,
});

/**
 * The call that a proposer sends to the timelock.
 *
 * @param delay seconds from now, at least the timelock's
 */
export const scheduleCall = (
  timelock: Address,
  { targets, values, payloads, predecessor, salt }: TimelockBatch,
  delay: bigint,
): GovernedCall => {
  const args = [targets, values, payloads, predecessor, salt, delay] as const;
  return { to: timelock, data: encodeFunctionData({ abi, functionName: "scheduleBatch", args }) };
};

/** The call that an executor sends once the delay has passed. */
export const executeCall = (
  timelock: Address,
  { targets, values, payloads, predecessor, salt }: TimelockBatch,
): GovernedCall => {
  const args = [targets, values, payloads, predecessor, salt] as const;
  return { to: timelock, data: encodeFunctionData({ abi, functionName: "executeBatch", args }) };
};

/**
 * What makes a fresh timelock the venue's: it accepts its ownerships, gives out its roles, takes them from the deployer
 * and sets its delay. The timelock makes these calls to itself, being its own only admin.
 *
 * @param owned contracts whose ownership was offered to the timelock
 */
export function handOverCalls<To>(
  timelock: To,
  owned: readonly To[],
  deployer: Address,
  governance: GovernanceConfig,
): { to: To; data: Hex }[] {
  const accept = keccak256(toHex("acceptOwnership()")).slice(0, 10) as Hex;
  const own = (functionName: "grantRole" | "revokeRole", role: Hex, account: Address) => ({
    to: timelock,
    data: encodeFunctionData({ abi, functionName, args: [role, account] }),
  });
  const names = Object.keys(TIMELOCK_ROLES) as (keyof typeof TIMELOCK_ROLES)[];
  const named = (name: keyof typeof TIMELOCK_ROLES, account: Address): boolean =>
    governance[name].some((other) => other.toLowerCase() === account.toLowerCase());
  const delay = encodeFunctionData({ abi, functionName: "updateDelay", args: [governance.delay] });
  return [
    ...owned.map((to) => ({ to, data: accept })),
    ...names.flatMap((name) => governance[name].map((account) => own("grantRole", TIMELOCK_ROLES[name], account))),
    ...names.filter((name) => !named(name, deployer)).map((name) => own("revokeRole", TIMELOCK_ROLES[name], deployer)),
    { to: timelock, data: delay },
  ];
}

/** What is wrong with a governance; undefined when nothing is. */
export function governanceFault(governance: GovernanceConfig, guardianLimit: number): string | undefined {
  const { delay, proposers, executors, cancellers } = governance;
  if (proposers.length === 0) return "proposers: none; name who may schedule";
  if (executors.length === 0) return "executors: none; name some, or the zero address for anyone";
  if (cancellers.length === 0) return "cancellers: none; name who may stop what was scheduled";
  if (delay <= 0n) return "delay: zero; whatever is scheduled would bind at once";
  if (delay >= BigInt(guardianLimit)) {
    return `delay: not below the guardian's limit of ${guardianLimit} s, after which a stop lapses unconfirmed; give less`;
  }
  return undefined;
}
