/**
 * What an account can still do when something fails. The one source: `failure-states.test.ts` executes every cell, and
 * `docs/failure-states.md` is this table in words.
 */

/** What an account may want to do, in the order of the columns. */
export const WAYS = {
  flatExit: "flat exit",
  claim: "withdraw a claim",
  reduce: "reduce (both sides mode 1)",
  maintenance: "maintenance (mode 2)",
  deposit: "deposit",
  refresh: "refresh (mode 0)",
  growth: "trade (mode 0)",
  withdraw: "withdraw by proof",
} as const;

/** One of them. */
export type Way = keyof typeof WAYS;

/** Why something is refused: the error of the contracts, and the words for it. */
export const REFUSALS = {
  verifierFailed: ["FailingAlways", "the verifier's own error"],
  verifierSilent: [null, "a revert without a word: the verifier took its gas, or said nothing"],
  noAnswer: ["SizingGateNoAnswer", "the verifier did not answer with its own selector"],
  pairingRefused: ["Groth16VerifierPairingRefused", "the chain's pairing does not answer"],
  registryFailed: ["FailingAlways", "the failing contract's own error"],
  noEpoch: ["MarketRegistryEpochNotUsable", "no epoch was ever published"],
  voided: ["MarketRegistryEpochVoid", "the epoch's sheet had a row that its market refutes"],
  stale: ["SizingGateStaleEpoch", "the epoch serves reductions only"],
  paused: ["SizingGatePaused", "the guardian stopped trades and outflows of mode 0"],
  stopped: ["VerifierRouterStopped", "the version is stopped for mode 0"],
  growth: ["S-22", "the circuit: from tier 2 on no slot grows; trades in which none grows go on"],
  frozen: ["OddTokenBlocked", "the token refuses the transfer"],
  exhausted: [
    "SizingGateMaintenanceExhausted",
    "m maintenance refreshes in a row are used up; mode 0 restores the account",
  ],
  defaulted: ["SizingGateAccountDefaulted", "only a flat exit is left"],
  empty: ["SizingGateNothingToExit", "an empty account has nothing to take"],
  noClaim: ["CollateralVaultClaimTooSmall", "nothing was credited yet"],
} as const satisfies Record<string, readonly [string | null, string]>;

/** Key of a reason. */
export type Refusal = keyof typeof REFUSALS;

/** Allowed; refused, and why; or refused in mode 0 and allowed in mode 1. */
export type Cell = "yes" | Refusal | readonly ["mode 1", Refusal];

/** A state of failure and what is left in it. */
export interface FailureState {
  readonly title: string;
  readonly cells: Readonly<Record<Way, Cell>>;
}

const all = (cell: Cell): Record<Way, Cell> =>
  Object.fromEntries(Object.keys(WAYS).map((way) => [way, cell])) as Record<Way, Cell>;
const open = all("yes");
const unproven = (why: Refusal): Record<Way, Cell> => ({ ...all(why), flatExit: "yes", claim: "yes" });
const reductionsOnly: Record<Way, Cell> = { ...unproven("stale"), reduce: "yes", deposit: ["mode 1", "stale"] };

/** Every state of failure. */
export const STATES = {
  none: { title: "nothing fails", cells: open },
  verifierReverts: { title: "the verifier reverts", cells: unproven("verifierFailed") },
  verifierBurnsGas: { title: "the verifier burns all gas it gets", cells: unproven("verifierSilent") },
  verifierGarbage: { title: "the verifier answers garbage", cells: unproven("noAnswer") },
  verifierSilent: { title: "the verifier answers nothing", cells: unproven("verifierSilent") },
  pairingGone: { title: "the chain's pairing answers nothing", cells: unproven("pairingRefused") },
  verifierStopped: {
    title: "the verifier's version is stopped in the router",
    cells: { ...open, deposit: ["mode 1", "stopped"], refresh: "stopped", growth: "stopped", withdraw: "stopped" },
  },
  routerFails: { title: "the router reverts", cells: unproven("registryFailed") },
  registryFails: { title: "the market registry reverts", cells: unproven("registryFailed") },
  noEpoch: {
    title: "no epoch was ever published, and the account is empty",
    cells: { ...all("noEpoch"), flatExit: "empty", claim: "noClaim" },
  },
  oracleStale: { title: "the oracle is stale: the latest epoch is expired", cells: reductionsOnly },
  publishersGone: {
    title: "the publishers are gone: markets come, sheets do not, the last sheet expired",
    cells: reductionsOnly,
  },
  marketAlarm: { title: "the newest market is stressed, and its sheet is not signed yet", cells: reductionsOnly },
  epochVoid: { title: "an epoch was voided, and is still asked for", cells: unproven("voided") },
  predecessorServes: { title: "the latest epoch was voided, the one before it is fresh", cells: open },
  predecessorExpired: { title: "the latest epoch was voided, the one before it expired", cells: reductionsOnly },
  tierThree: { title: "the epoch is of tier 3, halted", cells: { ...open, growth: "growth" } },
  paused: { title: "paused by the guardian", cells: { ...open, growth: "paused", withdraw: "paused" } },
  policyFails: { title: "the policy registry reverts, the last epoch is fresh", cells: open },
  policyFailsLong: { title: "the policy registry reverts, and the last epoch expired", cells: reductionsOnly },
  keysLost: { title: "every owner's key is lost, and there is no guardian", cells: open },
  pauseLapsed: { title: "paused by the guardian, every key lost, and the guardian's limit is over", cells: open },
  keysLostPaused: {
    title: "paused by the guardian, and then every key is lost",
    cells: { ...open, growth: "paused", withdraw: "paused" },
  },
  listenerReverts: { title: "the listener reverts", cells: open },
  listenerBurnsGas: { title: "the listener burns all gas it gets", cells: open },
  tokenFrozen: {
    title: "one collateral token is frozen, and it is the one asked for",
    cells: { ...open, claim: "frozen", deposit: "frozen" },
  },
  otherFrozen: { title: "one collateral token is frozen, and another one is asked for", cells: open },
  cashFrozen: {
    title: "the cash token is frozen, and the flat book owes cash",
    cells: { ...open, flatExit: "frozen" },
  },
  stale: { title: "the account is stale", cells: open },
  exhausted: { title: "the account used its maintenance refreshes", cells: { ...open, maintenance: "exhausted" } },
  defaulted: { title: "the account defaulted", cells: unproven("defaulted") },
  seized: { title: "its collateral was seized", cells: unproven("defaulted") },
  partnerDefaulted: {
    title: "the counterparty defaulted",
    cells: { ...open, reduce: "defaulted", growth: "defaulted" },
  },
} as const satisfies Record<string, FailureState>;

/** One of them. */
export type StateId = keyof typeof STATES;
